import { type CaseTable, casesFor, f32, floats, i1, oneOf } from '@millrace/testing';
import { pointwiseRows } from '../elementwise/family.cases.ts';
import { isInf } from './is-inf.ts';

export const cases: CaseTable = casesFor(isInf, {
  values: [{ name: 'infinities, NaN and a number', in: [f32([Infinity, -Infinity, NaN, 1])], out: i1([true, true, false, false]) }],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [oneOf([0, 1, -2.5, NaN, Infinity, -Infinity])]),
});
