import { type CaseTable, casesFor, f32, f64, floats, i32, i64, integers, integerTypes, ui8, uniform } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { remainder } from './remainder.ts';

export const cases: CaseTable = casesFor(remainder, {
  values: [
    { name: "the specification's example", in: [i64([17, -17, 17, -17]), i64([3, 3, -3, -3])], out: i64([2, -2, 2, -2]) },
    { name: 'floats keep the sign of the dividend', in: [f64([5.5, -5.5, 5.5, 1e20]), f64([2, 2, -2, 3])], out: f64([1.5, -1.5, 1.5, 1]) },
    { name: 'special values', in: [f32([1, Infinity, 1, NaN]), f32([0, 2, Infinity, 1])], out: f32([NaN, NaN, 1, NaN]) },
    { name: 'unsigned', in: [ui8([255, 200]), ui8([16, 201])], out: ui8([15, 200]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi1>', 'tensor<2xi1>'], message: 'lhs is tensor<2xi1>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
    { breaks: 'evaluation', in: [i32([1, 2]), i32([1, 0])], message: 'integer division by zero' },
  ],
  random: [...pointwiseRows(2, floats, [uniform(2.1, 2.9), uniform(0.9, 1.02)]), ...pointwiseRows(2, integerTypes, [integers(-100, 100), integers(1, 9)])],
});
