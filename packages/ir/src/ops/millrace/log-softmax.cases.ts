import { type CaseTable, casesFor, f32, f64, floats, normal } from '@millrace/testing';
import { logSoftmax, logSoftmaxGradient } from './log-softmax.ts';

export const cases: CaseTable = casesFor(logSoftmax, {
  values: [
    { name: 'equal logits', in: [f64([7, 7])], attributes: { axis: 0 }, out: f64([-Math.LN2, -Math.LN2]) },
    { name: 'a sure class', in: [f32([1000, 0])], attributes: { axis: 0 }, out: f32([0, -1000]) },
  ],
  rejects: [{ breaks: 'c1', in: ['tensor<2x3xf32>'], attributes: { axis: -1 }, message: 'axis -1 must be an axis of [2, 3]' }],
  random: [{ shapes: [[[3, 5]], [[2, 33]]], dtypes: floats, draw: [normal(3)], attributes: { axis: 1 } }],
  // exponentials and logarithms of devices are rounded differently
  ulp: { default: 4, f16: 1, bf16: 1 },
});

export const gradientCases: CaseTable = casesFor(logSoftmaxGradient, {
  values: [{ name: 'closed form', in: [f64([-Math.LN2, -Math.LN2]), f64([1, 0])], attributes: { axis: 0 }, out: f64([0.5, -0.5]), tolerance: 2 }],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf32>'], attributes: { axis: 1 }, message: 'axis 1 must be an axis of [2]' },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<2xf64>'], attributes: { axis: 0 }, message: 'y and upstream must have one type' },
  ],
  random: [
    {
      shapes: [
        [
          [3, 5],
          [3, 5],
        ],
      ],
      dtypes: floats,
      draw: [normal()],
      attributes: { axis: 1 },
    },
  ],
  ulp: { default: 16 },
});
