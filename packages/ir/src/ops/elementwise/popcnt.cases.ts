import { type CaseTable, casesFor, i8, i64, integers, integerTypes, literalOf } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { popcnt } from './popcnt.ts';

export const cases: CaseTable = casesFor(popcnt, {
  values: [
    { name: "the specification's example", in: [i64([0, 1, 2, 127])], out: i64([0, 1, 1, 7]) },
    { name: 'negative numbers in two’s complement', in: [i8([-1, -128])], out: i8([8, 1]) },
    { name: 'four bits', in: [literalOf('ui4', [0, 15, 9])], out: literalOf('ui4', [0, 4, 2]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xf32>'], message: 'x is tensor<2xf32>' }],
  random: pointwiseRows(1, integerTypes, [integers(-100, 100)]),
});
