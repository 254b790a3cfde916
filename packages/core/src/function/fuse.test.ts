import { describe, expect, test } from 'vitest';
import { add, divide, multiply, sqrt, square, subtract } from '../ops/math/index.ts';
import { reduceSum } from '../ops/reduction/index.ts';
import { toTensor } from '../tensor/convert.ts';
import { eager, type Tensor } from '../tensor/tensor.ts';
import { fusePointwise } from './fuse.ts';
import { GradientTape } from './gradient-tape.ts';

/** One step of Adam, as an optimizer would write it. */
const adam = fusePointwise('adam', (w: Tensor, m: Tensor, v: Tensor, g: Tensor, rate: Tensor) => {
  const first = add(multiply(m, 0.9), multiply(g, 0.1));
  const second = add(multiply(v, 0.999), multiply(square(g), 0.001));
  return [subtract(w, divide(multiply(rate, first), add(sqrt(second), 1e-7))), first, second];
});

const numbers = (x: Tensor): number[] => [...x.dataSync()];
const t = (v: number | number[]): Tensor => toTensor('test', v);

describe('fusePointwise', () => {
  test('gives what the operations give', () => {
    const [w, m, v, g] = [t([1, -2, 3]), t([0.1, 0.2, 0.3]), t([0.5, 0.25, 0.125]), t([1, 2, -4])];
    const [next, first, second] = adam(w, m, v, g, 0.01);
    // In double precision, rounded at the end: within 2 ulp of single.
    numbers(w).forEach((_, i) => {
      const f = numbers(m)[i] * 0.9 + numbers(g)[i] * 0.1;
      const s = numbers(v)[i] * 0.999 + numbers(g)[i] ** 2 * 0.001;
      expect(numbers(first)[i]).toBeCloseTo(f, 6);
      expect(numbers(second)[i]).toBeCloseTo(s, 6);
      expect(numbers(next)[i]).toBeCloseTo(numbers(w)[i] - (0.01 * f) / (Math.sqrt(s) + 1e-7), 6);
    });
  });
  test('a scalar operand may change from call to call', () => {
    const scale = fusePointwise('scale', (x: Tensor, k: Tensor) => multiply(x, k));
    expect(numbers(scale(t([1, 2]), 3))).toEqual([3, 6]);
    expect(numbers(scale(t([1, 2]), 10))).toEqual([10, 20]);
  });
  test('the body is called once for a combination of types', () => {
    let calls = 0;
    const double = fusePointwise('double', (x: Tensor) => {
      calls++;
      return add(x, x);
    });
    for (const x of [t([1, 2]), t([3, 4]), t([5, 6, 7]), t([1, 1])]) double(x);
    expect(calls).toBe(2);
  });
  test('a body that is not pointwise runs as it is', () => {
    const total = fusePointwise('total', (x: Tensor) => reduceSum(x));
    expect(total(t([1, 2, 3])).item()).toBe(6);
  });
  test('a body that closes over a tensor runs as it is, with the tensor of the moment', () => {
    let other = t([1, 2]);
    const sum = fusePointwise('sum', (x: Tensor) => add(x, other));
    expect(numbers(sum(t([1, 1])))).toEqual([2, 3]);
    other = t([10, 20]);
    expect(numbers(sum(t([1, 1])))).toEqual([11, 21]);
  });
  test('under a tape the operations are recorded', () => {
    const square3 = fusePointwise('cube', (x: Tensor) => multiply(x, multiply(x, x)));
    const x = t([2, 3]);
    square3(x);
    const tape = new GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      return square3(x);
    });
    expect(numbers(tape.gradient(y, x) as Tensor)).toEqual([12, 27]);
  });
  test('is one operation: eager execution makes its results and nothing else', () => {
    const operands = [t([1]), t([1]), t([1]), t([1]), t(0.1)];
    adam(...operands);
    let made = 0;
    eager.track(() => made++);
    adam(...operands);
    eager.track(null);
    expect(made).toBe(3);
  });
});
