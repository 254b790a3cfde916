import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { logistic } from './logistic.ts';

export const cases: CaseTable = casesFor(logistic, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 3, -20, 30])],
      out: f32([0.6224593312018546, 0.11920292202211756, 0.9525741268224333, 2.0611536181902037e-9, 0.9999999999999064]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 3, -20, 30])],
      out: f64([0.6224593312018546, 0.11920292202211756, 0.9525741268224333, 2.0611536181902037e-9, 0.9999999999999064]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, Infinity, -Infinity, NaN])], out: f64([0.5, 1, 0, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
        ]),
      ],
      out: c128([
        [0.6805661698086823, -0.3288352746951482],
        [0.09646711442434588, 0.07584070651225049],
        [1.0189793914289662, 0.0471064600647722],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
