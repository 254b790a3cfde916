import { expect, test } from 'vitest';
import * as tf from './index.ts';

test('the calls of a first program', () => {
  const a = tf.constant([
    [1, 2],
    [3, 4],
  ]);
  const b = tf.constant([
    [5, 6],
    [7, 8],
  ]);
  expect(a.add(b).array()).toEqual([
    [6, 8],
    [10, 12],
  ]);
  expect(a.matmul(b).array()).toEqual([
    [19, 22],
    [43, 50],
  ]);
  expect(a.mul(2).sum({ axis: 0 }).array()).toEqual([8, 12]);
  expect(tf.reduceMean(a).item()).toBe(2.5);
  expect(a.transpose().array()).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(a.reshape([-1]).shape).toEqual([4]);
  expect(tf.oneHot([0, 2, -1], 3).array()).toEqual([
    [1, 0, 0],
    [0, 0, 1],
    [0, 0, 0],
  ]);
  expect(tf.argmax([1, 5, 5]).item()).toBe(1n);
  expect(tf.gather(a, [1, 0]).array()).toEqual([
    [3, 4],
    [1, 2],
  ]);
  expect(a.sl`:, ::-1`.array()).toEqual([
    [2, 1],
    [4, 3],
  ]);
  expect(tf.concat([a, b], 0).shape).toEqual([4, 2]);
  expect(tf.where([true, false], [1, 2], [3, 4]).array()).toEqual([1, 4]);
  expect(tf.clipByValue([1, 5, 9], 2, 6).array()).toEqual([2, 5, 6]);
  expect(String(a)).toBe('tf.Tensor(\n[[1. 2.]\n [3. 4.]], shape=(2, 2), dtype=float32)');
});
