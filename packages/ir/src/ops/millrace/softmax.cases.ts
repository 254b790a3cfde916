import { type CaseTable, casesFor, f32, f64, floats, normal } from '@millrace/testing';
import { softmax, softmaxGradient } from './softmax.ts';

export const cases: CaseTable = casesFor(softmax, {
  values: [
    {
      name: 'equal logits',
      in: [
        f64([
          [1, 1],
          [-5, -5],
        ]),
      ],
      attributes: { axis: 1 },
      out: f64([
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    },
    { name: 'odds of e^x', in: [f64([0, Math.log(3)])], attributes: { axis: 0 }, out: f64([0.25, 0.75]), tolerance: 2 },
    { name: 'large logits do not overflow', in: [f32([1000, 1000])], attributes: { axis: 0 }, out: f32([0.5, 0.5]) },
    { name: 'masked out', in: [f32([0, Number.NEGATIVE_INFINITY])], attributes: { axis: 0 }, out: f32([1, 0]) },
    {
      name: 'along the first axis',
      in: [
        f64([
          [2, 0],
          [2, 0],
        ]),
      ],
      attributes: { axis: 0 },
      out: f64([
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    },
  ],
  rejects: [{ breaks: 'c1', in: ['tensor<2x3xf32>'], attributes: { axis: 2 }, message: 'axis 2 must be an axis of [2, 3]' }],
  random: [
    { shapes: [[[3, 5]], [[2, 33]]], dtypes: floats, draw: [normal(3)], attributes: { axis: 1 } },
    { shapes: [[[2, 3, 4]]], dtypes: floats, draw: [normal(3)], attributes: { axis: 1 } },
  ],
  // exponentials of devices are rounded differently, and so are their sums
  ulp: { default: 4, f16: 1, bf16: 1 },
});

export const gradientCases: CaseTable = casesFor(softmaxGradient, {
  values: [{ name: 'closed form', in: [f64([0.25, 0.75]), f64([1, 0])], attributes: { axis: 0 }, out: f64([0.1875, -0.1875]) }],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf32>'], attributes: { axis: 1 }, message: 'axis 1 must be an axis of [2]' },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<3xf32>'], attributes: { axis: 0 }, message: 'y and upstream must have one type' },
  ],
  random: [
    {
      shapes: [
        [
          [3, 5],
          [3, 5],
        ],
        [
          [2, 33],
          [2, 33],
        ],
      ],
      dtypes: floats,
      draw: [normal()],
      attributes: { axis: 1 },
    },
  ],
  ulp: { default: 16 },
});
