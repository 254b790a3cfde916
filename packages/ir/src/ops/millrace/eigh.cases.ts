import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, f64, normal } from '@millrace/testing';
import { eigh } from './eigh.ts';

const real: readonly ElementType[] = [f32Type, f64Type];
const half = Math.SQRT1_2;

export const cases: CaseTable = casesFor(eigh, {
  values: [
    {
      name: 'the lower triangle is read',
      in: [
        f64([
          [2, 99],
          [1, 2],
        ]),
      ],
      out: [
        f64([1, 3]),
        f64([
          [half, half],
          [-half, half],
        ]),
      ],
      tolerance: 4,
    },
    {
      name: 'diagonal',
      in: [
        f64([
          [3, 0],
          [0, -1],
        ]),
      ],
      out: [
        f64([-1, 3]),
        f64([
          [0, 1],
          [1, 0],
        ]),
      ],
    },
    {
      name: 'complex',
      in: [
        c128([
          [
            [2, 0],
            [0, 0],
          ],
          [
            [0, 0],
            [1, 0],
          ],
        ]),
      ],
      out: [
        f64([1, 2]),
        c128([
          [
            [0, 0],
            [1, 0],
          ],
          [
            [1, 0],
            [0, 0],
          ],
        ]),
      ],
    },
    { name: 'not finite', in: [f64([[Number.NaN]])], out: [f64([Number.NaN]), f64([[Number.NaN]])] },
    { name: 'no elements', in: [f64.empty([2, 0, 0])], out: [f64.empty([2, 0]), f64.empty([2, 0, 0])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], message: 'a must hold square matrices; got [2, 3]' },
  ],
  random: [
    { shapes: [[[3, 3]], [[2, 4, 4]], [[1, 1]]], dtypes: real, draw: [normal()] },
    // The phase of a complex vector is not determined: functions that do not depend on it are checked in packages/core.
    { shapes: [[[3, 3]], [[2, 2, 2]]], dtypes: [complex64, complex128], draw: [normal()], grad: false },
  ],
});
