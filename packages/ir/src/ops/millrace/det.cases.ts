import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, f32, f64, normal } from '@millrace/testing';
import { det, slogdet } from './det.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];
const shapes = [[[3, 3]], [[2, 4, 4]], [[1, 1]]];

export const determinants: CaseTable = casesFor(det, {
  values: [
    // The factor of the matrix in spec/core.md section 6 has diagonal 2, 1, 3: 36.
    {
      name: "the specification's matrix",
      in: [
        f64([
          [4, 12, -16],
          [12, 37, -43],
          [-16, -43, 98],
        ]),
      ],
      out: f64(36),
      tolerance: 64,
    },
    {
      name: 'an odd permutation',
      in: [
        f32([
          [0, 1],
          [1, 0],
        ]),
      ],
      out: f32(-1),
    },
    {
      name: 'singular',
      in: [
        f32([
          [1, 2],
          [2, 4],
        ]),
      ],
      out: f32(0),
    },
    {
      name: 'complex',
      in: [
        c128([
          [
            [0, 1],
            [0, 0],
          ],
          [
            [5, 0],
            [2, 0],
          ],
        ]),
      ],
      out: c128([0, 2]),
    },
    { name: 'no elements', in: [f32.empty([2, 0, 0])], out: f32([1, 1]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], message: 'a must hold square matrices; got [2, 3]' },
  ],
  random: [{ shapes, dtypes, draw: [normal()] }],
});

export const logarithms: CaseTable = casesFor(slogdet, {
  values: [
    {
      name: 'negative',
      in: [
        f64([
          [0, 1],
          [Math.E, 0],
        ]),
      ],
      out: [f64(-1), f64(1)],
    },
    {
      name: 'beyond the range',
      in: [
        f32([
          [1e30, 0],
          [0, 1e30],
        ]),
      ],
      out: [f32(1), f32(60 * Math.LN10)],
    },
    {
      name: 'singular',
      in: [
        f32([
          [1, 2],
          [2, 4],
        ]),
      ],
      out: [f32(0), f32(Number.NEGATIVE_INFINITY)],
    },
    {
      name: 'complex',
      in: [
        c128([
          [
            [0, 1],
            [0, 0],
          ],
          [
            [5, 0],
            [1, 0],
          ],
        ]),
      ],
      out: [c128([0, 1]), f64(0)],
    },
    { name: 'no elements', in: [f32.empty([1, 0, 0])], out: [f32([1]), f32([0])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], message: 'a must hold square matrices; got [2, 3]' },
  ],
  random: [{ shapes, dtypes, draw: [normal()] }],
});
