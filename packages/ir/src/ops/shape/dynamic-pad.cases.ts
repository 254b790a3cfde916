import { i64 as i64Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, i64, normal } from '@millrace/testing';
import { dynamicPad } from './dynamic-pad.ts';

const lists = ['tensor<1xi64>', 'tensor<1xi64>', 'tensor<1xi64>'];

export const cases: CaseTable = casesFor(dynamicPad, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        i64(0),
        i64([0, 1]),
        i64([2, 1]),
        i64([1, 2]),
      ],
      attributes: { shape: [5, 9] },
      out: i64([
        [0, 1, 0, 0, 2, 0, 0, 3, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 4, 0, 0, 5, 0, 0, 6, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
      ]),
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<f64>', ...lists], attributes: { shape: [2] }, message: 'paddingValue must be a scalar of f32' },
    {
      breaks: 'c2',
      in: ['tensor<2xf32>', 'tensor<f32>', 'tensor<2xi64>', ...lists.slice(1)],
      attributes: { shape: [2] },
      message: 'edgePaddingLow must have 1 entries',
    },
    { breaks: 'c4', in: ['tensor<2xf32>', 'tensor<f32>', ...lists], attributes: { shape: [2, 1] }, message: 'the result [2, 1] must have rank 1' },
    {
      breaks: 'evaluation',
      in: [i64([1]), i64(0), i64([0]), i64([0]), i64([-1])],
      attributes: { shape: [1] },
      message: 'interiorPadding must not be negative; got [-1]',
    },
  ],
  random: [
    {
      shapes: [[[4], [], [1], [1], [1]]],
      dtypes: allTypes.slice(0, 2),
      elements: (dtype) => [dtype, dtype, i64Type, i64Type, i64Type],
      draw: [normal(10), normal(10), () => -1n, () => 2n, () => 1n],
      attributes: { shape: [8] },
    },
    {
      shapes: [[[3], [], [1], [1], [1]]],
      dtypes: allTypes,
      elements: (dtype) => [dtype, dtype, i64Type, i64Type, i64Type],
      draw: [normal(10), normal(10), () => 1n],
      attributes: { shape: [7] },
    },
  ],
});
