import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { cosh } from './cosh.ts';

export const cases: CaseTable = casesFor(cosh, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 3, 50])],
      out: f32([1.1276259652063807, 3.7621956910836314, 10.067661995777765, 2.592352764293536e21]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 3, 50])],
      out: f64([1.1276259652063807, 3.7621956910836314, 10.067661995777765, 2.592352764293536e21]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, Infinity, -Infinity, NaN])], out: f64([1, Infinity, Infinity, NaN]) },
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
        [0.355565683247121, -0.49451143013196674],
        [2.7527567096909453, -2.472208631182566],
        [-4.189625690968807, 9.109227893755337],
        [9.950300979231658e307, 1.5496675607696623e308],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
