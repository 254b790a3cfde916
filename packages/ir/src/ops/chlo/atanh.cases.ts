import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { atanh } from './atanh.ts';

export const cases: CaseTable = casesFor(atanh, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -0.75, 0.0009765625, 0.9921875])],
      out: f32([0.5493061443340549, -0.9729550745276566, 0.000976562810441036, 2.770631772579213]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -0.75, 0.0009765625, 0.9921875])],
      out: f64([0.5493061443340549, -0.9729550745276566, 0.000976562810441036, 2.770631772579213]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, 1, -1, 2, NaN])], out: f64([0, Infinity, -Infinity, NaN, NaN]) },
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
        [0.1858945085467093, -0.9425141129396175],
        [-0.4528905241310587, 1.3715351039616865],
        [0.22907268296853878, 1.4099210495965755],
      ]),
      tolerance: 4,
    },
    {
      name: 'complex special values',
      in: [
        c128([
          [1, 0],
          [0, Infinity],
          [1, Infinity],
        ]),
      ],
      out: c128([
        [Infinity, 0],
        [0, 1.5707963267948966],
        [0, 1.5707963267948966],
      ]),
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(-0.8, 0.8)]),
  ulp: approximated,
});
