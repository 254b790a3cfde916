import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, i8, i32, i64, integers, integerTypes, ui64, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { power } from './power.ts';

export const cases: CaseTable = casesFor(power, {
  values: [
    {
      name: "the specification's example",
      in: [f64([-2, -0, -36, 5, 3, 10000]), f64([2, 2, 1.1, 2, -1, 10])],
      out: f64([4, 0, NaN, 25, 0.3333333333333333, 1e40]),
      tolerance: 1,
    },
    { name: 'integers', in: [i64([-1, -1, -3, 1, -3, 0]), i64([1, 0, -3, -3, 3, 2])], out: i64([-1, 1, 0, 1, -27, 0]) },
    { name: 'integers wrap', in: [i8([3, 2]), i8([5, 7])], out: i8([-13, -128]) },
    { name: 'unsigned', in: [ui64([0, 0, 1, 1, 5]), ui64([0, 1, 0, 2, 5])], out: ui64([1, 0, 1, 1, 3125]) },
    { name: '1 and 0 win over NaN', in: [f32([1, NaN, -1, 0]), f32([NaN, 0, Infinity, 0])], out: f32([1, 1, 1, 1]) },
    {
      name: 'complex',
      in: [
        c128([
          [1.5, 2.5],
          [7.5, 5.5],
          [0, 0],
          [0, 0],
        ]),
        c128([
          [2.5, 1.5],
          [5.5, 7.5],
          [0, 0],
          [2, 1],
        ]),
      ],
      out: c128([
        [-1.5679313814305016, -2.6674775446623613],
        [392.89270835580857, 1801.8249193362644],
        [1, 0],
        [0, 0],
      ]),
      tolerance: 16,
    },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi1>', 'tensor<2xi1>'], message: 'lhs is tensor<2xi1>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
    { breaks: 'evaluation', in: [i32([0]), i32([-1])], message: 'integer division by zero' },
  ],
  random: [
    ...pointwiseRows(2, [...floats, ...complexes], [uniform(0.3, 3), uniform(-2, 2)]),
    ...pointwiseRows(2, integerTypes, [integers(-9, 9), integers(0, 9)]),
  ],
  // f32: measured on 200,000 pairs and the special values of C99 in runtime/src/devices/power-and-atan2.test.ts; complex: a logarithm, a product and an exponential
  ulp: { ...approximated, f32: 1, 'js f32': 0, 'js f64': 0, 'complex<f32>': 8, 'complex<f64>': 16 },
});
