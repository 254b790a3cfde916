import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { expectAlmostEq } from './expect-almost-eq.ts';

export const cases: CaseTable = casesFor(expectAlmostEq, {
  values: [
    { name: 'within 1e-4', in: [f32([1, Number.NaN, Infinity]), f32([1.00005, Number.NaN, Infinity])], out: [] },
    { name: 'a wider tolerance', in: [f32([1]), f32([1.4])], attributes: { tolerance: 0.5 }, out: [] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one type' },
    { breaks: 'evaluation', in: [f32([1, 1]), f32([1, 1.001])], message: '1 of 2 elements of tensor<2xf32> differ, first at [1]' },
    { breaks: 'evaluation', in: [f32([Infinity]), f32([-Infinity])], message: 'got Infinity, want -Infinity' },
  ],
});
