import { type CaseTable, casesFor, i8, i32, i64, integers, integerTypes, literalOf } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { shiftRightLogical } from './shift-right-logical.ts';

export const cases: CaseTable = casesFor(shiftRightLogical, {
  values: [
    { name: "the specification's example", in: [i64([-1, 0, 8]), i64([1, 2, 3])], out: i64([9223372036854775807n, 0n, 1n]) },
    { name: 'zeros come in', in: [i8([-7, 7]), i8([1, 1])], out: i8([124, 3]) },
    { name: 'amounts outside the width leave nothing', in: [i32([-5, 5, -5]), i32([32, 40, -1])], out: i32([0, 0, 0]) },
    { name: 'four bits', in: [literalOf('i4', [-1]), literalOf('i4', [3])], out: literalOf('i4', [1]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'lhs is tensor<2xf32>' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<2xi64>'], message: 'lhs and rhs must have one element type; got i32 and i64' },
  ],
  random: pointwiseRows(2, integerTypes, [integers(-100, 100), integers(-2, 70)]),
});
