import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { logPlusOne } from './log-plus-one.ts';

export const cases: CaseTable = casesFor(logPlusOne, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -0.75, 0.0009765625, 1000000])],
      out: f32([0.4054651081081644, -1.3862943611198906, 0.0009760859730554589, 13.815511557963774]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -0.75, 0.0009765625, 1000000])],
      out: f64([0.4054651081081644, -1.3862943611198906, 0.0009760859730554589, 13.815511557963774]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -1, Infinity, -2, NaN])], out: f64([0, -Infinity, Infinity, NaN, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [9.5367431640625e-7, 4.76837158203125e-7],
          [-1.9073486328125e-6, 0.001953125],
        ]),
      ],
      out: c128([
        [0.669142570966765, -0.6947382761967031],
        [0.22314355131420976, 2.498091544796509],
        [1.4978661367769954, 0.4636476090008061],
        [9.536739753458092e-7, 4.7683670345617164e-7],
        [1.8189894035425478e-12, 0.001953126241762012],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(-0.5, 3)]),
  ulp: approximated,
});
