import { i64 as i64Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, i64, normal } from '@millrace/testing';
import { dynamicReshape } from './dynamic-reshape.ts';

let next = 0;

export const cases: CaseTable = casesFor(dynamicReshape, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        i64([3, 2]),
      ],
      attributes: { shape: [3, 2] },
      out: i64([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<1xi64>'], attributes: { shape: [5] }, message: 'have different numbers of elements' },
    {
      breaks: 'c3',
      in: ['tensor<2x3x!quant.uniform<i8:f32:1, {1.0,0.5,0.25}>>', 'tensor<1xi64>'],
      attributes: { shape: [6] },
      message: 'the quantized axis 1 of [2, 3] must be an axis of [6]',
    },
    { breaks: 'c4', in: ['tensor<2x3xf32>', 'tensor<2xi64>'], attributes: { shape: [6] }, message: 'outputShape must have 1 entries' },
    {
      breaks: 'evaluation',
      in: [i64([1, 2]), i64([2, 2])],
      attributes: { shape: [2, 1] },
      message: 'the shape given is [2, 2], and the result is declared as [2, 1]',
    },
  ],
  random: [
    {
      shapes: [[[2, 3], [2]]],
      dtypes: allTypes,
      elements: (dtype) => [dtype, i64Type],
      draw: [normal(10), () => BigInt([3, 2][next++ % 2])],
      attributes: { shape: [3, 2] },
    },
  ],
});
