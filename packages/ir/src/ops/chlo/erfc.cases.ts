import { type CaseTable, casesFor, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { erfc } from './erfc.ts';

export const cases: CaseTable = casesFor(erfc, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.25, -0.5, 1, 2.5, 6, -3])],
      out: f32([0.7236736098317631, 1.5204998778130465, 0.15729920705028513, 0.0004069520174449589, 2.1519736712498913e-17, 1.9999779095030015]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.25, -0.5, 1, 2.5, 6, -3])],
      out: f64([0.7236736098317631, 1.5204998778130465, 0.15729920705028513, 0.0004069520174449589, 2.1519736712498913e-17, 1.9999779095030015]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, Infinity, -Infinity, NaN])], out: f64([1, 0, 2, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [normal()]),
  ulp: approximated,
});
