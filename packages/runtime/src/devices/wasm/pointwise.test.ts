import { applyScalar, f32, i1, i32, primitives, scalarInput, select } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { broadcast, compare, operandOf, permuted, randomNumbers } from './differential.ts';

const { add, multiply, divide, select: choose, compare: comparison, tanh, convert, maximum, fused, exponential } = primitives;
const shapes = [[1], [3], [4], [1023], [1024], [40000], [7, 5], [3, 4, 9]];

describe('pointwise kernels', () => {
  const next = randomNumbers(1);
  it.each(shapes)('add, multiply and divide exactly over %j', (...shape) => {
    for (const primitive of [add, multiply, divide, maximum])
      expect(compare(primitive, [operandOf(f32, shape, next), operandOf(f32, shape, next)]).error).toBe(0);
  });
  it.each(shapes)('compare and select over %j', (...shape) => {
    for (const comparisonDirection of ['EQ', 'LT', 'GE', 'NE']) {
      expect(compare(comparison, [operandOf(i32, shape, next), operandOf(i32, shape, next)], { comparisonDirection }).error).toBe(0);
      expect(compare(comparison, [operandOf(f32, shape, next), operandOf(f32, shape, next)], { comparisonDirection }).error).toBe(0);
    }
    expect(compare(choose, [operandOf(i1, shape, next), operandOf(f32, shape, next), operandOf(f32, shape, next)]).error).toBe(0);
    expect(compare(choose, [operandOf(i1, [], next), operandOf(i32, shape, next), operandOf(i32, shape, next)]).error).toBe(0);
  });
  it.each(shapes)('convert and apply functions over %j', (...shape) => {
    expect(compare(convert, [operandOf(i1, shape, next)], { element: f32 }).error).toBe(0);
    expect(compare(convert, [operandOf(f32, shape, next)], { element: i32 }).error).toBe(0);
    expect(compare(tanh, [operandOf(f32, shape, next)]).error).toBeLessThan(3e-7);
    expect(compare(exponential, [operandOf(f32, shape, next)]).error).toBeLessThan(3e-7);
  });

  it('read broadcast operands where they lie', () => {
    for (const shape of [
      [5, 7],
      [6, 8],
      [3, 5, 9],
    ]) {
      const rank = shape.length;
      for (const axis of shape.keys()) {
        const repeats = shape.map((_, i) => i === axis);
        expect(compare(add, [operandOf(f32, shape, next), broadcast(f32, shape, repeats, next)]).error).toBe(0);
        expect(
          compare(multiply, [
            broadcast(
              f32,
              shape,
              repeats.map((r) => !r),
              next,
            ),
            operandOf(f32, shape, next),
          ]).error,
        ).toBe(0);
      }
      expect(compare(add, [operandOf(f32, shape, next), broadcast(f32, shape, new Array(rank).fill(true), next)]).error).toBe(0);
    }
  });
  it('take transposed operands', () => {
    expect(compare(add, [permuted(f32, [6, 9], [1, 0], next), operandOf(f32, [6, 9], next)]).error).toBe(0);
    expect(compare(add, [permuted(f32, [6, 9], [1, 0], next), permuted(f32, [6, 9], [1, 0], next)]).error).toBe(0);
  });
  it('keep plans for different strides apart', () => {
    const [a, b] = [broadcast(f32, [4, 6], [true, false], next), broadcast(f32, [4, 6], [false, true], next)];
    for (const x of [a, b, a, { ...a, storage: broadcast(f32, [4, 6], [true, false], next).storage }]) expect(compare(add, [x, a]).error).toBe(0);
  });
  it('compute several results in one pass', () => {
    const [w, g, m, rate] = [scalarInput(0), scalarInput(1), scalarInput(2), scalarInput(3)];
    const momentum = m.mul(0.9).add(g);
    const expressions = [w.sub(momentum.mul(rate)), momentum, select(g.greater(0), momentum.sqrt(), applyScalar('negate', [g]))] as never;
    const shape = [1001];
    const operands = [operandOf(f32, shape, next), operandOf(f32, shape, next), operandOf(f32, shape, next), operandOf(f32, [], next)];
    expect(compare(fused, operands, { expressions }).error).toBe(0);
  });
  it('handle special values', () => {
    const specials = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-40, 3e38);
    const a = operandOf(f32, [49], next);
    const b = operandOf(f32, [49], next);
    for (let i = 0; i < 49; i++) {
      a.storage.data[i] = specials[i % 7];
      b.storage.data[i] = specials[Math.floor(i / 7)];
    }
    for (const primitive of [add, multiply, divide, maximum, primitives.minimum, primitives.power]) {
      const { got, want } = compare(primitive, [a, b]);
      for (let i = 0; i < 49; i++)
        expect(Object.is(got[0][i], want[0].data[i]), `${primitive.name}(${a.storage.data[i]}, ${b.storage.data[i]}) = ${got[0][i]}`).toBe(true);
    }
  });
});
