import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { atan } from './atan.ts';

export const cases: CaseTable = casesFor(atan, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 0.0009765625, 1000000])],
      out: f32([0.4636476090008061, -1.1071487177940904, 0.0009765621895593195, 1.5707953267948966]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 0.0009765625, 1000000])],
      out: f64([0.4636476090008061, -1.1071487177940904, 0.0009765621895593195, 1.5707953267948966]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, Infinity, -Infinity, NaN])], out: f64([0, 1.5707963267948966, -1.5707963267948966, NaN]) },
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
        [1.1265564408348223, -0.708303336014054],
        [-1.1492038297107037, 0.13825013720417587],
        [1.3389725222944935, 0.14694666622552977],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
