import { complex64, complex128, type ElementType, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, type Draw, f64, uniform } from '@millrace/testing';
import { matrixFunction } from './matrix-function.ts';

const dtypes: readonly ElementType[] = [f32Type, f64Type, complex64, complex128];

let drawn = 0;
/** 3 x 3 matrices with 3 on the diagonal and at most 1 elsewhere: eigenvalues are away from the negative axis. */
const dominant: Draw = (random, element) => {
  const x = uniform(-0.7, 0.7)(random, element);
  return (drawn++ % 9) % 4 === 0 ? (element.kind === 'complex' ? { re: 3, im: 0 } : 3) : x;
};
const kind = (name: string) => ({ kind: name });
const [cos, sin] = [Math.cos(1), Math.sin(1)];

export const cases: CaseTable = casesFor(matrixFunction, {
  values: [
    {
      name: 'e^0',
      in: [
        f64([
          [0, 0],
          [0, 0],
        ]),
      ],
      attributes: kind('EXP'),
      out: f64([
        [1, 0],
        [0, 1],
      ]),
    },
    {
      name: 'a rotation',
      in: [
        f64([
          [0, -1],
          [1, 0],
        ]),
      ],
      attributes: kind('EXP'),
      out: f64([
        [cos, -sin],
        [sin, cos],
      ]),
      tolerance: 4,
    },
    {
      name: 'a nilpotent matrix',
      in: [
        f64([
          [0, 3],
          [0, 0],
        ]),
      ],
      attributes: kind('EXP'),
      out: f64([
        [1, 3],
        [0, 1],
      ]),
      tolerance: 2,
    },
    {
      name: 'a large norm',
      in: [
        f64([
          [100, 0],
          [0, -100],
        ]),
      ],
      attributes: kind('EXP'),
      out: f64([
        [Math.exp(100), 0],
        [0, Math.exp(-100)],
      ]),
      tolerance: 4096 /* rounding of the norm: 100 * 2^-53 in the exponent, with its squarings */,
    },
    {
      name: 'a logarithm',
      in: [
        f64([
          [Math.E, 0],
          [0, Math.exp(-30)],
        ]),
      ],
      attributes: kind('LOG'),
      out: f64([
        [1, 0],
        [0, -30],
      ]),
      tolerance: 2,
    },
    {
      name: 'the logarithm of a Jordan block',
      in: [
        f64([
          [1, 3],
          [0, 1],
        ]),
      ],
      attributes: kind('LOG'),
      out: f64([
        [0, 3],
        [0, 0],
      ]),
      tolerance: 4,
    },
    {
      name: 'a root',
      in: [
        f64([
          [1, 3],
          [0, 4],
        ]),
      ],
      attributes: kind('SQRT'),
      out: f64([
        [1, 1],
        [0, 2],
      ]),
    },
    { name: 'no real root', in: [f64([[-4]])], attributes: kind('SQRT'), out: f64([[Number.NaN]]) },
    { name: 'no logarithm', in: [f64([[0]])], attributes: kind('LOG'), out: f64([[Number.NaN]]) },
    { name: 'no elements', in: [f64.empty([0, 0])], attributes: kind('SQRT'), out: f64.empty([0, 0]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<3xf32>'], attributes: kind('EXP'), message: 'a must have rank 2 or more; got 1' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], attributes: kind('EXP'), message: 'a must hold square matrices; got [2, 3]' },
    { breaks: 'c3', in: ['tensor<?x?xf32>'], attributes: kind('EXP'), message: 'the matrices of a must have known sizes' },
  ],
  random: ['EXP', 'LOG', 'SQRT'].map((name) => ({ shapes: [[[3, 3]], [[2, 3, 3]]], dtypes, draw: [dominant], attributes: kind(name) })),
});
