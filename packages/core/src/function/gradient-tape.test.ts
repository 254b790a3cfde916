import { describe, expect, test, vi } from 'vitest';
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

describe('first derivatives', () => {
  const x = t(3);
  test('x^2 at 3', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.gradient(y, x)?.item()).toBe(6);
  });
  test('a tensor used twice', () => {
    const [tape, y] = taped([x], () => tf.add(tf.multiply(x, x), x));
    expect(tape.gradient(y, x)?.item()).toBe(7);
  });
  test('one operand given twice', () => {
    const [tape, y] = taped([x], () => tf.multiply(x, x));
    expect(tape.gradient(y, x)?.item()).toBe(6);
  });
  test('two sources', () => {
    const [a, b] = [t(2), t(5)];
    const [tape, y] = taped([a, b], () => tf.multiply(a, tf.square(b)));
    expect(tape.gradient(y, [a, b]).map((g) => g?.item())).toEqual([25, 20]);
  });
  test('a source that is an intermediate value', () => {
    let middle = x;
    const [tape, y] = taped([x], () => tf.square((middle = tf.multiply(x, 2))));
    expect(tape.gradient(y, middle)?.item()).toBe(12);
  });
  test('an intermediate and its source at once', () => {
    let middle = x;
    const [tape, y] = taped([x], () => tf.square((middle = tf.multiply(x, 2))));
    expect(tape.gradient(y, [middle, x]).map((g) => g?.item())).toEqual([12, 24]);
  });
  test('the target itself', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.gradient(y, y)?.item()).toBe(1);
  });
  test('broadcasting sums', () => {
    const [a, b] = [t([[1], [2]]), t([10, 20, 30])];
    const [tape, y] = taped([a, b], () => tf.multiply(a, b));
    const [da, db] = tape.gradient(y, [a, b]);
    expect(da?.array()).toEqual([[60], [60]]);
    expect(db?.array()).toEqual([3, 3, 3]);
  });
  test('a matrix product', () => {
    const [a, b] = [t([[1, 2]]), t([[3], [4]])];
    const [tape, y] = taped([a, b], () => tf.matmul(a, b));
    const [da, db] = tape.gradient(y, [a, b]);
    expect(da?.array()).toEqual([[3, 4]]);
    expect(db?.array()).toEqual([[1], [2]]);
  });
  test('a slice has zeros elsewhere', () => {
    const v = t([1, 2, 3]);
    const [tape, y] = taped([v], () => tf.slice(v, [1], [1]));
    expect(numbers(tape.gradient(y, v))).toEqual([0, 1, 0]);
  });
  test('gather adds up repeated indices', () => {
    const v = t([1, 2, 3]);
    const [tape, y] = taped([v], () => tf.gather(v, [0, 2, 2]));
    expect(numbers(tape.gradient(y, v))).toEqual([1, 0, 2]);
  });
  test('where does not let NaN through', () => {
    const v = t([-1, 4]);
    const [tape, y] = taped([v], () => tf.where(tf.greater(v, 0), tf.sqrt(tf.maximum(v, 1)), tf.zerosLike(v)));
    expect(numbers(tape.gradient(y, v))).toEqual([0, 0.25]);
  });
  test('casts carry gradients between floating dtypes', () => {
    const [tape, y] = taped([x], () => tf.square(tf.cast(x, 'float64')));
    const g = tape.gradient(y, x) as Tensor;
    expect([g.item(), g.dtype.name]).toEqual([6, 'float32']);
  });
  test('stopGradient', () => {
    const [tape, y] = taped([x], () => tf.multiply(x, tf.stopGradient(x)));
    expect(tape.gradient(y, x)?.item()).toBe(3);
  });
  test('a function of integers on the way has no gradient', () => {
    const [tape, y] = taped([x], () => tf.cast(tf.cast(x, 'int32'), 'float32'));
    expect(tape.gradient(y, x)).toBeNull();
  });
});

