import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, f64, normal } from '@millrace/testing';
import { qr } from './qr.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

export const cases: CaseTable = casesFor(qr, {
  values: [
    // The reflector of (3, 4) gives -5; Q is symmetric.
    {
      name: 'two by two',
      in: [
        f64([
          [3, 5],
          [4, 0],
        ]),
      ],
      out: [
        f64([
          [-0.6, -0.8],
          [-0.8, 0.6],
        ]),
        f64([
          [-5, -3],
          [0, -4],
        ]),
      ],
      tolerance: 4,
    },
    { name: 'a column', in: [f64([[3], [4]])], out: [f64([[-0.6], [-0.8]]), f64([[-5]])], tolerance: 2 },
    { name: 'a row', in: [f64([[3, 4]])], out: [f64([[1]]), f64([[3, 4]])] },
    { name: 'one complex number', in: [c128([[[3, 4]]])], out: [c128([[[-0.6, -0.8]]]), c128([[[-5, 0]]])], tolerance: 2 },
    { name: 'no columns, full', in: [f64.empty([1, 0])], attributes: { fullMatrices: true }, out: [f64([[1]]), f64.empty([1, 0])] },
    { name: 'not finite', in: [f64([[Number.NaN, 1]])], out: [f64([[Number.NaN]]), f64([[Number.NaN, Number.NaN]])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<?x3xf32>'], message: 'the matrices of a must have known sizes' },
  ],
  random: [
    { shapes: [[[3, 3]], [[2, 4, 3]], [[2, 5]]], dtypes, draw: [normal()] },
    { shapes: [[[3, 3]], [[2, 4]]], dtypes, draw: [normal()], attributes: { fullMatrices: true } },
    { shapes: [[[4, 2]]], dtypes, draw: [normal()], attributes: { fullMatrices: true }, grad: false }, // the added columns are not determined
  ],
});
