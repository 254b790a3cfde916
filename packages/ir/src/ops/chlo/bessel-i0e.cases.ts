import { type CaseTable, casesFor, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { besselI0e } from './bessel-i0e.ts';

export const cases: CaseTable = casesFor(besselI0e, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 10, 25, 1000])],
      out: f32([0.6450352704491501, 0.30850832255367105, 0.1278333371634286, 0.0801967735474367, 0.012617240455891257]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 10, 25, 1000])],
      out: f64([0.6450352704491501, 0.30850832255367105, 0.1278333371634286, 0.0801967735474367, 0.012617240455891257]),
      tolerance: 8,
    },
    { name: 'special values', in: [f64([0, Infinity, NaN])], out: f64([1, 0, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [uniform(0.3, 4)]),
  ulp: approximated,
});
