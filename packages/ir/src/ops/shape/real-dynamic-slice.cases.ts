import { i64 as i64Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import { realDynamicSlice } from './real-dynamic-slice.ts';

const lists = ['tensor<1xi64>', 'tensor<1xi64>', 'tensor<1xi64>'];

export const cases: CaseTable = casesFor(realDynamicSlice, {
  values: [{ name: 'as slice', in: [f32([0, 1, 2, 3, 4]), i64([1]), i64([5]), i64([2])], attributes: { shape: [2] }, out: f32([1, 3]) }],
  rejects: [
    { breaks: 'c2', in: ['tensor<4xf32>', 'tensor<2xi64>', ...lists.slice(1)], attributes: { shape: [2] }, message: 'startIndices must have 1 entries' },
    { breaks: 'c4', in: ['tensor<4xf32>', ...lists], attributes: { shape: [2, 2] }, message: 'must have rank 1' },
    { breaks: 'evaluation', in: [f32([0, 1]), i64([0]), i64([3]), i64([1])], attributes: { shape: [3] }, message: 'got [0] to [3] by [1] of [2]' },
  ],
  random: [
    {
      shapes: [[[5], [1], [1], [1]]],
      dtypes: allTypes,
      elements: (dtype) => [dtype, i64Type, i64Type, i64Type],
      draw: [normal(10), () => 1n, () => 4n, () => 2n],
      attributes: { shape: [2] },
    },
  ],
});
