import { type CaseTable, casesFor, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { zeta } from './zeta.ts';

export const cases: CaseTable = casesFor(zeta, {
  values: [
    {
      name: 'values by mpmath, 50 digits',
      in: [f64([1.5, 2.0, 3.0, 10.0, 25.0]), f64([0.5, 1.0, 2.5, 0.25, 4.0])],
      out: f64([4.776537947554833, 1.6449340668482264, 0.1181020258208637, 1048576.1076831147, 8.915698103028073e-16]),
      tolerance: 4,
    },
    { name: 'special values', in: [f64([1, 0.5, 2, 3, 2.5, 2]), f64([2, 1, -1, -1, -0.5, Infinity])], out: f64([Infinity, NaN, Infinity, NaN, NaN, 0]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi32>', 'tensor<2xi32>'], message: 'lhs is tensor<2xi32>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
  ],

  random: pointwiseRows(2, floats, [uniform(1.5, 4), uniform(0.5, 3)], { grad: [1] }),
  ulp: approximated,
});
