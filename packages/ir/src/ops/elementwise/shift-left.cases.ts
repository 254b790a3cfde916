import { type CaseTable, casesFor, i8, i32, i64, integers, integerTypes, ui64 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { shiftLeft } from './shift-left.ts';

export const cases: CaseTable = casesFor(shiftLeft, {
  values: [
    { name: "the specification's example", in: [i64([-1, 0, 1]), i64([1, 2, 3])], out: i64([-2, 0, 8]) },
    { name: 'bits leave at the top', in: [i8([65, -128]), i8([1, 1])], out: i8([-126, 0]) },
    { name: 'amounts outside the width leave nothing', in: [i32([5, 5, 5]), i32([32, -1, 31])], out: i32([0, 0, -2147483648]) },
    { name: '64 bits', in: [ui64([3n, 1n]), ui64([63n, 64n])], out: ui64([9223372036854775808n, 0n]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'lhs is tensor<2xf32>' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<2xi64>'], message: 'lhs and rhs must have one element type; got i32 and i64' },
  ],
  random: pointwiseRows(2, integerTypes, [integers(-100, 100), integers(-2, 70)]),
});
