import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { expectAlmostEqConst } from './expect-almost-eq-const.ts';

export const cases: CaseTable = casesFor(expectAlmostEqConst, {
  values: [{ name: 'within the tolerance', in: [f32([5])], attributes: { value: f32([5.05]), tolerance: 0.1 }, out: [] }],
  rejects: [
    { breaks: 'c1', in: ['tensor<f32>'], attributes: { value: f32([1]) }, message: 'lhs and value must have one type' },
    { breaks: 'evaluation', in: [f32([5])], attributes: { value: f32([5.05]) }, message: '1 of 1 elements' },
  ],
});
