import * as tf from '@millrace/core';
import { describe, expect, test } from 'vitest';
import * as constraints from '../constraints/index.ts';
import * as regularizers from '../regularizers/index.ts';
import * as initializers from './index.ts';
import { setRandomSeed } from './seed.ts';

const statistics = (t: tf.Tensor): { mean: number; std: number; max: number } => {
  const values = Array.from(t.dataSync());
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, std: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length), max: Math.max(...values.map(Math.abs)) };
};

describe('initializers', () => {
  test('glorotUniform of 784 x 128 lies within its limit and fills it', () => {
    const { std, max } = statistics(initializers.glorotUniform({ seed: 1 }).apply([784, 128]));
    expect(max).toBeLessThanOrEqual(0.0811107);
    expect(max).toBeGreaterThan(0.081);
    expect(std).toBeCloseTo(0.0811107 / Math.sqrt(3), 3);
  });
  test('heNormal has variance 2 / fanIn in spite of the truncation; convolution kernels count their window', () => {
    const { std, max } = statistics(initializers.heNormal({ seed: 2 }).apply([3, 3, 32, 64]));
    const wanted = Math.sqrt(2 / (9 * 32));
    expect(std / wanted).toBeCloseTo(1, 1);
    expect(max).toBeLessThanOrEqual((2 * wanted) / 0.8796 + 1e-6);
  });
  test('orthogonal: QᵀQ = I', () => {
    for (const shape of [
      [5, 3],
      [3, 5],
      [2, 2, 3],
    ]) {
      const q = tf.reshape(initializers.orthogonal({ seed: 3 }).apply(shape), [-1, shape[shape.length - 1]]);
      const [rows, columns] = q.shape as number[];
      const product = rows > columns ? tf.matmul(q, q, { transposeA: true }) : tf.matmul(q, q, { transposeB: true });
      const identity = tf.eye(Math.min(rows, columns));
      expect(tf.reduceMax(tf.abs(tf.subtract(product, identity))).item()).toBeLessThan(1e-5);
    }
  });
  test('constants', () => {
    expect(initializers.constant({ value: 3 }).apply([2]).array()).toEqual([3, 3]);
    expect(initializers.identity({ gain: 2 }).apply([2, 3]).array()).toEqual([
      [2, 0, 0],
      [0, 2, 0],
    ]);
    expect(() => initializers.identity().apply([2])).toThrow(/only matrices/);
  });
  test('equal seeds give equal values, none gives fresh ones, setRandomSeed repeats all', () => {
    const make = (): unknown => initializers.randomNormal({ seed: 5 }).apply([4]).array();
    expect(make()).toEqual(make());
    const fresh = initializers.randomNormal();
    expect(fresh.apply([4]).array()).not.toEqual(fresh.apply([4]).array());
    setRandomSeed(9);
    const first = fresh.apply([4]).array();
    setRandomSeed(9);
    expect(fresh.apply([4]).array()).toEqual(first);
  });
  test('options are checked and saved', () => {
    expect(() => initializers.varianceScaling({ mode: 'fan_inn' as never })).toThrow(/mode: unknown 'fan_inn'; did you mean 'fan_in'/);
    expect(initializers.glorotUniform({ seed: 1 }).getConfig()).toEqual({ seed: 1 });
  });
});

describe('regularizers', () => {
  const w = tf.ones([3, 3]);
  test('l2(.01) on ones is .09', () => expect(regularizers.l2(0.01).apply(w).item()).toBeCloseTo(0.09));
  test('l1', () => expect(regularizers.l1(0.1).apply(tf.negative(w)).item()).toBeCloseTo(0.9));
  test('l1l2', () => expect(regularizers.l1l2({ l1: 1, l2: 2 }).apply(w).item()).toBeCloseTo(27));
  test('configuration', () => expect(regularizers.l1l2({ l1: 1 }).getConfig()).toEqual({ l1: 1, l2: 0 }));
});

describe('constraints', () => {
  const w = tf.constant([
    [3, 0],
    [4, 1],
  ]);
  const close = (t: tf.Tensor, expected: number[]): void => Array.from(t.dataSync()).forEach((v, i) => void expect(v).toBeCloseTo(expected[i], 4));
  test('maxNorm', () => close(constraints.maxNorm({ maxValue: 1 }).apply(w), [0.6, 0, 0.8, 1]));
  test('unitNorm', () => close(constraints.unitNorm().apply(w), [0.6, 0, 0.8, 1]));
  test('nonNeg', () => close(constraints.nonNeg().apply(tf.constant([-1, 2])), [0, 2]));
  test('minMaxNorm', () => close(constraints.minMaxNorm({ minValue: 2, maxValue: 3 }).apply(w), [1.8, 0, 2.4, 2]));
});
