import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { asinh } from './asinh.ts';

export const cases: CaseTable = casesFor(asinh, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 0.0009765625, 1000000])],
      out: f32([0.48121182505960347, -1.4436354751788103, 0.0009765623447796375, 14.50865773852447]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 0.0009765625, 1000000])],
      out: f64([0.48121182505960347, -1.4436354751788103, 0.0009765623447796375, 14.50865773852447]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -0, Infinity, -Infinity, NaN])], out: f64([0, -0, Infinity, -Infinity, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [1e200, -1e200],
        ]),
      ],
      out: c128([
        [0.8988936293694825, -1.0611857724687426],
        [-1.4925210319880218, 0.3267704027823274],
        [1.9833870299165355, 0.5706527843210994],
        [461.55673936964905, -0.7853981633974483],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
