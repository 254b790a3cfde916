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

describe('higher order', () => {
  const x = t(3);
  test('nested tapes: 6x', () => {
    const [outer, g] = taped([x], () => {
      const [inner, y] = taped([x], () => tf.multiply(x, tf.multiply(x, x)));
      return inner.gradient(y, x) as Tensor;
    });
    expect(outer.gradient(g, x)?.item()).toBe(18);
  });
  test('a persistent tape differentiates what it recorded itself', () => {
    const tape = new tf.GradientTape({ persistent: true });
    const g = tape.run(() => {
      tape.watch(x);
      return tape.gradient(tf.multiply(x, tf.square(x)), x) as Tensor;
    });
    expect(tape.gradient(g, x)?.item()).toBe(18);
  });
  test('third order of x^4', () =>
    expect(
      tf
        .grad(tf.grad(tf.grad((v) => tf.square(tf.square(v)))))(2)
        .item(),
    ).toBe(48));
  test('the gradient of a gradient norm', () => {
    // |grad of sum(x^3)|^2 = 9 x^4, whose derivative is 36 x^3.
    const f = (v: Tensor): Tensor => tf.reduceSum(tf.square(tf.grad((u) => tf.multiply(u, tf.square(u)))(v)));
    expect(numbers(tf.grad(f)([1, 2]))).toEqual([36, 288]);
  });
  test('mixed derivatives', () => {
    const [a, b] = [t(2), t(5)];
    const dfda = (u: Tensor, v: Tensor): Tensor => tf.grads((p, q) => tf.multiply(tf.square(p), q))([u, v])[0];
    expect(
      tf
        .grads(dfda)([a, b])
        .map((g) => g.item()),
    ).toEqual([10, 4]);
  });
  test('an inner tape that does not watch lets the outer one through', () => {
    const [outer, y] = taped([x], () => new tf.GradientTape().run(() => tf.square(x)));
    expect(outer.gradient(y, x)?.item()).toBe(6);
  });
});

describe('short forms', () => {
  test('valueAndGrad', () => {
    const { value, grad } = tf.valueAndGrad((x) => tf.square(x))(3);
    expect([value.item(), grad.item()]).toEqual([9, 6]);
  });
  test('weights of the result', () => expect(numbers(tf.grad((x) => tf.square(x))([1, 2], t([10, 100])))).toEqual([20, 400]));
  test('one tensor as two arguments', () => {
    const x = t(3);
    expect(
      tf
        .grads((a, b) => tf.multiply(tf.square(a), b))([x, x])
        .map((g) => g.item()),
    ).toEqual([18, 9]);
  });
  test('valueAndGrads', () => {
    const { value, grads } = tf.valueAndGrads((a, b) => tf.multiply(a, b))([2, 5]);
    expect([value.item(), ...grads.map((g) => g.item())]).toEqual([10, 5, 2]);
  });
  test('zeros for an argument that does not matter', () =>
    expect(
      tf
        .grads((a) => a)([1, 2])[1]
        .item(),
    ).toBe(0));
  test('a function that returns no tensor', () => expect(() => tf.grad((() => 3) as never)(1)).toThrow(/returned number/));
});
