import { allTypes, type CaseTable, casesFor, f32, i32, normal } from '@millrace/testing';
import { reverse } from './reverse.ts';

export const cases: CaseTable = casesFor(reverse, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ],
      attributes: { dimensions: [1] },
      out: i32([
        [2, 1],
        [4, 3],
        [6, 5],
      ]),
    },
    {
      name: 'two axes',
      in: [
        i32([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ],
      attributes: { dimensions: [1, 0] },
      out: i32([
        [6, 5],
        [4, 3],
        [2, 1],
      ]),
    },
    { name: 'no axes', in: [f32([1, 2])], attributes: { dimensions: [] }, out: f32([1, 2]) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<2x3xf32>'], attributes: { dimensions: [0, 0] }, message: 'dimensions [0, 0] must be unique' },
    { breaks: 'c3', in: ['tensor<2x3xf32>'], attributes: { dimensions: [2] }, message: 'dimensions [2] must be axes of [2, 3]' },
  ],
  random: [{ shapes: [[[2, 3, 4]], [[5, 1, 3]]], dtypes: allTypes, draw: [normal(10)], attributes: { dimensions: [0, 2] } }],
});
