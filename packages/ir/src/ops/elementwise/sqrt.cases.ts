import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { sqrt } from './sqrt.ts';

export const cases: CaseTable = casesFor(sqrt, {
  values: [
    { name: 'values by mpmath, 60 digits', in: [f32([0.5, 2, 100, 1000000])], out: f32([Math.SQRT1_2, Math.SQRT2, 10, 1000]) },
    { name: 'the same in f64', in: [f64([0.5, 2, 100, 1000000])], out: f64([Math.SQRT1_2, Math.SQRT2, 10, 1000]), tolerance: 2 },
    { name: 'special values', in: [f64([0, -0, Infinity, -1, NaN])], out: f64([0, -0, Infinity, NaN, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [-4, 0],
          [1e308, 1e308],
        ]),
      ],
      out: c128([
        [0.9608046632337985, -0.6504964265019547],
        [0.2607689938713792, 1.4380544037569272],
        [1.8173540210239707, 0.5502505227003375],
        [0, 2],
        [1.09868411346781e154, 4.5508986056222734e153],
      ]),
      tolerance: 4,
    },
    {
      name: 'complex special values',
      in: [
        c128([
          [-4, -0],
          [Infinity, NaN],
          [-Infinity, 1],
          [NaN, Infinity],
        ]),
      ],
      out: c128([
        [0, -2],
        [Infinity, NaN],
        [0, Infinity],
        [Infinity, Infinity],
      ]),
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(0.2, 3)]),
  ulp: approximated,
});
