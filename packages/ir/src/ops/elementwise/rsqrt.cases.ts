import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { rsqrt } from './rsqrt.ts';

export const cases: CaseTable = casesFor(rsqrt, {
  values: [
    { name: 'values by mpmath, 60 digits', in: [f32([0.5, 2, 100, 1000000])], out: f32([Math.SQRT2, Math.SQRT1_2, 0.1, 0.001]) },
    { name: 'the same in f64', in: [f64([0.5, 2, 100, 1000000])], out: f64([Math.SQRT2, Math.SQRT1_2, 0.1, 0.001]), tolerance: 2 },
    { name: 'special values', in: [f64([0, -0, Infinity, -1, NaN])], out: f64([Infinity, -Infinity, 0, NaN, NaN]) },
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
        [0.7136677874451546, 0.483176615608977],
        [0.12208280878354784, -0.6732461485846332],
        [0.5040433160363529, -0.15261203645745605],
      ]),
      tolerance: 4,
    },
    { name: 'complex special values', in: [c128([[0, 0]])], out: c128([[Infinity, NaN]]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(0.2, 3)]),
  ulp: approximated,
});
