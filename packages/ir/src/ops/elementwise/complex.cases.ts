import { f32 as float32, f64 as float64 } from '@millrace/ir';
import { type CaseTable, c128, casesFor, f64, normal } from '@millrace/testing';
import { complex } from './complex.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(complex, {
  values: [
    {
      name: "the specification's example",
      in: [f64([1, 3]), f64([2, 4])],
      out: c128([
        [1, 2],
        [3, 4],
      ]),
    },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf16>', 'tensor<2xf16>'], message: 'lhs is tensor<2xf16>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one type' },
  ],
  random: pointwiseRows(2, [float32, float64], [normal()]),
});
