import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { tanh } from './tanh.ts';

export const cases: CaseTable = casesFor(tanh, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 0.001953125, 8])],
      out: f32([0.46211715726000974, -0.9640275800758169, 0.001953122516476924, 0.9999997749296758]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 0.001953125, 8])],
      out: f64([0.46211715726000974, -0.9640275800758169, 0.001953122516476924, 0.9999997749296758]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -0, Infinity, -Infinity, NaN, 1000])], out: f64([0, -0, 1, -1, NaN, 1]) },
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
        [1.583963548284424, -0.8066346988510736],
        [-0.9967473999046033, 0.036432889375718314],
        [1.0032386273536098, -0.0037640256415042484],
      ]),
      tolerance: 4,
    },
    {
      name: 'complex special values',
      in: [
        c128([
          [1000, 1],
          [Infinity, NaN],
          [NaN, 0],
        ]),
      ],
      out: c128([
        [1, 0],
        [1, 0],
        [NaN, 0],
      ]),
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
