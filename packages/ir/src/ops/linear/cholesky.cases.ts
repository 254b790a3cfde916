import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, type Draw, f32, f64, uniform } from '@millrace/testing';
import { cholesky } from './cholesky.ts';

let drawn = 0;
/** 3 x 3 matrices with 4 on the diagonal and less than 1 in size elsewhere: their Hermitian parts are positive definite. */
const dominant: Draw = (random, element) => {
  const x = uniform(-0.7, 0.7)(random, element);
  return (drawn++ % 9) % 4 === 0 ? (element.kind === 'complex' ? { re: 4, im: 0 } : 4) : x;
};
const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

export const cases: CaseTable = casesFor(cholesky, {
  values: [
    {
      name: "the specification's example",
      in: [
        f64([
          [1, 2, 3],
          [2, 20, 26],
          [3, 26, 70],
        ]),
      ],
      attributes: { lower: true },
      out: f64([
        [1, 0, 0],
        [2, 4, 0],
        [3, 5, 6],
      ]),
    },
    {
      name: 'upper',
      in: [
        f64([
          [1, 2],
          [2, 20],
        ]),
      ],
      attributes: { lower: false },
      out: f64([
        [1, 2],
        [0, 4],
      ]),
    },
    {
      name: 'complex',
      in: [
        c128([
          [
            [4, 0],
            [0, -2],
          ],
          [
            [0, 2],
            [5, 0],
          ],
        ]),
      ],
      attributes: { lower: true },
      out: c128([
        [
          [2, 0],
          [0, 0],
        ],
        [
          [0, 1],
          [2, 0],
        ],
      ]),
    },
    { name: 'not positive definite', in: [f32([[-1]])], attributes: { lower: true }, out: f32([[Number.NaN]]) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<3xf32>'], message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c3', in: ['tensor<2x3xf32>'], message: 'a must hold square matrices; got [2, 3]' },
  ],
  random: [
    { shapes: [[[3, 3]], [[2, 3, 3]]], dtypes, draw: [dominant], attributes: { lower: true } },
    { shapes: [[[3, 3]]], dtypes, draw: [dominant], attributes: { lower: false } },
  ],
  ulp: { default: 64 }, // devices sum in their own order
});
