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

describe('variables', () => {
  test('are watched when read', () => {
    const v = new tf.Variable([1, 2]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(v));
    expect(numbers(tape.gradient(y, v))).toEqual([2, 4]);
  });
  test('unless they are not trainable, or the tape says so', () => {
    const fixed = new tf.Variable(3, { trainable: false });
    const v = new tf.Variable(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(fixed));
    expect(tape.gradient(y, fixed)).toBeNull();
    const quiet = new tf.GradientTape({ watchAccessedVariables: false });
    const z = quiet.run(() => tf.square(v));
    expect(quiet.watchedVariables()).toEqual([]);
    expect(quiet.gradient(z, v)).toBeNull();
  });
  test('watch names them all the same', () => {
    const v = new tf.Variable(3, { trainable: false });
    const tape = new tf.GradientTape({ watchAccessedVariables: false });
    const y = tape.run(() => {
      tape.watch(v);
      return tf.square(v);
    });
    expect(tape.gradient(y, v)?.item()).toBe(6);
  });
  test('watchedVariables, in order of creation', () => {
    const [a, b] = [new tf.Variable(1), new tf.Variable(2)];
    const tape = new tf.GradientTape();
    tape.run(() => tf.add(b, a));
    expect(tape.watchedVariables()).toEqual([a, b]);
  });
  test('reads before and after an assignment both count', () => {
    const v = new tf.Variable(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      const first = tf.square(v);
      v.assign(5);
      return tf.add(first, tf.square(v));
    });
    expect(tape.gradient(y, v)?.item()).toBe(16);
  });
  test('no gradient flows through an assignment', () => {
    const [x, v] = [t(3), new tf.Variable(0)];
    const [tape, y] = taped([x], () => {
      v.assign(tf.square(x));
      return tf.multiply(v, 2);
    });
    expect(tape.gradient(y, x)).toBeNull();
  });
  test('an assignment after the forward pass does not change the gradient', () => {
    const v = new tf.Variable(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(v));
    v.assign(100);
    expect(tape.gradient(y, v)?.item()).toBe(6);
  });
  test('variableGrads', () => {
    const [w, b] = [new tf.Variable(2, { name: 'w' }), new tf.Variable(1, { name: 'b' })];
    const { value, grads } = tf.variableGrads(() => tf.add(tf.multiply(w, 5), b));
    expect(value.item()).toBe(11);
    expect(grads.w.item()).toBe(5);
    expect(grads.b.item()).toBe(1);
  });
  test('a dense layer, by hand', () => {
    const x = t([
      [1, 2],
      [3, 4],
    ]);
    const [w, b] = [new tf.Variable([[0.5], [-0.5]]), new tf.Variable([0.25])];
    const tape = new tf.GradientTape();
    const loss = tape.run(() => tf.reduceMean(tf.square(tf.add(tf.matmul(x, w), b))));
    // Outputs are -0.25 and -0.25; d loss / d output is 2 * out / 2.
    const [dw, db] = tape.gradient(loss, [w, b]);
    expect(dw?.array()).toEqual([[-1], [-1.5]]);
    expect(numbers(db)).toEqual([-0.5]);
  });
});
