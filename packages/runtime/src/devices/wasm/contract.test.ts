import { f32, primitives } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { broadcast, compare, operandOf, permuted, randomNumbers, sameAsJs } from './differential.ts';

const dot = primitives.dotGeneral;
const plain = { lhsBatchingDimensions: [], rhsBatchingDimensions: [], lhsContractingDimensions: [1], rhsContractingDimensions: [0] };
const numbers = (more: object): never => ({ dotDimensionNumbers: { ...plain, ...more }, element: f32 }) as never;

describe('matrix products', () => {
  const next = randomNumbers(2);
  // one f32 accumulator: its error grows with k; the js device sums in the same order and must agree in every bit
  const close = 6e-5;
  it.each([
    [1, 1, 1],
    [4, 8, 8],
    [5, 9, 7],
    [32, 40, 10],
    [3, 2, 17],
    [67, 33, 70],
    [8, 1, 600],
    [1, 65, 530],
  ])('multiply [%d, k] by [k, %d], k = %d, in all four layouts', (m, n, k) => {
    expect(compare(dot, [operandOf(f32, [m, k], next), operandOf(f32, [k, n], next)], numbers({})).error).toBeLessThan(close);
    expect(compare(dot, [operandOf(f32, [k, m], next), operandOf(f32, [k, n], next)], numbers({ lhsContractingDimensions: [0] })).error).toBeLessThan(close);
    expect(compare(dot, [operandOf(f32, [m, k], next), operandOf(f32, [n, k], next)], numbers({ rhsContractingDimensions: [1] })).error).toBeLessThan(close);
    expect(compare(dot, [permuted(f32, [m, k], [1, 0], next), permuted(f32, [k, n], [1, 0], next)], numbers({})).error).toBeLessThan(close);
    expect(sameAsJs(dot, [operandOf(f32, [m, k], next), operandOf(f32, [k, n], next)], numbers({}))).toBe(true);
  });
  it('multiply batches and broadcast operands', () => {
    const batched = numbers({ lhsBatchingDimensions: [0], rhsBatchingDimensions: [0], lhsContractingDimensions: [2], rhsContractingDimensions: [1] });
    expect(compare(dot, [operandOf(f32, [3, 5, 6], next), operandOf(f32, [3, 6, 9], next)], batched).error).toBeLessThan(close);
    expect(compare(dot, [operandOf(f32, [3, 5, 6], next), broadcast(f32, [3, 6, 9], [true, false, false], next)], batched).error).toBeLessThan(close);
  });
  it('multiply batches that do not lie evenly: heads of attention', () => {
    const heads = numbers({ lhsBatchingDimensions: [0, 2], rhsBatchingDimensions: [0, 2], lhsContractingDimensions: [3], rhsContractingDimensions: [3] });
    const operands = [operandOf(f32, [3, 7, 2, 6], next), operandOf(f32, [3, 9, 2, 6], next)];
    expect(compare(dot, operands, heads).error).toBeLessThan(close);
    expect(sameAsJs(dot, operands, heads)).toBe(true);
  });
  it('contract several axes at once', () => {
    const two = numbers({ lhsContractingDimensions: [1, 2], rhsContractingDimensions: [0, 1] });
    expect(compare(dot, [operandOf(f32, [5, 3, 4], next), operandOf(f32, [3, 4, 9], next)], two).error).toBeLessThan(close);
  });
});
