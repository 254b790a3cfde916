import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { exponential } from './exponential.ts';
import { approximated, pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(exponential, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 3, -20, 80])],
      out: f32([1.6487212707001282, 0.1353352832366127, 20.085536923187668, 2.061153622438558e-9, 5.54062238439351e34]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 3, -20, 80])],
      out: f64([1.6487212707001282, 0.1353352832366127, 20.085536923187668, 2.061153622438558e-9, 5.54062238439351e34]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, Infinity, -Infinity, NaN, 1000, -1000])], out: f64([1, Infinity, 0, NaN, Infinity, 0]) },
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
        [0.5198786860084936, -1.5646111274988195],
        [0.09902332031011532, 0.0922497746528114],
        [-8.358532650935372, 18.263727040666765],
      ]),
      tolerance: 4,
    },
    {
      name: 'complex special values',
      in: [
        c128([
          [-Infinity, Infinity],
          [Infinity, 0],
          [NaN, 0],
        ]),
      ],
      out: c128([
        [0, 0],
        [Infinity, 0],
        [NaN, 0],
      ]),
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
