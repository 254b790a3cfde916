import { type CaseTable, casesFor, f16, f32, f64, floats, normal } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { roundNearestEven } from './round-nearest-even.ts';

export const cases: CaseTable = casesFor(roundNearestEven, {
  values: [
    { name: "the specification's example", in: [f64([-2.5, 0.4, 0.5, 0.6, 2.5])], out: f64([-2, 0, 0, 1, 2]) },
    { name: 'just below a half', in: [f64([0.49999999999999994, 1.5, 3.5])], out: f64([0, 2, 4]) },
    {
      name: 'integers, infinities and NaN stay',
      in: [f64([-0, 3, 4503599627370497, Infinity, -Infinity, NaN])],
      out: f64([-0, 3, 4503599627370497, Infinity, -Infinity, NaN]),
    },
    { name: 'narrow types', in: [f16([1.5, -1.5, 0.0999755859375])], out: f16([2, -2, 0]) },
    { name: 'empty', in: [f32.empty([0, 2])], out: f32.empty([0, 2]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [normal(3)]),
  ulp: { default: 0 },
});
