import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f64, normal } from '@millrace/testing';
import { pinv } from './pinv.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];
const attributes = { rcond: 1e-15 };

export const cases: CaseTable = casesFor(pinv, {
  values: [
    { name: 'a column', in: [f64([[3], [4]])], attributes, out: f64([[0.12, 0.16]]), tolerance: 4 },
    { name: 'zero', in: [f64([[0, 0]])], attributes, out: f64([[0], [0]]) },
    {
      name: 'a singular value below the bound',
      in: [
        f64([
          [4, 0],
          [0, 1],
        ]),
      ],
      attributes: { rcond: 0.5 },
      out: f64([
        [0.25, 0],
        [0, 0],
      ]),
    },
    { name: 'no rows', in: [f64.empty([0, 2])], attributes, out: f64.empty([2, 0]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], attributes, message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<?x3xf32>'], attributes, message: 'the matrices of a must have known sizes' },
  ],
  random: [{ shapes: [[[3, 3]], [[2, 4, 2]], [[2, 3]]], dtypes, draw: [normal()], attributes }],
});
