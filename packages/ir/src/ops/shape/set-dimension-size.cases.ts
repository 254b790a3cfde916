import { i32 as i32Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, i32, normal } from '@millrace/testing';
import { setDimensionSize } from './set-dimension-size.ts';

const whole = { dimension: 1, shape: [2, 2] };

export const cases: CaseTable = casesFor(setDimensionSize, {
  values: [
    {
      name: 'the first columns',
      in: [
        i32([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        i32(2),
      ],
      attributes: whole,
      out: i32([
        [1, 2],
        [4, 5],
      ]),
    },
    { name: 'the whole axis', in: [i32([1, 2]), i32(2)], attributes: { dimension: 0, shape: [2] }, out: i32([1, 2]) },
  ],
  rejects: [
    { breaks: 'i1', in: ['tensor<2x3xf32>', 'tensor<i64>'], attributes: whole, message: 'extent must be an i32' },
    { breaks: 'c1', in: ['tensor<2x3xf32>', 'tensor<i32>'], attributes: { ...whole, dimension: 2 }, message: 'dimension 2 must be an axis of [2, 3]' },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<i32>'], attributes: { ...whole, shape: [3, 2] }, message: 'along axis 1 only' },
    { breaks: 'evaluation', in: [i32([1, 2]), i32(3)], attributes: { dimension: 0, shape: [3] }, message: 'size 3 of axis 0 of [2] does not fit' },
  ],
  random: [{ shapes: [[[2, 3], []]], dtypes: allTypes.slice(0, 2), elements: (dtype) => [dtype, i32Type], draw: [normal(), () => 2], attributes: whole }],
});
