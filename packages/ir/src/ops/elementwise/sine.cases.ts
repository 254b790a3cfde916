import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { sine } from './sine.ts';

export const cases: CaseTable = casesFor(sine, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 3, 100])],
      out: f32([0.479425538604203, -0.9092974268256817, 0.1411200080598672, -0.5063656411097588]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 3, 100])],
      out: f64([0.479425538604203, -0.9092974268256817, 0.1411200080598672, -0.5063656411097588]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -0, Infinity, NaN])], out: f64([0, -0, NaN, NaN]) },
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
        [0.9053586344209572, -1.4058162504314682],
        [-1.1772521793108763, -0.34220450663488017],
        [0.5309210862485199, -3.59056458998578],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
