/** The numerics policy of spec/core.md, section 3, and the conventions of gradients at ties. References are plain loops in float64. */
import { describe, expect, test } from 'vitest';
import * as tf from '../src/index.ts';

/** ±1 by a linear congruential generator. */
function signs(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state & 0x10000 ? 1 : -1;
  });
}

/** Uniform numbers in [0, 1). */
function uniforms(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** Relative Frobenius error of an [n, k] x [k, n] product. */
function productError(a: readonly number[], b: readonly number[], n: number, k: number, actual: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l] * b[l * n + j];
      difference += (actual[i * n + j] - sum) ** 2;
      size += sum * sum;
    }
  }
  return Math.sqrt(difference / size);
}

describe('accuracy', () => {
  const [n, k] = [8, 4096];
  test('a product of ±1 with K = 4096', () => {
    const [a, b] = [signs(n * k, 1), signs(k * n, 2)];
    const y = tf.matmul(tf.tensor(a, [n, k]), tf.tensor(b, [k, n])).dataSync();
    expect(productError(a, b, n, k, y)).toBeLessThanOrEqual(2e-6);
  });
  test('a product of uniform numbers', () => {
    const [a, b] = [uniforms(n * k, 3).map(Math.fround), uniforms(k * n, 4).map(Math.fround)];
    const y = tf.matmul(tf.tensor(a, [n, k]), tf.tensor(b, [k, n])).dataSync();
    expect(productError(a, b, n, k, y)).toBeLessThanOrEqual(2e-6);
  });
  test('bf16 accumulates in f32', () => {
    const [a, b] = [uniforms(n * k, 5), uniforms(k * n, 6)];
    const x = tf.tensor(a, [n, k], 'bfloat16');
    const y = tf.tensor(b, [k, n], 'bfloat16');
    const values = [tf.cast(x, 'float32'), tf.cast(y, 'float32')].map((t) => Array.from(t.dataSync()));
    expect(productError(values[0], values[1], n, k, tf.cast(tf.matmul(x, y), 'float32').dataSync())).toBeLessThanOrEqual(1e-2);
  });
  test('a sum of a million numbers', () => {
    const x = uniforms(1e6, 7).map(Math.fround);
    const exact = x.reduce((s, v) => s + v, 0);
    expect(Math.abs(tf.reduceSum(tf.constant(Float32Array.from(x))).item() - exact) / exact).toBeLessThanOrEqual(20 * 2 ** -24);
  });
});

/** The gradient of the sum of f(x). */
function gradientOf(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): unknown {
  const tape = new tf.GradientTape();
  tape.watch(x);
  const y = tape.run(() => tf.reduceSum(f(x)));
  return (tape.gradient(y, x) as tf.Tensor).array();
}

describe('gradients at ties and edges', () => {
  test('maximum of equal operands belongs to the first', () => {
    const [x, y] = [tf.constant([2, 1]), tf.constant([2, 5])];
    expect(gradientOf((v) => tf.maximum(v, y), x)).toEqual([1, 0]);
    expect(gradientOf((v) => tf.maximum(x, v), y)).toEqual([0, 1]);
    expect(gradientOf((v) => tf.minimum(v, y), x)).toEqual([1, 1]);
  });
  test('reduceMax splits equally between ties', () => expect(gradientOf((x) => tf.reduceMax(x), tf.constant([3, 1, 3]))).toEqual([0.5, 0, 0.5]));
  test('reduceProd with zeros', () => {
    expect(gradientOf((x) => tf.reduceProd(x), tf.constant([2, 0, 3]))).toEqual([0, 6, 0]);
    expect(gradientOf((x) => tf.reduceProd(x), tf.constant([2, 0, 0]))).toEqual([0, 0, 0]);
  });
  test('cumprod with zeros', () => expect(gradientOf((x) => tf.math.cumprod(x), tf.constant([2, 0, 3]))).toEqual([1, 8, 0]));
  test('where does not let NaN through', () => {
    const x = tf.constant([0, 4]);
    expect(gradientOf((v) => tf.where(tf.greater(v, 0), tf.sqrt(tf.where(tf.greater(v, 0), v, 1)), 0), x)).toEqual([0, 0.25]);
  });
  test('divideNoNan has gradient 0 where the divisor is 0', () => {
    expect(gradientOf((v) => tf.math.divideNoNan(v, [0, 2]), tf.constant([1, 1]))).toEqual([0, 0.5]);
  });
  test('clipByValue passes at the ends', () => expect(gradientOf((v) => tf.clipByValue(v, 0, 1), tf.constant([-1, 0, 0.5, 1, 2]))).toEqual([0, 1, 1, 1, 0]));
  test('broadcast axes are summed', () => expect(gradientOf((v) => tf.add(v, tf.zeros([3, 2])), tf.constant([1, 2]))).toEqual([3, 3]));
  test('stopGradient', () => expect(gradientOf((v) => tf.multiply(v, tf.stopGradient(v)), tf.constant([3]))).toEqual([3]));
  test('clipByGlobalNorm', () => {
    const [clipped, norm] = tf.clipByGlobalNorm([tf.constant([3]), null, tf.constant([4])], 1);
    expect([clipped[1], norm.item()]).toEqual([null, 5]);
    expect((clipped[2] as tf.Tensor).array<number[]>()[0]).toBeCloseTo(0.8, 6);
    const [bad] = tf.clipByGlobalNorm([tf.constant([Infinity, 1])], 1);
    expect((bad[0] as tf.Tensor).array()).toEqual([Number.NaN, Number.NaN]);
  });
});
