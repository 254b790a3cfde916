/** The table of `maximum` and `minimum`: equal operands, so that only the results differ. */
import type { Primitive } from '@millrace/ir';
import { allTypes, type CaseTable, c64, casesFor, f32, i1, i32, i64, normal, ui32 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';

/** What the operation gives for the operands of the table. */
export interface ExtremeResults {
  /** [[1, 2], [7, 8]] and [[5, 6], [3, 4]]. */
  readonly specification: readonly (readonly number[])[];
  /** [true, false] and [false, false]. */
  readonly truth: readonly boolean[];
  /** 2^32 - 1 and 1 in ui32. */
  readonly unsigned: number;
  /** 2^53 + 1 and 2^53 in i64. */
  readonly long: bigint;
  /** [1 + 5i, 2 + i] and [2, 2 + 3i], ordered by real part, then imaginary part. */
  readonly complex: readonly (readonly [number, number])[];
}

export const extremeCases = (primitive: Primitive, results: ExtremeResults): CaseTable =>
  casesFor(primitive, {
    values: [
      {
        name: "the specification's example",
        in: [
          i32([
            [1, 2],
            [7, 8],
          ]),
          i32([
            [5, 6],
            [3, 4],
          ]),
        ],
        out: i32(results.specification),
      },
      { name: 'NaN wins', in: [f32([NaN, 1]), f32([1, NaN])], out: f32([NaN, NaN]) },
      { name: 'booleans: or, and', in: [i1([true, false]), i1([false, false])], out: i1(results.truth) },
      { name: 'unsigned and signed', in: [ui32([4294967295]), ui32([1])], out: ui32([results.unsigned]) },
      { name: '64 bits', in: [i64([9007199254740993n]), i64([9007199254740992n])], out: i64([results.long]) },
      {
        name: 'complex: real part, then imaginary part',
        in: [
          c64([
            [1, 5],
            [2, 1],
          ]),
          c64([
            [2, 0],
            [2, 3],
          ]),
        ],
        out: c64(results.complex),
      },
    ],
    rejects: [
      { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
      { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
    ],
    random: pointwiseRows(2, allTypes, [normal(5)]),
  });
