import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, f64, i32, normal } from '@millrace/testing';
import { lu } from './lu.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

export const cases: CaseTable = casesFor(lu, {
  values: [
    // By hand: row 1 has the larger pivot; l = 1/4, u = 2 - 4/4.
    {
      name: 'a row exchange',
      in: [
        f64([
          [1, 2],
          [4, 4],
        ]),
      ],
      out: [
        f64([
          [4, 4],
          [0.25, 1],
        ]),
        i32([1, 0]),
      ],
    },
    {
      name: 'singular',
      in: [
        f64([
          [0, 0],
          [0, 1],
        ]),
      ],
      out: [
        f64([
          [0, 0],
          [0, 1],
        ]),
        i32([0, 1]),
      ],
    },
    // (1 + i) / 2i = (1 - i) / 2; 1 - (1 - i) / 2 * 2 = i.
    {
      name: 'complex',
      in: [
        c128([
          [
            [1, 1],
            [1, 0],
          ],
          [
            [0, 2],
            [2, 0],
          ],
        ]),
      ],
      out: [
        c128([
          [
            [0, 2],
            [2, 0],
          ],
          [
            [0.5, -0.5],
            [0, 1],
          ],
        ]),
        i32([1, 0]),
      ],
    },
    { name: 'no elements', in: [f64.empty([2, 0, 0])], out: [f64.empty([2, 0, 0]), i32.empty([2, 0])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], message: 'a must hold square matrices; got [2, 3]' },
  ],
  random: [{ shapes: [[[3, 3]], [[2, 4, 4]], [[1, 1]]], dtypes, draw: [normal()] }],
});
