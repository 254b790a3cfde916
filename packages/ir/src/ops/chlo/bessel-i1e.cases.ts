import { type CaseTable, casesFor, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { besselI1e } from './bessel-i1e.ts';

export const cases: CaseTable = casesFor(besselI1e, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 10, 25, 1000])],
      out: f32([0.1564208031848717, -0.21526928924893765, 0.12126268138445552, 0.07857611331929278, 0.012610930256928629]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 10, 25, 1000])],
      out: f64([0.1564208031848717, -0.21526928924893765, 0.12126268138445552, 0.07857611331929278, 0.012610930256928629]),
      tolerance: 8,
    },
    { name: 'special values', in: [f64([0, Infinity, NaN])], out: f64([0, 0, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [uniform(0.3, 4)]),
  ulp: approximated,
});
