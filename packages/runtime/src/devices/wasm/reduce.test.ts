import {
  type CombinerName,
  combinerRegion,
  f32,
  i1,
  i32,
  literal,
  primitives,
  type Scalar,
  scalarInput,
  select,
  type TypedArray,
  tensorType,
} from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { Storage } from '../../memory/storage.ts';
import { broadcast, compare, kernelFor, type Operand, operandOf, permuted, randomNumbers, sameAsJs } from './differential.ts';

const { reduce, fusedReduce } = primitives;
const scalar = (element: typeof f32, value: number): Operand => {
  const type = tensorType(element, []);
  const data = literal(type, element === f32 ? Float32Array.of(value) : element === i32 ? Int32Array.of(value) : Uint8Array.of(value)).data;
  return { type, storage: new Storage(data) };
};

describe('reductions', () => {
  const next = randomNumbers(3);
  it.each([
    [[17], [0]],
    [[4096], [0]],
    [[20001], [0]],
    [[5, 7], [1]],
    [[5, 7], [0]],
    [[33, 40], [1]],
    [[33, 40], [0]],
    [[300, 21], [0]],
    [[4, 9, 6], [1]],
    [
      [4, 9, 16],
      [1, 2],
    ],
    [
      [4, 9, 19],
      [0, 1],
    ],
    [[9000, 5], [0]],
    [[2, 9000], [1]],
    [[3, 5, 4, 6], [2]],
  ])('add, multiply and compare %j along %j, with the bits of the js device', (shape, dimensions) => {
    const operand = operandOf(f32, shape, next);
    for (const name of ['add', 'maximum', 'minimum'] as CombinerName[]) {
      const operands = [operand, scalar(f32, 0.25)];
      expect(compare(reduce, operands, { dimensions }, [combinerRegion(name, f32)]).error).toBeLessThan(1e-4);
      expect(sameAsJs(reduce, operands, { dimensions }, [combinerRegion(name, f32)]), name).toBe(true);
    }
    expect(compare(reduce, [operandOf(i32, shape, next), scalar(i32, 3)], { dimensions }, [combinerRegion('add', i32)]).error).toBe(0);
    expect(compare(reduce, [operandOf(i1, shape, next), scalar(i1, 0)], { dimensions }, [combinerRegion('or', i1)]).error).toBe(0);
    expect(compare(reduce, [operandOf(i1, shape, next), scalar(i1, 1)], { dimensions }, [combinerRegion('and', i1)]).error).toBe(0);
  });
  it('take transposed operands', () => {
    const region = [combinerRegion('add', f32)];
    for (const dimensions of [[0], [1], [0, 1]]) {
      expect(compare(reduce, [permuted(f32, [12, 35], [1, 0], next), scalar(f32, 0)], { dimensions }, region).error).toBeLessThan(1e-5);
      expect(sameAsJs(reduce, [permuted(f32, [12, 35], [1, 0], next), scalar(f32, 0)], { dimensions }, region)).toBe(true);
    }
  });
  describe('compute elements of several operands as they combine them, with the bits of the js device', () => {
    const [a, b, c] = [scalarInput(0), scalarInput(1), scalarInput(2)];
    const check = (operands: readonly Operand[], dimensions: readonly number[], expression: Scalar, combiner: CombinerName = 'add'): void => {
      const attributes = { expression: expression as never, dimensions, combiner } as never;
      const all = [...operands, scalar(f32, 0.25)];
      expect(compare(fusedReduce, all, attributes).error).toBeLessThan(1e-4);
      expect(sameAsJs(fusedReduce, all, attributes)).toBe(true);
    };
    it.each([
      [[9001], [0]],
      [[5, 7], [1]],
      [[5, 70], [0]],
      [[33, 40], [0]],
      [
        [4, 9, 19],
        [0, 1],
      ],
      [[3, 5, 4, 6], [2]],
      [[3, 1, 4], [1]],
    ])('%j along %j', (shape, dimensions) => {
      const whole = (): Operand => operandOf(f32, shape, next);
      check([whole(), whole()], dimensions, a.mul(b));
      check([whole(), whole(), scalar(f32, 0.5)], dimensions, a.sub(b).mul(a.sub(b)).mul(c));
      check([whole(), whole(), operandOf(i1, shape, next)], dimensions, select(c, a.add(1), b), 'maximum');
      for (let axis = 0; axis < shape.length; axis++) {
        const repeated = broadcast(
          f32,
          shape,
          shape.map((_, i) => i === axis),
          next,
        );
        check([whole(), repeated], dimensions, a.mul(b));
        check([repeated, whole(), whole()], dimensions, a.add(b).mul(c));
      }
    });
    it('that are walked in different orders', () => {
      for (const dimensions of [[0], [1], [0, 1]]) check([permuted(f32, [12, 35], [1, 0], next), permuted(f32, [12, 35], [1, 0], next)], dimensions, a.mul(b));
      // no schedule walks these: the device copies one of them first
      check([permuted(f32, [12, 35], [1, 0], next), operandOf(f32, [12, 35], next)], [1], a.mul(b));
    });
  });
  it('let NaN win and order zeros', () => {
    const operand = operandOf(f32, [40], next);
    operand.storage.data[33] = Number.NaN;
    expect(compare(reduce, [operand, scalar(f32, 0)], { dimensions: [0] }, [combinerRegion('maximum', f32)]).got[0][0]).toBeNaN();
    operand.storage.data.fill(-0 as never);
    const { got } = compare(reduce, [operand, scalar(f32, -0)], { dimensions: [0] }, [combinerRegion('add', f32)]);
    expect(Object.is(got[0][0], -0)).toBe(true);
  });
  it('add 2^24 + 2^10 ones exactly', () => {
    const count = 2 ** 24 + 2 ** 10;
    const type = tensorType(f32, [count]);
    const { kernel } = kernelFor(reduce, [type, tensorType(f32, [])], { dimensions: [0] }, [combinerRegion('add', f32)]);
    const out: TypedArray[] = [new Float32Array(1)];
    kernel([new Storage(new Float32Array(count).fill(1)), new Storage(new Float32Array(1))], out);
    expect(out[0][0]).toBe(count);
  });
});
