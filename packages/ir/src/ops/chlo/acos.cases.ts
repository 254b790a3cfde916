import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from '../elementwise/family.cases.ts';
import { acos } from './acos.ts';

export const cases: CaseTable = casesFor(acos, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -0.75, 0, 0.9921875])],
      out: f32([1.0471975511965979, 2.4188584057763776, 1.5707963267948966, 0.12508152359298277]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -0.75, 0, 0.9921875])],
      out: f64([1.0471975511965979, 2.4188584057763776, 1.5707963267948966, 0.12508152359298277]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([1, -1, 2, NaN])], out: f64([0, Math.PI, NaN, NaN]) },
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
        [1.262814955222778, 1.0855765577207785],
        [2.741858815243248, -1.4105788975583342],
        [0.6061378223872939, -1.9686379257930964],
        [1.0471975511965979, -1.0753986783132436e-9],
        [0.7853981633974483, -461.55673936964905],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(-0.8, 0.8)]),
  ulp: approximated,
});
