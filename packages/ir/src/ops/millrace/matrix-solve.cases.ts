import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, f64, i1, normal } from '@millrace/testing';
import { matrixSolve } from './matrix-solve.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

export const cases: CaseTable = casesFor(matrixSolve, {
  values: [
    // x + 2y = 5, 3x + 4y = 11
    {
      name: 'two unknowns',
      in: [
        f64([
          [1, 2],
          [3, 4],
        ]),
        f64([[5], [11]]),
      ],
      out: [f64([[1], [2]]), i1(true)],
      tolerance: 4,
    },
    {
      name: 'a zero on the diagonal',
      in: [
        f32([
          [0, 1],
          [2, 0],
        ]),
        f32([[3], [4]]),
      ],
      out: [f32([[2], [3]]), i1(true)],
    },
    { name: 'no elements', in: [f32.empty([3, 0, 0]), f32.empty([3, 0, 2])], out: [f32.empty([3, 0, 2]), i1([true, true, true])] },
    { name: 'singular', in: [f32([[0]]), f32([[1]])], out: [f32([[Number.POSITIVE_INFINITY]]), i1(false)] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2x2xf32>', 'tensor<2x1xf64>'], message: 'a and b must have one element type; got f32 and f64' },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c3', in: ['tensor<2x3xf32>', 'tensor<3x1xf32>'], message: 'a must hold square matrices; got [2, 3]' },
    { breaks: 'c4', in: ['tensor<2x2xf32>', 'tensor<3x1xf32>'], message: 'b must be [..., n, k] for matrices a of [..., n, n]' },
  ],
  random: [
    {
      shapes: [
        [
          [3, 3],
          [3, 2],
        ],
        [
          [2, 4, 4],
          [2, 4, 1],
        ],
      ],
      dtypes,
      draw: [normal()],
    },
  ],
});
