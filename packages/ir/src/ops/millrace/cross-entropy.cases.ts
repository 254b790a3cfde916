import { i32 as i32Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, f64, floats, i32, integers, normal, uniform } from '@millrace/testing';
import { softmaxCrossEntropy, softmaxCrossEntropyGradient, sparseSoftmaxCrossEntropy, sparseSoftmaxCrossEntropyGradient } from './cross-entropy.ts';

const rows = [
  [3, 5],
  [3, 5],
];

export const cases: CaseTable = casesFor(softmaxCrossEntropy, {
  values: [
    {
      name: 'equal logits',
      in: [
        f64([
          [0, 0],
          [4, 4],
        ]),
        f64([
          [1, 0],
          [0.5, 0.5],
        ]),
      ],
      out: f64([Math.LN2, Math.LN2]),
      tolerance: 2,
    },
    { name: 'large logits', in: [f32([[1000, 0]]), f32([[0, 1]])], out: f32([1000]) },
    { name: 'a row', in: [f64([0, Math.log(3)]), f64([1, 0])], out: f64(Math.log(4)), tolerance: 2 },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<f32>', 'tensor<f32>'], message: 'logits must have an axis of classes' },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<2x2xf32>'], message: 'logits and labels must have one type' },
  ],
  random: [
    {
      shapes: [
        rows,
        [
          [2, 33],
          [2, 33],
        ],
      ],
      dtypes: floats,
      draw: [normal(2), uniform(0, 1)],
    },
  ],
  ulp: { default: 8 }, // sums of rounded exponentials
});

export const gradientCases: CaseTable = casesFor(softmaxCrossEntropyGradient, {
  values: [{ name: 'softmax minus labels', in: [f64([[0, 0]]), f64([[1, 0]]), f64([2])], out: f64([[-1, 1]]) }],
  rejects: [
    { breaks: 'c1', in: ['tensor<f32>', 'tensor<f32>', 'tensor<f32>'], message: 'logits must have an axis of classes' },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<2x2xf32>', 'tensor<2xf32>'], message: 'logits and labels must have one type' },
    {
      breaks: 'c3',
      in: ['tensor<2x3xf32>', 'tensor<2x3xf32>', 'tensor<3xf32>'],
      message: 'upstream must be tensor<2xf32>, a number for each row; got tensor<3xf32>',
    },
  ],
  random: [{ shapes: [[...rows, [3]]], dtypes: floats, draw: [normal(2), uniform(0, 1), normal()] }],
  ulp: { default: 16 },
});

export const sparseCases: CaseTable = casesFor(sparseSoftmaxCrossEntropy, {
  values: [
    {
      name: 'equal logits',
      in: [
        f64([
          [0, 0],
          [4, 4],
        ]),
        i32([1, 0]),
      ],
      out: f64([Math.LN2, Math.LN2]),
      tolerance: 2,
    },
    {
      name: 'a label that is no class counts as none',
      in: [
        f32([
          [1, 2],
          [1, 2],
        ]),
        i32([-1, 2]),
      ],
      out: f32([0, 0]),
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<f32>', 'tensor<i32>'], message: 'logits must have an axis of classes' },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<3xi32>'], message: 'labels must have shape [2], a class for each row; got [3]' },
  ],
  random: [
    {
      shapes: [
        [[3, 5], [3]],
        [[2, 33], [2]],
      ],
      dtypes: floats,
      elements: (dtype) => [dtype, i32Type],
      draw: [normal(2), integers(0, 5)],
    },
  ],
  ulp: { default: 8 },
});

export const sparseGradientCases: CaseTable = casesFor(sparseSoftmaxCrossEntropyGradient, {
  values: [
    { name: 'softmax minus one at the label', in: [f64([[0, 0]]), i32([1]), f64([2])], out: f64([[1, -1]]) },
    { name: 'a label that is no class', in: [f64([[0, 0]]), i32([2]), f64([2])], out: f64([[0, 0]]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<f32>', 'tensor<i32>', 'tensor<f32>'], message: 'logits must have an axis of classes' },
    { breaks: 'c2', in: ['tensor<2x3xf32>', 'tensor<3xi32>', 'tensor<2xf32>'], message: 'labels must have shape [2]' },
    { breaks: 'c3', in: ['tensor<2x3xf32>', 'tensor<2xi32>', 'tensor<2xf64>'], message: 'upstream must be tensor<2xf32>' },
  ],
  random: [{ shapes: [[[3, 5], [3], [3]]], dtypes: floats, elements: (dtype) => [dtype, i32Type, dtype], draw: [normal(2), integers(0, 5), normal()] }],
  ulp: { default: 16 },
});
