import { allNumeric, type CaseTable, c64, casesFor, i8, i32, i64, normal, ui8 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { negate } from './negate.ts';

export const cases: CaseTable = casesFor(negate, {
  values: [
    { name: "the specification's example", in: [i32([0, -2])], out: i32([0, 2]) },
    { name: 'complex', in: [c64([[2.5, 0]])], out: c64([[-2.5, -0]]) },
    { name: 'the smallest integer wraps', in: [i8([-128, 127])], out: i8([-128, -127]) },
    { name: 'unsigned integers wrap', in: [ui8([0, 1, 200])], out: ui8([0, 255, 56]) },
    { name: '64 bits are exact', in: [i64([9007199254740993n, -9223372036854775808n])], out: i64([-9007199254740993n, -9223372036854775808n]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi1>'], message: 'x is tensor<2xi1>' }],
  random: pointwiseRows(1, allNumeric, [normal(10)]),
});
