import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { exponentialMinusOne } from './exponential-minus-one.ts';
import { approximated, pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(exponentialMinusOne, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 3, 0.0009765625, -30])],
      out: f32([0.6487212707001282, -0.8646647167633873, 19.085536923187668, 0.0009770394924165351, -0.9999999999999064]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 3, 0.0009765625, -30])],
      out: f64([0.6487212707001282, -0.8646647167633873, 19.085536923187668, 0.0009770394924165351, -0.9999999999999064]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -0, Infinity, -Infinity, NaN])], out: f64([0, -0, Infinity, -1, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [9.5367431640625e-7, 4.76837158203125e-7],
        ]),
      ],
      out: c128([
        [-0.4801213139915063, -1.5646111274988195],
        [-0.9009766796898847, 0.0922497746528114],
        [-9.358532650935372, 18.263727040666765],
        [9.536746574667994e-7, 4.768376129506746e-7],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
