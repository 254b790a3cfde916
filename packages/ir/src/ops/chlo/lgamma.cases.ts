import { type CaseTable, casesFor, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { lgamma } from './lgamma.ts';

export const cases: CaseTable = casesFor(lgamma, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, 1.25, 2.75, 10, 100, -0.5, -2.5])],
      out: f32([
        0.5723649429247001, -0.09827183642181316, 0.47521466691493713, 12.801827480081469, 359.1342053695754, 1.2655121234846454, -0.056243716497674054,
      ]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, 1.25, 2.75, 10, 100, -0.5, -2.5])],
      out: f64([
        0.5723649429247001, -0.09827183642181316, 0.47521466691493713, 12.801827480081469, 359.1342053695754, 1.2655121234846454, -0.056243716497674054,
      ]),
      tolerance: 16,
    },
    { name: 'special values', in: [f64([1, 2, 0, -3, Infinity, NaN])], out: f64([0, 0, Infinity, Infinity, Infinity, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [uniform(0.5, 5)]),
  ulp: approximated,
});
