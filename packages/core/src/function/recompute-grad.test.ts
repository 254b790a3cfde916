import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const numbers = (x: Tensor | null): number[] => [...(x as Tensor).dataSync()];
const x = tf.random.statelessNormal([4, 3], { seed: [1, 2] });

describe('recomputeGrad', () => {
  test('the gradient is that of the function, which runs twice', () => {
    let calls = 0;
    const f = (v: Tensor): Tensor => {
      calls++;
      return tf.nn.softmax(tf.tanh(tf.multiply(v, v)));
    };
    const want = numbers(tf.grad(f)(x));
    calls = 0;
    const got = numbers(tf.grad((v) => tf.recomputeGrad(f)(v))(x));
    expect(calls).toBe(2);
    got.forEach((g, i) => expect(g).toBeCloseTo(want[i], 6));
  });
  test('variables', () => {
    const w = new tf.Variable([1, 2, 3]);
    const block = tf.recomputeGrad((v) => tf.square(tf.multiply(v, w)));
    const tape = new tf.GradientTape();
    const loss = tape.run(() => tf.reduceSum(block(tf.constant([1, 1, 2]))));
    expect(numbers(tape.gradient(loss, w))).toEqual([2, 4, 24]);
  });
  test('a dropout mask is the same in both runs, and later draws go on as if nothing had happened', () => {
    type Function1 = (v: Tensor) => Tensor;
    const run = (wrap: (f: Function1) => Function1): number[][] => {
      tf.random.setSeed(3);
      const f = wrap((v) => tf.nn.dropout(v, { rate: 0.5 }));
      const gradient = numbers(tf.grad((v) => f(v))(tf.ones([64])));
      return [gradient, numbers(tf.random.uniform([4]))];
    };
    expect(run((f) => tf.recomputeGrad(f))).toEqual(run((f) => f));
  });
  test('second order', () => {
    const cube = tf.recomputeGrad((v) => tf.multiply(v, tf.multiply(v, v)));
    expect(
      tf
        .grad(tf.grad((v) => cube(v)))(2)
        .item(),
    ).toBe(12);
  });
});
