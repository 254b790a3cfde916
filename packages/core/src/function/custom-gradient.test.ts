import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const numbers = (x: Tensor): number[] => [...x.dataSync()];

const log1pexp = tf.customGradient((x: Tensor) => {
  const e = tf.exp(x);
  return { value: tf.log(tf.add(1, e)), grad: (dy: Tensor) => tf.multiply(dy, tf.subtract(1, tf.divide(1, tf.add(1, e)))) };
});

describe('customGradient', () => {
  test("the manual's log1pexp: gradient 1 at 100, where the plain one is NaN", () => {
    expect(
      tf
        .grad((x) => log1pexp(x))(100)
        .item(),
    ).toBe(1);
    expect(
      tf
        .grad((x) => log1pexp(x))(0)
        .item(),
    ).toBe(0.5);
  });
  test('second order goes through what the gradient holds', () => {
    const sigmoid = 1 / (1 + Math.exp(-1));
    expect(
      tf
        .grad(tf.grad((x) => log1pexp(x)))(1)
        .item(),
    ).toBeCloseTo(sigmoid * (1 - sigmoid), 5);
  });
  test('an argument handed on unchanged', () => {
    const clip = tf.customGradient((x: Tensor) => ({ value: x, grad: (dy: Tensor) => tf.clipByValue(dy, -1, 1) }));
    expect(
      tf
        .grad((x) => tf.add(tf.multiply(clip(x), 10), tf.multiply(x, 5)))(1)
        .item(),
    ).toBe(6);
  });
  test('two arguments, two results', () => {
    const f = tf.customGradient((a: Tensor, b: Tensor) => ({
      value: [tf.add(a, b), tf.multiply(a, b)],
      grad: ([da, db]: readonly Tensor[]) => [tf.multiply(da, 100), tf.multiply(db, 1000)],
    }));
    expect(
      tf
        .grads((a, b) => f(a, b)[0])([2, 3])
        .map((g) => g.item()),
    ).toEqual([100, 0]);
    expect(
      tf
        .grads((a, b) => f(a, b)[1])([2, 3])
        .map((g) => g.item()),
    ).toEqual([0, 1000]);
  });
  test('null stands for no gradient', () => {
    const f = tf.customGradient((a: Tensor, b: Tensor) => ({ value: tf.add(a, b), grad: (dy: Tensor) => [dy, null] }));
    expect(
      tf
        .grads((a, b) => f(a, b))([2, 3])
        .map((g) => g.item()),
    ).toEqual([1, 0]);
  });
  test('variables get gradients of their own', () => {
    const v = new tf.Variable(2);
    const f = tf.customGradient((x: Tensor) => ({
      value: tf.multiply(x, v),
      grad: (dy: Tensor, { variables }: tf.GradientContext) => [[tf.multiply(dy, variables[0].value())], [tf.multiply(dy, 77)]],
    }));
    const x = tf.constant(5);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      return f(x);
    });
    expect(tape.gradient(y, [x, v]).map((g) => g?.item())).toEqual([2, 77]);
  });
  test('no gradient to tensors from outside', () => {
    const w = tf.constant(3);
    const f = tf.customGradient((x: Tensor) => ({ value: tf.multiply(x, w), grad: (dy: Tensor) => dy }));
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(w);
      return f(2);
    });
    expect(tape.gradient(y, w)).toBeNull();
  });
  test('under vectorizedMap, with the gradient outside and inside', () => {
    const through = (x: Tensor): Tensor => tf.vectorizedMap((e) => log1pexp(e), x);
    expect(numbers(tf.grad(through)([0, 100]))).toEqual([0.5, 1]);
    expect(numbers(tf.vectorizedMap((e) => tf.grad((v) => log1pexp(v))(e), tf.constant([0, 100])))).toEqual([0.5, 1]);
  });
  test('variables under vectorizedMap', () => {
    const v = new tf.Variable(2);
    const f = tf.customGradient((x: Tensor) => ({
      value: tf.multiply(x, v),
      grad: (dy: Tensor, { variables }: tf.GradientContext) => [[tf.multiply(dy, variables[0])], [tf.multiply(dy, 77)]],
    }));
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.vectorizedMap((e) => f(e), tf.constant([1, 2, 3])));
    expect(numbers(y)).toEqual([2, 4, 6]);
    expect(tape.gradient(y, v)?.item()).toBe(231);
  });
  test('the Jacobian', () => {
    const x = tf.constant([1, 2]);
    const tape = new tf.GradientTape();
    const twice = tf.customGradient((v: Tensor) => ({ value: tf.square(v), grad: (dy: Tensor) => tf.multiply(dy, 2) }));
    const y = tape.run(() => {
      tape.watch(x);
      return twice(x);
    });
    expect(tape.jacobian(y, x)?.array()).toEqual([
      [2, 0],
      [0, 2],
    ]);
  });
  test('gradPassThrough', () =>
    expect(
      tf
        .grad((x) => tf.multiply(tf.gradPassThrough(tf.round)(x), 3))(1.4)
        .item(),
    ).toBe(3));
});

describe('bad input', () => {
  const tapeOf = (f: (x: Tensor) => Tensor) => () => tf.grad(f)(1);
  test.each([
    ['no grad', () => tf.customGradient((() => ({ value: tf.constant(1) })) as never)(1), TypeError, /returned no grad/],
    [
      'too few gradients',
      tapeOf((x) => tf.customGradient((a: Tensor, b: Tensor) => ({ value: tf.add(a, b), grad: (dy: Tensor) => [dy] }))(x, x)),
      RangeError,
      /1 gradients for 2 arguments/,
    ],
    [
      'a gradient of another shape',
      tapeOf((x) => tf.customGradient((a: Tensor) => ({ value: a, grad: () => tf.ones([2]) }))(x)),
      Error,
      /shape \[2\] for f32 of shape \[\]/,
    ],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type as never);
    expect(call).toThrow(message);
  });
  test('variables must be declared', () => {
    const v = new tf.Variable(2, { name: 'scale' });
    const f = tf.customGradient((x: Tensor) => ({ value: tf.multiply(x, v), grad: (dy: Tensor) => dy }));
    expect(() => f(1)).toThrow(/reads variables \(scale\), but grad does not take them/);
  });
});
