import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { acosh } from './acosh.ts';

export const cases: CaseTable = casesFor(acosh, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([1.5, 2, 100, 1.0078125])],
      out: f32([0.9624236501192069, 1.3169578969248168, 5.298292365610485, 0.12491876251108061]),
    },
    {
      name: 'the same in f64',
      in: [f64([1.5, 2, 100, 1.0078125])],
      out: f64([0.9624236501192069, 1.3169578969248168, 5.298292365610485, 0.12491876251108061]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([1, 0.5, Infinity, NaN])], out: f64([0, NaN, Infinity, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [1, 9.313225746154785e-10],
        ]),
      ],
      out: c128([
        [1.0855765577207785, -1.262814955222778],
        [1.4105788975583342, 2.741858815243248],
        [1.9686379257930964, 0.6061378223872939],
        [3.0517578127368474e-5, 3.0517578122631523e-5],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(1.2, 3)]),
  ulp: approximated,
});
