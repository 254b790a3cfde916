/** The table of `and`, `or` and `xor`: equal operands, so that only the results differ. */
import { i1 as boolean, type Primitive } from '@millrace/ir';
import { type CaseTable, casesFor, i1, i32, i64, integers, integerTypes, ui32 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';

/** What the operation gives for the operands of the table. */
export interface BitwiseResults {
  /** [[1, 2], [3, 4]] and [[5, 6], [7, 8]]. */
  readonly specification: readonly (readonly number[])[];
  /** [[false, false], [true, true]] and [[false, true], [false, true]]: the table of truth. */
  readonly truth: readonly (readonly boolean[])[];
  /** [-1, 2^62] and [2^53 + 1, -1] in i64. */
  readonly long: readonly bigint[];
  /** [2^32 - 1, 2^31] and [2^31, 1] in ui32. */
  readonly unsigned: readonly number[];
}

export const bitwiseCases = (primitive: Primitive, results: BitwiseResults): CaseTable =>
  casesFor(primitive, {
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
        out: i32(results.specification),
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
        out: i1(results.truth),
      },
      { name: 'signs and 64 bits', in: [i64([-1n, 4611686018427387904n]), i64([9007199254740993n, -1n])], out: i64(results.long) },
      { name: 'the highest bit of ui32', in: [ui32([4294967295, 2147483648]), ui32([2147483648, 1])], out: ui32(results.unsigned) },
    ],
    rejects: [
      { breaks: 'types', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'lhs is tensor<2xf32>' },
      { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<2xi64>'], message: 'lhs and rhs must have one element type; got i32 and i64' },
      { breaks: 'c1', in: ['tensor<2xi32>', 'tensor<3xi32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
    ],
    random: pointwiseRows(2, [...integerTypes, boolean], [integers(-100, 100)]),
  });
