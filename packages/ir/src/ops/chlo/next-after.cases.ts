import { bf16, type CaseTable, casesFor, f32, f64, floats, normal } from '@millrace/testing';
import { pointwiseRows } from '../elementwise/family.cases.ts';
import { nextAfter } from './next-after.ts';

export const cases: CaseTable = casesFor(nextAfter, {
  values: [
    { name: 'up and down', in: [f64([1, 1, -1]), f64([2, 0, 0])], out: f64([1.0000000000000002, 0.9999999999999999, -0.9999999999999999]) },
    { name: 'from zero to the smallest numbers', in: [f32([0, -0, 0]), f32([1, -1, 0])], out: f32([1.401298464324817e-45, -1.401298464324817e-45, 0]) },
    { name: 'beyond the largest number', in: [f32([3.4028234663852886e38]), f32([Infinity])], out: f32([Infinity]) },
    { name: 'NaN', in: [f32([NaN, 1]), f32([1, NaN])], out: f32([NaN, NaN]) },
    { name: 'narrow types', in: [bf16([1]), bf16([2])], out: bf16([1.0078125]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi32>', 'tensor<2xi32>'], message: 'lhs is tensor<2xi32>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, floats, [normal()], { grad: false }), // it passes the tangent on, which no difference quotient shows
});
