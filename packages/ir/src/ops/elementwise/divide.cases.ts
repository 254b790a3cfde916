import { type CaseTable, c128, casesFor, complexes, f32, floats, i32, i64, integers, integerTypes, normal, ui32, uniform } from '@millrace/testing';
import { divide } from './divide.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(divide, {
  values: [
    {
      name: "the specification's example",
      in: [f32([17.1, -17.1, 17.1, -17.1]), f32([3, 3, -3, -3])],
      out: f32([5.70000029, -5.70000029, -5.70000029, 5.70000029]),
    },
    { name: 'integers truncate', in: [i64([17, -17, 17, -17]), i64([3, 3, -3, -3])], out: i64([5, -5, -5, 5]) },
    { name: 'by zero', in: [f32([1, -1, 0]), f32([0, 0, 0])], out: f32([Infinity, -Infinity, NaN]) },
    { name: 'the smallest integer by -1 wraps', in: [i32([-2147483648]), i32([-1])], out: i32([-2147483648]) },
    { name: 'unsigned', in: [ui32([4294967295]), ui32([2])], out: ui32([2147483647]) },
    {
      name: 'complex',
      in: [
        c128([
          [1.5, 2.5],
          [7.5, 5.5],
        ]),
        c128([
          [2.5, 1.5],
          [5.5, 7.5],
        ]),
      ],
      out: c128([
        [0.8823529411764706, 0.47058823529411764],
        [0.953757225433526, -0.30057803468208094],
      ]),
      tolerance: 2,
    },
    { name: 'complex parts whose squares overflow', in: [c128([[1e300, 1e300]]), c128([[2e300, 2e300]])], out: c128([[0.5, 0]]), tolerance: 1 },
    { name: 'complex by zero', in: [c128([[1, -2]]), c128([[0, 0]])], out: c128([[Infinity, -Infinity]]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi1>', 'tensor<2xi1>'], message: 'lhs is tensor<2xi1>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
    { breaks: 'evaluation', in: [i32([1, 2]), i32([1, 0])], message: 'integer division by zero' },
    { breaks: 'evaluation', in: [i64([1]), i64([0])], message: 'integer division by zero' },
  ],
  random: [
    ...pointwiseRows(2, [...floats, ...complexes], [normal(), uniform(0.5, 2)]),
    ...pointwiseRows(2, integerTypes, [integers(-100, 100), integers(1, 9)]),
  ],
  ulp: { default: 0, 'complex<f32>': 4, 'complex<f64>': 4 }, // devices may divide by the squared modulus
});
