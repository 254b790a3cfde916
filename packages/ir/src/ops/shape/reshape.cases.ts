import { allTypes, type CaseTable, casesFor, f32, i32, normal } from '@millrace/testing';
import { reshape } from './reshape.ts';

export const cases: CaseTable = casesFor(reshape, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ],
      attributes: { shape: [3, 2] },
      out: i32([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    },
    { name: 'to a scalar', in: [f32([[3]])], attributes: { shape: [] }, out: f32(3) },
    { name: 'empty', in: [f32.empty([0, 3])], attributes: { shape: [2, 0] }, out: f32.empty([2, 0]) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<2x3xf32>'], attributes: { shape: [4] }, message: '[2, 3] has 6 elements and [4] has 4' },
    {
      breaks: 'c3',
      in: ['tensor<2x3x!quant.uniform<i8:f32:1, {1.0,0.5,0.25}>>'],
      attributes: { shape: [6] },
      message: 'the quantized axis 1 of [2, 3] must be an axis of [6]',
    },
  ],
  random: [{ shapes: [[[2, 3, 4]]], dtypes: allTypes, draw: [normal(10)], attributes: { shape: [4, 6] } }],
});
