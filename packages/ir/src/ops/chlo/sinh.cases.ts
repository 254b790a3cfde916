import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { sinh } from './sinh.ts';

export const cases: CaseTable = casesFor(sinh, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 0.0009765625, 50])],
      out: f32([0.5210953054937474, -3.6268604078470186, 0.0009765626552204365, 2.592352764293536e21]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 0.0009765625, 50])],
      out: f64([0.5210953054937474, -3.6268604078470186, 0.0009765626552204365, 2.592352764293536e21]),
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
          [710.5, 1],
        ]),
      ],
      out: c128([
        [0.16431300276137265, -1.0700996973668528],
        [-2.6537333893808297, 2.5644584058353774],
        [-4.168906959966565, 9.15449914691143],
        [9.950300979231658e307, 1.5496675607696623e308],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
