import { describe, expect, test } from 'vitest';
import { grad } from '../../function/gradients.ts';
import { toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshape } from '../array/reshape.ts';
import { transpose } from '../array/transpose.ts';
import * as nn from './index.ts';

/** [1, 4, 4, 1] with the numbers 0 to 15. */
const square = reshape(
  Float64Array.from({ length: 16 }, (_, i) => i),
  [1, 4, 4, 1],
);
const flat = (x: Tensor): number[] => [...(x.dataSync() as unknown as Float64Array)].map(Number);

describe('max', () => {
  test('2x2, stride 2', () => expect(flat(nn.maxPool2d(square, { ksize: 2, strides: 2 }))).toEqual([5, 7, 13, 15]));
  test('3x3, stride 1, SAME', () =>
    expect(flat(nn.maxPool2d(square, { ksize: 3, padding: 'SAME' }))).toEqual([5, 6, 7, 7, 9, 10, 11, 11, 13, 14, 15, 15, 13, 14, 15, 15]));
  test('negative numbers beside padding', () => expect(flat(nn.maxPool1d([[[-3], [-1], [-2]]], { ksize: 2, padding: 'SAME' }))).toEqual([-1, -1, -2]));
  test('dilations', () => expect(flat(nn.maxPool1d([[[1], [9], [2], [3]]], { ksize: 2, dilations: 2 }))).toEqual([2, 9]));
  test('NCHW', () => {
    const y = nn.maxPool2d(transpose(square, { perm: [0, 3, 1, 2] }), { ksize: 2, strides: 2, dataFormat: 'NCHW' });
    expect(y.shape).toEqual([1, 1, 2, 2]);
    expect(flat(y)).toEqual([5, 7, 13, 15]);
  });
  test('the gradient goes to the first maximum', () => {
    const x = toTensor('t', [
      [
        [[5], [5]],
        [[5], [1]],
      ],
    ]);
    expect(flat(grad((v) => nn.maxPool2d(v, { ksize: 2, strides: 2 }))(x))).toEqual([1, 0, 0, 0]);
  });
  test('gradients of overlapping windows add up', () =>
    expect(flat(grad((v) => nn.maxPool1d(v, { ksize: 2 }))(toTensor('t', [[[1], [7], [2]]])))).toEqual([0, 2, 0]));
  test('three axes', () =>
    expect(
      nn
        .maxPool3d(
          reshape(
            Array.from({ length: 8 }, (_, i) => i),
            [1, 2, 2, 2, 1],
          ),
          { ksize: 2 },
        )
        .array(),
    ).toEqual([[[[[7]]]]]));
});

describe('average', () => {
  test('2x2, stride 2', () => expect(flat(nn.avgPool2d(square, { ksize: 2, strides: 2 }))).toEqual([2.5, 4.5, 10.5, 12.5]));
  test('SAME divides by the cells that are real', () => expect(flat(nn.avgPool1d([[[1], [3], [5]]], { ksize: 2, padding: 'SAME' }))).toEqual([2, 4, 5]));
  test('SAME, 3x3: corners have four cells', () => {
    const y = flat(nn.avgPool2d(square, { ksize: 3, padding: 'SAME' }));
    expect(y[0]).toBe((0 + 1 + 4 + 5) / 4);
    expect(y[5]).toBe(5);
  });
  test('gradient', () => expect(flat(grad((v) => nn.avgPool1d(v, { ksize: 2, padding: 'SAME' }))(toTensor('t', [[[1], [3], [5]]])))).toEqual([0.5, 1, 1.5]));
  test('several batch axes', () => expect(nn.avgPool2d(reshape(square, [1, 1, 4, 4, 1]), { ksize: 4 }).array()).toEqual([[[[[7.5]]]]]));
});

describe('maxPoolWithArgmax', () => {
  const two = reshape([1, 5, 2, 3, 9, 8, 7, 6], [2, 2, 2, 1]);
  test('positions within the example', () => {
    const { output, argmax } = nn.maxPoolWithArgmax(two, { ksize: 2, strides: 2 });
    expect(flat(output)).toEqual([5, 9]);
    expect(argmax.dtype.name).toBe('int64');
    expect(flat(argmax)).toEqual([1, 0]);
  });
  test('positions within the batch', () =>
    expect(flat(nn.maxPoolWithArgmax(two, { ksize: 2, strides: 2, includeBatchInIndex: true, outputDtype: 'int32' }).argmax)).toEqual([1, 4]));
});

test('pool', () => expect(flat(nn.pool(square, { ksize: 2, strides: 2, poolingType: 'AVG' }))).toEqual([2.5, 4.5, 10.5, 12.5]));

describe('bad input', () => {
  test.each([
    ['no ksize', () => nn.maxPool2d(square, {} as never), /ksize is missing/],
    ['rank', () => nn.maxPool2d([1, 2], { ksize: 2 }), /input has shape \[2\]/],
    ['average of integers', () => nn.avgPool2d(new Int32Array(4) as never, { ksize: 2 }), /input has dtype int32/],
    ['window of the channels', () => nn.maxPool2d(square, { ksize: [1, 2, 2, 2] }), /1 for the batch and the channels/],
  ])('%s', (_, call, message) => expect(call).toThrow(message));
});
