import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const t = (v: number | number[] | number[][], dtype: 'float32' | 'float64' = 'float32'): Tensor => tf.constant(v, { dtype });
const numbers = (x: Tensor | null): number[] => [...(x as Tensor).dataSync()];
/** A tape that watches `xs` and ran `f`. */
function taped<T>(xs: Tensor[], f: () => T, options: tf.GradientTapeOptions = {}): [tf.GradientTape, T] {
  const tape = new tf.GradientTape(options);
  return [
    tape,
    tape.run(() => {
      tape.watch(xs);
      return f();
    }),
  ];
}

describe('jacobians', () => {
  test('y = A x gives A', () => {
    const [a, x] = [
      t([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      t([[1], [1], [1]]),
    ];
    const [tape, y] = taped([x], () => tf.matmul(a, x));
    expect(tf.squeeze(tape.jacobian(y, x) as Tensor).array()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });
  test('x * x gives diag(2x)', () => {
    const x = t([1, 2]);
    const [tape, y] = taped([x], () => tf.multiply(x, x));
    expect(tape.jacobian(y, x)?.array()).toEqual([
      [2, 0],
      [0, 4],
    ]);
  });
  test('shapes add up', () => {
    const x = t([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const [tape, y] = taped([x], () => tf.reduceSum(x, { axis: 1 }));
    const j = tape.jacobian(y, x) as Tensor;
    expect(j.shape).toEqual([2, 2, 3]);
    expect(j.array()).toEqual([
      [
        [1, 1, 1],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    ]);
  });
  test('a scalar target, several sources, one of them not connected', () => {
    const [a, b, c] = [t([1, 2]), new tf.Variable(3), t(1)];
    const [tape, y] = taped([a, c], () => tf.multiply(tf.reduceSum(a), b));
    const [ja, jb, jc] = tape.jacobian(y, [a, b, c]);
    expect(ja?.array()).toEqual([3, 3]);
    expect(jb?.item()).toBe(3);
    expect(jc).toBeNull();
  });
  test('zeros where nothing connects, if asked for', () => {
    const [x, z] = [t([1, 2]), t([1, 2, 3])];
    const [tape, y] = taped([x], () => tf.square(x));
    expect((tape.jacobian(y, z, { unconnectedGradients: 'zero' }) as Tensor).shape).toEqual([2, 3]);
  });
  test('through softmax: diag(p) - p p^T', () => {
    const x = t([1, 2, 3], 'float64');
    const [tape, p] = taped([x], () => tf.nn.softmax(x));
    const q = numbers(p);
    const j = tape.jacobian(p, x)?.array() as number[][];
    q.forEach((pi, i) => q.forEach((pj, k) => expect(j[i][k]).toBeCloseTo((i === k ? pi : 0) - pi * pj, 12)));
  });
  test('Hessian of a quadratic form by nesting', () => {
    const q = t([
      [2, 1],
      [1, 4],
    ]);
    const x = t([[1], [2]]);
    const [outer, g] = taped([x], () => {
      const [inner, y] = taped([x], () => tf.multiply(tf.matmul(tf.transpose(x), tf.matmul(q, x)), 0.5));
      return inner.gradient(y, x) as Tensor;
    });
    expect(tf.squeeze(outer.jacobian(g, x) as Tensor).array()).toEqual([
      [2, 1],
      [1, 4],
    ]);
  });
  test('batchJacobian of x^2', () => {
    const x = t([
      [1, 2],
      [3, 4],
    ]);
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.batchJacobian(y, x)?.array()).toEqual([
      [
        [2, 0],
        [0, 4],
      ],
      [
        [6, 0],
        [0, 8],
      ],
    ]);
  });
  test('batchJacobian of shapes [b, 2, 2] by [b, 3]', () => {
    const x = t([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const w = t(Array.from({ length: 3 }, (_, i) => [i, i + 1, i + 2, i + 3]));
    const [tape, y] = taped([x], () => tf.reshape(tf.matmul(x, w), [2, 2, 2]));
    const j = tape.batchJacobian(y, x) as Tensor;
    expect(j.shape).toEqual([2, 2, 2, 3]);
    expect((j.array() as number[][][][])[1][1][0]).toEqual([2, 3, 4]);
  });
  test('batchJacobian of different batch sizes', () => {
    const x = t([
      [1, 2],
      [3, 4],
    ]);
    const [tape, y] = taped([x], () => tf.reduceSum(x, { axis: 0, keepdims: true }));
    expect(() => tape.batchJacobian(y, x)).toThrow(tf.errors.ValueError);
  });
  test('parallelIterations and experimentalUsePfor are accepted', () => {
    const x = t([1, 2]);
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.jacobian(y, x, { parallelIterations: 1, experimentalUsePfor: false })?.array()).toEqual([
      [2, 0],
      [0, 4],
    ]);
  });
});
