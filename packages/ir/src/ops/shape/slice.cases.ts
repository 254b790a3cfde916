import { allTypes, type CaseTable, casesFor, f32, i32, normal } from '@millrace/testing';
import { slice } from './slice.ts';

const part = (startIndices: number[], limitIndices: number[], strides: number[]) => ({ startIndices, limitIndices, strides });

export const cases: CaseTable = casesFor(slice, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [0, 0, 0, 0],
          [0, 0, 1, 1],
          [0, 0, 1, 1],
        ]),
      ],
      attributes: part([1, 2], [3, 4], [1, 1]),
      out: i32([
        [1, 1],
        [1, 1],
      ]),
    },
    { name: 'strides', in: [f32([0, 1, 2, 3, 4])], attributes: part([1], [5], [2]), out: f32([1, 3]) },
    { name: 'a stride beyond the limit', in: [f32([0, 1, 2, 3, 4])], attributes: part([0], [4], [3]), out: f32([0, 3]) },
    { name: 'nothing', in: [f32([0, 1])], attributes: part([1], [1], [1]), out: f32.empty([0]) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<4xf32>'], attributes: part([0], [1], []), message: 'must have 1 entries' },
    {
      breaks: 'c3',
      in: ['tensor<4xf32>'],
      attributes: part([0], [5], [1]),
      message: '0 <= start <= limit <= size must hold on each axis; got [0] to [5] of [4]',
    },
    { breaks: 'c3', in: ['tensor<4xf32>'], attributes: part([3], [2], [1]), message: 'got [3] to [2] of [4]' },
    { breaks: 'c3', in: ['tensor<4xf32>'], attributes: part([-1], [2], [1]), message: 'got [-1] to [2] of [4]' },
    { breaks: 'c4', in: ['tensor<4xf32>'], attributes: part([0], [2], [0]), message: 'strides must be positive; got [0]' },
  ],
  random: [
    { shapes: [[[5, 6]]], dtypes: allTypes, draw: [normal(10)], attributes: part([1, 0], [5, 6], [2, 4]) },
    { shapes: [[[3, 33]]], dtypes: allTypes, draw: [normal(10)], attributes: part([0, 1], [3, 32], [1, 1]) },
  ],
});
