import { memoryCounters } from '@millrace/runtime';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

/** Large enough that memory is given back. */
const n = 20_000;
const ramp = (factor: number = 1): Tensor => tf.constant(Float32Array.from({ length: n }, (_, i) => factor * (i % 7)));
const at = (x: Tensor | null, i: number): number => (x as Tensor).dataSync()[i];

describe('memory of a backward pass', () => {
  test('cotangents that are used up serve the next ones', () => {
    const x = ramp();
    const run = (): Tensor => {
      const tape = new tf.GradientTape();
      const y = tape.run(() => {
        tape.watch(x);
        let v: Tensor = x;
        for (let i = 0; i < 10; i++) v = tf.tanh(v);
        return v;
      });
      return tape.gradient(y, x) as Tensor;
    };
    const first = run();
    const before = memoryCounters().reused;
    const second = run();
    expect(memoryCounters().reused - before).toBeGreaterThan(5);
    expect([...second.dataSync()]).toEqual([...first.dataSync()]);
  });
  test('gradients of several sources that share a cotangent are whole', () => {
    const [a, b, c] = [ramp(1), ramp(2), ramp(3)];
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch([a, b, c]);
      const sum = tf.add(a, tf.add(b, c));
      return tf.square(tf.add(sum, tf.multiply(b, c)));
    });
    const [da, db, dc] = tape.gradient(y, [a, b, c]);
    // Make new large arrays, which would take memory that was given back too early.
    for (let i = 0; i < 5; i++) tf.multiply(ramp(), 99);
    const value = 1 + 2 + 3 + 6;
    expect([at(da, 1), at(db, 1), at(dc, 1)]).toEqual([2 * value, 2 * value * 4, 2 * value * 3]);
  });
  test('seeds and intermediate sources stay', () => {
    const x = ramp();
    const seed = ramp(2);
    let middle = x;
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      middle = tf.multiply(x, 3);
      return tf.reshape(tf.multiply(middle, middle), [n / 2, 2]);
    });
    const [dm, dx] = tape.gradient(y, [middle, x], { outputGradients: tf.reshape(seed, [n / 2, 2]) });
    for (let i = 0; i < 5; i++) tf.multiply(ramp(), 99);
    expect([at(dm, 1), at(dx, 1), at(seed, 1)]).toEqual([12, 36, 2]);
  });
  test('what a custom gradient keeps and returns stays', () => {
    const kept: Tensor[] = [];
    const answer = ramp(5);
    const f = tf.customGradient((x: Tensor) => ({
      value: tf.multiply(x, 2),
      grad: (dy: Tensor) => {
        kept.push(dy);
        return answer;
      },
    }));
    const x = ramp();
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      return tf.multiply(f(tf.multiply(x, 1)), 10);
    });
    const dx = tape.gradient(y, x);
    for (let i = 0; i < 5; i++) tf.multiply(ramp(), 99);
    expect([at(dx, 1), at(kept[0], 1), at(answer, 1)]).toEqual([5, 10, 5]);
  });
  test('an outer tape keeps what it needs', () => {
    const x = ramp();
    const cube = (v: Tensor): Tensor => tf.multiply(v, tf.multiply(v, v));
    expect(at(tf.grad(tf.grad(cube))(x), 2)).toBe(12);
  });
  test('a persistent tape gives the same again', () => {
    const x = ramp();
    const tape = new tf.GradientTape({ persistent: true });
    const y = tape.run(() => {
      tape.watch(x);
      return tf.square(tf.tanh(tf.multiply(x, x)));
    });
    const first = [...(tape.gradient(y, x) as Tensor).dataSync()];
    expect([...(tape.gradient(y, x) as Tensor).dataSync()]).toEqual(first);
  });
  test('a long synchronous loop keeps memory bounded', () => {
    const v = new tf.Variable(ramp());
    const step = (): void => {
      const tape = new tf.GradientTape();
      const loss = tape.run(() => tf.reduceSum(tf.square(tf.tanh(v))));
      v.assignSub(tf.multiply(tape.gradient(loss, v) as Tensor, 1e-3));
    };
    for (let i = 0; i < 200; i++) step();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 1000; i++) step();
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });
});
