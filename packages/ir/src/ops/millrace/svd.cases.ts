import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f64, normal } from '@millrace/testing';
import { svd } from './svd.ts';

const real: readonly ElementType[] = [f32Type, f64Type];
const all: readonly ElementType[] = [...real, complex64, complex128];

export const cases: CaseTable = casesFor(svd, {
  values: [
    { name: 'a column', in: [f64([[3], [4]])], out: [f64([5]), f64([[0.6], [0.8]]), f64([[1]])], tolerance: 4 },
    {
      name: 'a permutation',
      in: [
        f64([
          [0, 2],
          [3, 0],
        ]),
      ],
      out: [
        f64([3, 2]),
        f64([
          [0, 1],
          [1, 0],
        ]),
        f64([
          [1, 0],
          [0, 1],
        ]),
      ],
      tolerance: 1,
    },
    { name: 'no rows', in: [f64.empty([0, 2])], out: [f64.empty([0]), f64.empty([0, 0]), f64.empty([2, 0])] },
    { name: 'not finite', in: [f64([[Number.NaN]])], out: [f64([Number.NaN]), f64([[Number.NaN]]), f64([[Number.NaN]])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<?x3xf32>'], message: 'the matrices of a must have known sizes' },
  ],
  random: [
    { shapes: [[[3, 3]], [[2, 4, 2]], [[2, 4]]], dtypes: real, draw: [normal()] },
    { shapes: [[[3, 3]]], dtypes: real, draw: [normal()], attributes: { fullMatrices: true } },
    { shapes: [[[4, 2]], [[2, 2, 3]]], dtypes: all, draw: [normal()], attributes: { fullMatrices: true }, grad: false }, // the added vectors are not determined
    // The phases of complex vectors are not determined: functions that do not depend on them are checked in packages/core.
    { shapes: [[[3, 2]], [[2, 2, 3]]], dtypes: [complex64, complex128], draw: [normal()], grad: false },
  ],
});
