import { type CaseTable, casesFor, f16, f64, floats, i1, oneOf } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { isFiniteElement } from './is-finite.ts';

export const cases: CaseTable = casesFor(isFiniteElement, {
  values: [
    { name: "the specification's example", in: [f64([-Infinity, Infinity, NaN, -10, -0, 0, 10])], out: i1([false, false, false, true, true, true, true]) },
    { name: 'a number that overflows f16', in: [f16([65504, 65520])], out: i1([true, false]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [oneOf([0, 1, -2.5, NaN, Infinity, -Infinity])]),
});
