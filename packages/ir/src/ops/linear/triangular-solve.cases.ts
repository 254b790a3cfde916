import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c128, casesFor, type Draw, f32, uniform } from '@millrace/testing';
import { triangularSolve } from './triangular-solve.ts';

let drawn = 0;
/** 3 x 3 matrices with a diagonal far from 0. */
const regular: Draw = (random, element) => {
  const x = uniform(-1, 1)(random, element);
  return (drawn++ % 9) % 4 === 0 ? (element.kind === 'complex' ? { re: 2, im: 1 } : 2) : x;
};
const base = { leftSide: true, lower: true, unitDiagonal: false, transposeA: 'NO_TRANSPOSE' };
const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];
const random = (change: object, right: number[] = [3, 2], batch: number[] = []) => ({
  shapes: [
    [
      [...batch, 3, 3],
      [...batch, ...right],
    ],
  ],
  dtypes,
  draw: [regular, uniform(-1, 1)],
  attributes: { ...base, ...change },
});

export const cases: CaseTable = casesFor(triangularSolve, {
  values: [
    {
      name: "the specification's example",
      in: [
        f32([
          [1, 0, 0],
          [2, 4, 0],
          [3, 5, 6],
        ]),
        f32([
          [2, 0, 0],
          [4, 8, 0],
          [6, 10, 12],
        ]),
      ],
      attributes: base,
      out: f32([
        [2, 0, 0],
        [0, 2, 0],
        [0, 0, 2],
      ]),
    },
    {
      name: 'the other triangle is not read',
      in: [
        f32([
          [2, 99],
          [1, 4],
        ]),
        f32([[2], [9]]),
      ],
      attributes: base,
      out: f32([[1], [2]]),
    },
    {
      name: 'a unit diagonal is not read',
      in: [
        f32([
          [7, 0],
          [3, 7],
        ]),
        f32([[2], [9]]),
      ],
      attributes: { ...base, unitDiagonal: true },
      out: f32([[2], [3]]),
    },
    {
      name: 'from the right',
      in: [
        f32([
          [2, 0],
          [1, 4],
        ]),
        f32([[4, 8]]),
      ],
      attributes: { ...base, leftSide: false },
      out: f32([[1, 2]]),
    },
    {
      name: 'transposed',
      in: [
        f32([
          [2, 0],
          [1, 4],
        ]),
        f32([[4], [8]]),
      ],
      attributes: { ...base, transposeA: 'TRANSPOSE' },
      out: f32([[1], [2]]),
    },
    { name: 'adjoint', in: [c128([[[0, 1]]]), c128([[[1, 0]]])], attributes: { ...base, transposeA: 'ADJOINT' }, out: c128([[[0, 1]]]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2x2xf32>', 'tensor<2x1xf64>'], attributes: base, message: 'must have one element type; got f32 and f64' },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<2xf32>'], attributes: base, message: 'must have one rank of at least 2' },
    {
      breaks: 'c3',
      in: ['tensor<2x2xf32>', 'tensor<3x1xf32>'],
      attributes: base,
      message: 'must hold square matrices that fit b on its left; got [2, 2] and [3, 1]',
    },
    { breaks: 'c3', in: ['tensor<2x2xf32>', 'tensor<2x1xf32>'], attributes: { ...base, leftSide: false }, message: 'that fit b on its right' },
  ],
  random: [
    random({}, [3, 2], [2]),
    random({ lower: false, transposeA: 'TRANSPOSE' }),
    random({ transposeA: 'ADJOINT', unitDiagonal: true }),
    random({ leftSide: false, lower: false }, [2, 3]),
    random({ leftSide: false, transposeA: 'TRANSPOSE' }, [2, 3]),
    random({ leftSide: false, lower: false, transposeA: 'ADJOINT' }, [2, 3]),
  ],
  ulp: { default: 64 }, // devices sum in their own order
});
