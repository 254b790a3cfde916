import { type CaseTable, casesFor, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { erf } from './erf.ts';

export const cases: CaseTable = casesFor(erf, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.25, -0.5, 1, 2.5, 4])],
      out: f32([0.27632639016823696, -0.5204998778130465, 0.8427007929497149, 0.999593047982555, 0.9999999845827421]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.25, -0.5, 1, 2.5, 4])],
      out: f64([0.27632639016823696, -0.5204998778130465, 0.8427007929497149, 0.999593047982555, 0.9999999845827421]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, Infinity, -Infinity, NaN])], out: f64([0, 1, -1, NaN]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [normal()]),
  ulp: { ...approximated, f32: 4 }, // core.md, section 3
});
