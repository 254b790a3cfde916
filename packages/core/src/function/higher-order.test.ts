import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const f64 = (v: unknown): Tensor => tf.constant(v as number[], { dtype: 'float64' });
const numbers = (x: Tensor): number[] => [...(x.dataSync() as unknown as Float64Array)];

describe('jvp', () => {
  test('x^2 y at (3, 2) in direction (1, 10)', () => {
    const { value, tangent } = tf.jvp((x, y) => tf.multiply(tf.square(x), y), { primals: [3, 2], tangents: [1, 10] });
    expect([value.item(), tangent.item()]).toEqual([18, 102]);
  });
  test('pairs with the gradient: <jvp(v), w> = <v, vjp(w)>', () => {
    const noise = (shape: number[], seed: number): Tensor => tf.random.statelessNormal(shape, { seed: [seed, 1], dtype: 'float64' });
    const [x, v, w] = [noise([3, 4], 1), noise([3, 4], 2), noise([3, 4], 3)];
    const f = (u: Tensor): Tensor => tf.nn.softmax(tf.nn.gelu(tf.matmul(u, tf.matmul(tf.transpose(u), u))));
    const { tangent } = tf.jvp(f, { primals: [x], tangents: [v] });
    const pullback = tf.grad(f)(x, w);
    const dot = (a: Tensor, b: Tensor): number => numbers(a).reduce((s, p, i) => s + p * numbers(b)[i], 0);
    expect(dot(tangent, w)).toBeCloseTo(dot(v, pullback), 10);
  });
  test('a function that does not depend on x', () => expect(tf.jvp(() => tf.constant(5), { primals: [1], tangents: [1] }).tangent.item()).toBe(0));
  test('forward over reverse: a Hessian-vector product', () => {
    const q = f64([
      [2, 1],
      [1, 4],
    ]);
    const f = (x: Tensor): Tensor => tf.multiply(tf.reduceSum(tf.multiply(x, tf.linalg.matvec(q, x))), 0.5);
    expect(numbers(tf.jvp(tf.grad(f), { primals: [f64([5, 6])], tangents: [f64([1, 10])] }).tangent)).toEqual([12, 41]);
  });
  test('bad tangents', () => {
    expect(() => tf.jvp((x) => x, { primals: [1], tangents: [] })).toThrow(/1 primals and 0 tangents/);
    expect(() => tf.jvp((x) => x, { primals: [[1, 2]], tangents: [[1]] })).toThrow(/tangent 0 has shape \[1\]/);
  });
});

describe('hessian', () => {
  test('a quadratic form gives its matrix', () => {
    const q = f64([
      [2, 1],
      [1, 4],
    ]);
    expect(
      tf
        .hessian((x) => tf.multiply(tf.reduceSum(tf.multiply(x, tf.linalg.matvec(q, x))), 0.5))(f64([1, 2]))
        .array(),
    ).toEqual([
      [2, 1],
      [1, 4],
    ]);
  });
  test('x^3 elementwise', () =>
    expect(
      tf
        .hessian((x) => tf.reduceSum(tf.multiply(x, tf.square(x))))(f64([1, 2]))
        .array(),
    ).toEqual([
      [6, 0],
      [0, 12],
    ]));
  test('a linear function gives zeros', () =>
    expect(
      tf
        .hessian((x) => tf.reduceSum(x))(f64([1, 2]))
        .array(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]));
  test('a result that is no scalar', () => expect(() => tf.hessian((x) => x)([1, 2])).toThrow(/does not return a scalar/));
});

describe('tf.nn functions of several steps', () => {
  test('lrn: x / sqrt(1 + sum of squares)', () => {
    const y = tf.nn.lrn(f64([[[[1, 2, 3]]]]), { depthRadius: 1 });
    [1 / Math.sqrt(1 + 5), 2 / Math.sqrt(1 + 14), 3 / Math.sqrt(1 + 13)].forEach((want, i) => expect(numbers(y)[i]).toBeCloseTo(want, 12));
  });
  test('attention equals its three steps; masks and causality', () => {
    const noise = (shape: number[], seed: number): Tensor => tf.random.statelessNormal(shape, { seed: [seed, 5], dtype: 'float64' });
    const [q, k, v] = [noise([2, 3, 4], 1), noise([2, 5, 4], 2), noise([2, 5, 6], 3)];
    const want = tf.matmul(tf.nn.softmax(tf.multiply(tf.matmul(q, k, { transposeB: true }), 0.5)), v);
    numbers(tf.nn.scaledDotProductAttention(q, k, v)).forEach((x, i) => expect(x).toBeCloseTo(numbers(want)[i], 12));
    const first = tf.nn.scaledDotProductAttention(q, k, v, { mask: [[true, false, false, false, false]] });
    expect(numbers(first).slice(0, 6)).toEqual(numbers(v).slice(0, 6));
    const causal = tf.nn.scaledDotProductAttention(q, k, v, { causal: true });
    expect(numbers(causal).slice(0, 6)).toEqual(numbers(v).slice(0, 6));
    expect(() => tf.nn.scaledDotProductAttention(q, noise([2, 5, 3], 4), v)).toThrow(/query has shape \[2, 3, 4\], key \[2, 5, 3\]/);
  });
});
