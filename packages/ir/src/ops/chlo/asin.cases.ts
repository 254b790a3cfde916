import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { asin } from './asin.ts';

export const cases: CaseTable = casesFor(asin, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -0.75, 0.0009765625, 0.9921875])],
      out: f32([0.5235987755982989, -0.848062078981481, 0.0009765626552204957, 1.4457148032019138]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -0.75, 0.0009765625, 0.9921875])],
      out: f64([0.5235987755982989, -0.848062078981481, 0.0009765626552204957, 1.4457148032019138]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -0, 2, NaN])], out: f64([0, -0, NaN, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [0.5, 9.313225746154785e-10],
          [1e200, 1e200],
        ]),
      ],
      out: c128([
        [0.3079813715721186, -1.0855765577207785],
        [-1.1710624884483516, 1.4105788975583342],
        [0.9646585044076028, 1.9686379257930964],
        [0.5235987755982989, 1.0753986783132436e-9],
        [0.7853981633974483, 461.55673936964905],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(-0.8, 0.8)]),
  ulp: approximated,
});
