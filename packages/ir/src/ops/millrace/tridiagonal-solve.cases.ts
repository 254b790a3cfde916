import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f64, i1, normal } from '@millrace/testing';
import { tridiagonalSolve } from './tridiagonal-solve.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

export const cases: CaseTable = casesFor(tridiagonalSolve, {
  values: [
    // [[2, 1, 0], [1, 2, 1], [0, 1, 2]] x = [4, 8, 8] has x = [1, 2, 3]
    {
      name: 'three unknowns',
      in: [
        f64([
          [1, 1, 99],
          [2, 2, 2],
          [99, 1, 1],
        ]),
        f64([[4], [8], [8]]),
      ],
      out: [f64([[1], [2], [3]]), i1(true)],
      tolerance: 8,
    },
    {
      name: 'a zero on the diagonal',
      in: [
        f64([
          [1, 9],
          [0, 0],
          [9, 2],
        ]),
        f64([[3], [4]]),
      ],
      out: [f64([[2], [3]]), i1(true)],
    },
    { name: 'singular', in: [f64([[0], [0], [0]]), f64([[1]])], out: [f64([[Number.NaN]]), i1(false)] },
    { name: 'no unknowns', in: [f64.empty([3, 0]), f64.empty([0, 2])], out: [f64.empty([0, 2]), i1(true)] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3x2xf32>', 'tensor<2x1xf64>'], message: 'diagonals and b must have one element type; got f32 and f64' },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<2xf32>'], message: 'diagonals must have rank 2 or more; got 1' },
    { breaks: 'c3', in: ['tensor<3x?xf32>', 'tensor<?x1xf32>'], message: 'the matrices of diagonals must have known sizes' },
    { breaks: 'c4', in: ['tensor<3x2xf32>', 'tensor<3x1xf32>'], message: 'diagonals must be [..., 3, n] and b [..., n, k]' },
  ],
  random: [
    {
      shapes: [
        [
          [3, 4],
          [4, 2],
        ],
        [
          [2, 3, 5],
          [2, 5, 1],
        ],
        [
          [3, 1],
          [1, 1],
        ],
      ],
      dtypes,
      draw: [normal()],
    },
  ],
});
