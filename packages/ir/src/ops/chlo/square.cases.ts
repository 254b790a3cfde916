import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { square } from './square.ts';

export const cases: CaseTable = casesFor(square, {
  values: [
    { name: 'values by mpmath, 60 digits', in: [f32([0.5, -2, 3])], out: f32([0.25, 4, 9]) },
    { name: 'the same in f64', in: [f64([0.5, -2, 3])], out: f64([0.25, 4, 9]), tolerance: 2 },
    { name: 'special values', in: [f64([Infinity, NaN])], out: f64([Infinity, NaN]) },
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
        [-1.3125, -1.25],
        [3.4375, -3],
        [5, 12],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
