import { type CaseTable, casesFor, i8, i64, integers, integerTypes, ui8, ui32, ui64 } from '@millrace/testing';
import { pointwiseRows } from '../elementwise/family.cases.ts';
import { mulhi } from './mulhi.ts';

export const cases: CaseTable = casesFor(mulhi, {
  values: [
    { name: 'signed', in: [i8([64, -64, -64]), i8([4, 4, -4])], out: i8([1, -1, 1]) },
    { name: 'unsigned', in: [ui8([240, 128]), ui8([16, 2])], out: ui8([15, 1]) },
    { name: '32 bits', in: [ui32([4294967295]), ui32([4294967295])], out: ui32([4294967294]) },
    { name: '64 bits', in: [ui64([18446744073709551615n]), ui64([18446744073709551615n])], out: ui64([18446744073709551614n]) },
    { name: '64 bits with signs', in: [i64([-1n, 9223372036854775807n]), i64([1n, -2n])], out: i64([-1n, -1n]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'lhs is tensor<2xf32>' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<2xi64>'], message: 'lhs and rhs must have one element type; got i32 and i64' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<3xi32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, integerTypes, [integers(-100, 100)]),
});
