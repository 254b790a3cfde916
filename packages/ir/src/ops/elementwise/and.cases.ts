import { i1 as boolean } from '@millrace/ir';
import { type CaseTable, casesFor, i1, i32, i64, integers, integerTypes, ui32 } from '@millrace/testing';
import { and } from './and.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(and, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2],
          [3, 4],
        ]),
        i32([
          [5, 6],
          [7, 8],
        ]),
      ],
      out: i32([
        [1, 2],
        [3, 0],
      ]),
    },
    {
      name: 'booleans',
      in: [
        i1([
          [false, false],
          [true, true],
        ]),
        i1([
          [false, true],
          [false, true],
        ]),
      ],
      out: i1([
        [false, false],
        [false, true],
      ]),
    },
    { name: 'signs and 64 bits', in: [i64([-1n, 4611686018427387904n]), i64([9007199254740993n, -1n])], out: i64([9007199254740993n, 4611686018427387904n]) },
    { name: 'the highest bit of ui32', in: [ui32([4294967295, 2147483648]), ui32([2147483648, 1])], out: ui32([2147483648, 0]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'lhs is tensor<2xf32>' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<2xi64>'], message: 'lhs and rhs must have one element type; got i32 and i64' },
    { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<3xi32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, [...integerTypes, boolean], [integers(-100, 100)]),
});
