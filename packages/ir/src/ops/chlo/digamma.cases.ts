import { type CaseTable, casesFor, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { digamma } from './digamma.ts';

export const cases: CaseTable = casesFor(digamma, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, 1, 1.4375, 2.75, 10, 100, -0.5])],
      out: f32([
        -1.9635100260214235, -0.5772156649015329, -0.023613544005297898, 0.8189010249754326, 2.251752589066721, 4.600161852738087, 0.03648997397857652,
      ]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, 1, 1.4375, 2.75, 10, 100, -0.5])],
      out: f64([
        -1.9635100260214235, -0.5772156649015329, -0.023613544005297898, 0.8189010249754326, 2.251752589066721, 4.600161852738087, 0.03648997397857652,
      ]),
      tolerance: 4,
    },
    { name: 'special values', in: [f64([0, -3, Infinity, NaN])], out: f64([NaN, NaN, Infinity, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [uniform(0.5, 5)]),
  ulp: approximated,
});