describe('structures and seeds', () => {
  const [a, b] = [t(2), t(3)];
  test('sources in an object', () => {
    const [tape, y] = taped([a, b], () => tf.multiply(a, b));
    const g = tape.gradient(y, { second: b, first: a, list: [a, { deep: b }] });
    expect(g.first?.item()).toBe(3);
    expect(g.second?.item()).toBe(2);
    expect((g.list[1] as { deep: Tensor }).deep.item()).toBe(2);
  });
  test('targets add up', () => {
    const [tape, ys] = taped([a], () => [tf.square(a), tf.multiply(a, 10)]);
    expect(tape.gradient(ys, a)?.item()).toBe(14);
  });
  test('a target twice counts twice', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(tape.gradient([y, y], a)?.item()).toBe(8);
  });
  test('targets in an object', () => {
    const [tape, ys] = taped([a], () => ({ p: tf.square(a), q: a }));
    expect(tape.gradient(ys, a)?.item()).toBe(5);
  });
  test('outputGradients weigh elements', () => {
    const v = t([1, 2]);
    const [tape, y] = taped([v], () => tf.square(v));
    expect(numbers(tape.gradient(y, v, { outputGradients: t([10, 100]) }))).toEqual([20, 400]);
  });
  test('outputGradients for several targets; null is ones', () => {
    const [tape, ys] = taped([a], () => [tf.square(a), tf.multiply(a, 10)]);
    expect(tape.gradient(ys, a, { outputGradients: [t(3), null] })?.item()).toBe(22);
  });
  test('outputGradients of another shape', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, a, { outputGradients: t([1, 2]) })).toThrow(/outputGradients has shape \[2\], its target \[\]/);
  });
  test('outputGradients of another count', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, a, { outputGradients: [t(1), t(1)] })).toThrow(/2 tensors; there are 1 targets/);
  });
  test('unconnected: null, or zeros', () => {
    const [tape, y] = taped([a, b], () => tf.square(a), { persistent: true });
    expect(tape.gradient(y, b)).toBeNull();
    expect(tape.gradient(y, [a, b], { unconnectedGradients: 'zero' }).map((g) => g?.item())).toEqual([4, 0]);
    const v = t([1, 2]);
    expect(numbers(tape.gradient(y, v, { unconnectedGradients: 'zero' }))).toEqual([0, 0]);
  });
  test('unconnectedGradients by another name', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, a, { unconnectedGradients: 'zeros' as never })).toThrow(/did you mean 'zero'/);
  });
  test('a source that is no tensor', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, [3 as never])).toThrow(/got number/);
  });
});

describe('what is watched', () => {
  const x = t(3);
  test('nothing but what watch names', () => {
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(x));
    expect(tape.gradient(y, x)).toBeNull();
  });
  test('watching begins with watch', () => {
    const tape = new tf.GradientTape();
    const [before, after] = tape.run(() => {
      const early = tf.square(x);
      tape.watch(x);
      return [early, tf.square(x)];
    });
    expect(tape.gradient([before, after], x)?.item()).toBe(6);
  });
  test('integers are refused with a warning', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const n = tf.constant(3, { dtype: 'int32' });
    const [tape, y] = taped([n], () => tf.cast(n, 'float32'));
    expect(tape.gradient(y, n)).toBeNull();
    expect(warn.mock.calls[0][0]).toMatch(/only floating and complex tensors have gradients; got dtype int32/);
    warn.mockRestore();
  });
  test('a target of integers gives null with a warning', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const [tape, y] = taped([x], () => tf.cast(x, 'int32'));
    expect(tape.gradient(y, x)).toBeNull();
    expect(warn.mock.calls[0][0]).toMatch(/got dtype int32/);
    warn.mockRestore();
  });
  test('stopRecording', () => {
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      const constant = tape.stopRecording(() => tf.square(x));
      return tf.multiply(constant, x);
    });
    expect(tape.gradient(y, x)?.item()).toBe(9);
  });
  test('reset', () => {
    const tape = new tf.GradientTape();
    tape.run(() => {
      tape.watch(x);
      tf.square(x);
      tape.reset();
    });
    const y = tape.run(() => {
      tape.watch(x);
      return tf.multiply(x, 5);
    });
    expect(tape.gradient(y, x)?.item()).toBe(5);
  });
  test('run may continue a tape', () => {
    const tape = new tf.GradientTape();
    const first = tape.run(() => {
      tape.watch(x);
      return tf.square(x);
    });
    const y = tape.run(() => tf.square(first));
    expect(tape.gradient(y, x)?.item()).toBe(108);
  });
  test('what runs outside is not recorded', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.gradient(tf.square(y), x)).toBeNull();
  });
});

describe('use', () => {
  const x = t(3);
  test('a tape that is not persistent serves once', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    tape.gradient(y, x);
    expect(() => tape.gradient(y, x)).toThrow(tf.errors.FailedPreconditionError);
    expect(() => tape.jacobian(y, x)).toThrow(/not persistent/);
  });
  test('a persistent one serves again', () => {
    const [tape, [y, z]] = taped([x], () => [tf.square(x), tf.multiply(x, 4)], { persistent: true });
    expect(tape.gradient(y, x)?.item()).toBe(6);
    expect(tape.gradient(z, x)?.item()).toBe(4);
    expect(tape.gradient(y, x)?.item()).toBe(6);
  });
  test('gradient inside run', () => {
    const tape = new tf.GradientTape();
    const g = tape.run(() => {
      tape.watch(x);
      return tape.gradient(tf.square(x), x);
    });
    expect(g?.item()).toBe(6);
  });
  test('run inside run', () => {
    const tape = new tf.GradientTape();
    expect(() => tape.run(() => tape.run(() => 1))).toThrow(/recording already/);
    expect(tape.run(() => 2)).toBe(2);
  });
  test('an asynchronous function', () => expect(() => new tf.GradientTape().run(async () => 1)).toThrow(/asynchronous/));
  test('an error inside leaves nothing recording', () => {
    const tape = new tf.GradientTape();
    expect(() =>
      tape.run(() => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(tape.run(() => 2)).toBe(2);
  });
  test('unknown option', () => expect(() => new tf.GradientTape({ persitent: true } as never)).toThrow(/did you mean 'persistent'/));
});
