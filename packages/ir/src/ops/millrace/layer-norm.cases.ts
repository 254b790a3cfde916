import { type CaseTable, casesFor, f64, floats, normal } from '@millrace/testing';
import { layerNorm, layerNormGradient } from './layer-norm.ts';

const attributes = { epsilon: 1e-3 };

export const cases: CaseTable = casesFor(layerNorm, {
  values: [
    {
      name: 'mean 0 and variance 1',
      in: [
        f64([
          [1, 3],
          [-2, 2],
        ]),
        f64([1, 1]),
        f64([0, 0]),
      ],
      attributes: { epsilon: 0 },
      out: f64([
        [-1, 1],
        [-1, 1],
      ]),
    },
    { name: 'scale and shift', in: [f64([[1, 3]]), f64([2, 3]), f64([10, 20])], attributes: { epsilon: 0 }, out: f64([[8, 23]]) },
    {
      name: 'two axes',
      in: [
        f64([
          [
            [1, 1],
            [3, 3],
          ],
        ]),
        f64([
          [1, 1],
          [1, 1],
        ]),
        f64([
          [0, 0],
          [0, 0],
        ]),
      ],
      attributes: { epsilon: 3 },
      out: f64([
        [
          [-0.5, -0.5],
          [0.5, 0.5],
        ],
      ]),
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2x3xf32>', 'tensor<2xf32>', 'tensor<2xf32>'],
      attributes,
      message: 'gamma must be f32 with the last sizes of x [2, 3]; got tensor<2xf32>',
    },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<3xf32>', 'tensor<2xf32>'], attributes, message: 'beta must be tensor<3xf32>, as gamma' },
  ],
  random: [
    {
      shapes: [
        [[3, 5], [5], [5]],
        [[2, 33], [33], [33]],
      ],
      dtypes: floats,
      draw: [normal()],
      attributes,
    },
    {
      shapes: [
        [
          [2, 3, 4],
          [3, 4],
          [3, 4],
        ],
      ],
      dtypes: floats,
      draw: [normal()],
      attributes,
    },
  ],
  ulp: { default: 16 }, // sums in another order
});

export const gradientCases: CaseTable = casesFor(layerNormGradient, {
  values: [
    // dx = (g - mean(g) - y mean(g y)) / sqrt(variance + epsilon) with y = [-1/2, 1/2], g = ct, and 1 / sqrt(1 + 3) = 1/2
    {
      name: 'closed form',
      in: [f64([[1, 3]]), f64([1, 1]), f64([[1, 0]])],
      attributes: { epsilon: 3 },
      out: [f64([[0.1875, -0.1875]]), f64([-0.5, 0]), f64([1, 0])],
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2x3xf32>', 'tensor<f32>', 'tensor<2x3xf32>'], attributes, message: 'gamma must be f32 with the last sizes of x' },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<3xf32>', 'tensor<3xf32>'], attributes, message: 'upstream must be tensor<2x3xf32>, as x' },
  ],
  random: [
    {
      shapes: [
        [[3, 5], [5], [3, 5]],
        [
          [2, 3, 4],
          [3, 4],
          [2, 3, 4],
        ],
      ],
      dtypes: floats,
      draw: [normal()],
      attributes,
    },
  ],
  ulp: { default: 64 },
});
