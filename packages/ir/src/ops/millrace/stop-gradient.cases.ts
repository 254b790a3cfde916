import { allTypes, type CaseTable, casesFor, f32, normal } from '@millrace/testing';
import { stopGradient } from './stop-gradient.ts';

export const cases: CaseTable = casesFor(stopGradient, {
  values: [{ name: 'the operand', in: [f32([1, Number.NaN, -0])], out: f32([1, Number.NaN, -0]) }],
  random: [{ shapes: [[[2, 3]]], dtypes: allTypes, draw: [normal(3)] }],
});
