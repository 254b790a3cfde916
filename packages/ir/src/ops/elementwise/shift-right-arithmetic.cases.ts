import { type CaseTable, casesFor, i8, i32, i64, integers, integerTypes, ui8 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { shiftRightArithmetic } from './shift-right-arithmetic.ts';

export const cases: CaseTable = casesFor(shiftRightArithmetic, {
  values: [
    { name: "the specification's example", in: [i64([-1, 0, 8]), i64([1, 2, 3])], out: i64([-1, 0, 1]) },
    { name: 'toward minus infinity', in: [i8([-7, 7]), i8([1, 1])], out: i8([-4, 3]) },
    { name: 'amounts outside the width leave the sign', in: [i32([-5, 5, -5]), i32([32, 40, -1])], out: i32([-1, 0, -1]) },
    { name: 'the sign of an unsigned number is its highest bit', in: [ui8([128, 127]), ui8([7, 8])], out: ui8([255, 0]) },
    { name: '64 bits', in: [i64([-9223372036854775808n]), i64([64n])], out: i64([-1n]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'lhs is tensor<2xf32>' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<2xi64>'], message: 'lhs and rhs must have one element type; got i32 and i64' },
  ],
  random: pointwiseRows(2, integerTypes, [integers(-100, 100), integers(-2, 70)]),
});
