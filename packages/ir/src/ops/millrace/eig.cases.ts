import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, f64, normal } from '@millrace/testing';
import { eig } from './eig.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

export const cases: CaseTable = casesFor(eig, {
  values: [
    {
      name: 'triangular',
      in: [
        f64([
          [1, 0],
          [0, 3],
        ]),
      ],
      out: [
        c128([
          [1, 0],
          [3, 0],
        ]),
        c128([
          [
            [1, 0],
            [0, 0],
          ],
          [
            [0, 0],
            [1, 0],
          ],
        ]),
      ],
    },
    { name: 'one', in: [c128([[[2, -1]]])], out: [c128([[2, -1]]), c128([[[1, 0]]])] },
    { name: 'not finite', in: [f64([[Number.POSITIVE_INFINITY]])], out: [c128([[Number.NaN, Number.NaN]]), c128([[[Number.NaN, Number.NaN]]])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], message: 'a must hold square matrices; got [2, 3]' },
  ],
  // The phase of a vector is not determined: derivatives of functions that do not depend on it are checked in packages/core.
  random: [{ shapes: [[[3, 3]], [[2, 4, 4]]], dtypes, draw: [normal()], grad: false }],
});
