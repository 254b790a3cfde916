import { allNumeric, bf16, type CaseTable, c64, casesFor, f32, i8, i64, normal, ui32 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { subtract } from './subtract.ts';

export const cases: CaseTable = casesFor(subtract, {
  values: [
    {
      name: "the specification's example",
      in: [
        f32([
          [6, 8],
          [10, 12],
        ]),
        f32([
          [5, 6],
          [7, 8],
        ]),
      ],
      out: f32([
        [1, 2],
        [3, 4],
      ]),
    },
    { name: 'integers wrap', in: [i8([-128, 127]), i8([1, -1])], out: i8([127, -128]) },
    { name: 'unsigned', in: [ui32([0]), ui32([1])], out: ui32([4294967295]) },
    { name: '64 bits are exact', in: [i64([9007199254740993n]), i64([1n])], out: i64([9007199254740992n]) },
    { name: 'one rounding in bf16', in: [bf16([1]), bf16([0.001953125])], out: bf16([1]) }, // 1 - 2^-9 is a tie between 1 - 2^-8 and 1, whose mantissa is even
    { name: 'complex', in: [c64([[1, 2]]), c64([[3, -1]])], out: c64([[-2, 3]]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi1>', 'tensor<2xi1>'], message: 'lhs is tensor<2xi1>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, allNumeric, [normal(5)]),
});
