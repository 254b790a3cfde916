import { checkLayer, checkRejects } from '@millrace/testing/layers';
import { describe } from 'vitest';
import { conv1d, conv2d, depthwiseConv2d, separableConv2d } from '../all.ts';

const ones = (shape: readonly number[]): unknown => (shape.length === 0 ? 1 : Array.from({ length: shape[0] }, () => ones(shape.slice(1))));

describe('Conv2D', () => {
  checkLayer(conv2d, [
    {
      name: 'all ones, same padding: corners 4, edges 6, center 9 (core.md section 7)',
      options: { filters: 1, kernelSize: 3, padding: 'same' },
      input: [1, 5, 5, 1],
      output: [1, 5, 5, 1],
      trainable: ['kernel:3x3x1x1', 'bias:1'],
      values: {
        in: ones([1, 5, 5, 1]),
        weights: [ones([3, 3, 1, 1]), [0]],
        out: [4, 6, 6, 6, 4, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 4, 6, 6, 6, 4],
      },
    },
    {
      options: { filters: 4, kernelSize: [2, 3], strides: [1, 2], activation: 'tanh' },
      input: [2, 5, 6, 3],
      output: [2, 4, 2, 4],
      trainable: ['kernel:2x3x3x4', 'bias:4'],
    },
    {
      name: 'groups',
      options: { filters: 4, kernelSize: 2, groups: 2, useBias: false },
      input: [1, 4, 4, 6],
      output: [1, 3, 3, 4],
      trainable: ['kernel:2x2x3x4'],
    },
    {
      name: 'dilation',
      options: { filters: 2, kernelSize: 3, dilationRate: 2 },
      input: [1, 7, 7, 2],
      output: [1, 3, 3, 2],
      trainable: ['kernel:3x3x2x2', 'bias:2'],
    },
    {
      name: 'channels first',
      options: { filters: 2, kernelSize: 2, dataFormat: 'channels_first' },
      input: [1, 3, 4, 5],
      output: [1, 2, 3, 4],
      trainable: ['kernel:2x2x3x2', 'bias:2'],
    },
  ]);
  checkRejects(conv2d, [
    { options: { filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 }, message: /strides above 1 cannot go with a dilationRate above 1/ },
    { options: { filters: 3, kernelSize: 3, groups: 2 }, message: /filters must be divisible by groups; got 3 and 2/ },
    { options: { filters: 2, kernelSize: 3, padding: 'saem' as never }, message: /did you mean 'same'/ },
    { options: { filters: 2, kernelSize: [1, 2, 3] }, message: /kernelSize must be an integer at least 1, or 2 of them/ },
    { options: { filters: 2, kernelSize: 3 }, input: [1, 4, 4], message: /expected rank 4; found rank 3/ },
    { options: { filters: 2, kernelSize: 5 }, input: [1, 4, 4, 1], message: /smaller than the window/ },
  ]);
});

describe('Conv1D', () => {
  checkLayer(conv1d, [
    {
      name: 'causal: output t sees inputs up to t',
      options: { filters: 1, kernelSize: 2, padding: 'causal' },
      input: [1, 4, 1],
      output: [1, 4, 1],
      trainable: ['kernel:2x1x1', 'bias:1'],
      values: { in: [[[1], [2], [3], [4]]], weights: [[[[10]], [[1]]], [0]], out: [1, 12, 23, 34] },
    },
    { options: { filters: 3, kernelSize: 3, strides: 2 }, input: [2, 7, 2], output: [2, 3, 3], trainable: ['kernel:3x2x3', 'bias:3'] },
    { options: { filters: 2, kernelSize: 3, dilationRate: 2, padding: 'causal' }, input: [1, 6, 2], output: [1, 6, 2], trainable: ['kernel:3x2x2', 'bias:2'] },
  ]);
});

describe('DepthwiseConv2D', () => {
  checkLayer(depthwiseConv2d, [
    {
      name: 'channels stay apart; outputs are ordered channel by channel',
      options: { kernelSize: 1, depthMultiplier: 2, useBias: false },
      input: [1, 1, 1, 2],
      output: [1, 1, 1, 4],
      trainable: ['kernel:1x1x2x2'],
      values: {
        in: [[[[3, 5]]]],
        weights: [
          [
            [
              [
                [1, 2],
                [10, 20],
              ],
            ],
          ],
        ],
        out: [3, 6, 50, 100],
      },
    },
    { options: { kernelSize: 3, padding: 'same', strides: 2 }, input: [1, 5, 5, 3], output: [1, 3, 3, 3], trainable: ['kernel:3x3x3x1', 'bias:3'] },
  ]);
});

describe('SeparableConv2D', () => {
  checkLayer(separableConv2d, [
    {
      options: { filters: 1, kernelSize: 1, useBias: false },
      input: [1, 1, 1, 2],
      output: [1, 1, 1, 1],
      trainable: ['depthwise_kernel:1x1x2x1', 'pointwise_kernel:1x1x2x1'],
      values: { in: [[[[3, 5]]]], weights: [[[[[2], [3]]]], [[[[1], [10]]]]], out: [156] },
    },
    {
      options: { filters: 4, kernelSize: 3, depthMultiplier: 2, activation: 'tanh' },
      input: [1, 5, 5, 2],
      output: [1, 3, 3, 4],
      trainable: ['depthwise_kernel:3x3x2x2', 'pointwise_kernel:1x1x4x4', 'bias:4'],
    },
  ]);
});
