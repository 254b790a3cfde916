import { type CaseTable, casesFor, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { erfInv } from './erf-inv.ts';

export const cases: CaseTable = casesFor(erfInv, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.25, -0.5, 0.875, 0.9990234375])],
      out: f32([0.2253120550121781, -0.4769362762044699, 1.0847870400692832, 2.331467773621948]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.25, -0.5, 0.875, 0.9990234375])],
      out: f64([0.2253120550121781, -0.4769362762044699, 1.0847870400692832, 2.331467773621948]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, 1, -1, 1.5, NaN])], out: f64([0, Infinity, -Infinity, NaN, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [uniform(-0.9, 0.9)]),
  ulp: approximated,
});
