import { f32, i32, primitives as p, tensorType } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { Storage } from '../../memory/storage.ts';
import { broadcast, compare, type Operand, operandOf, permuted, randomNumbers } from './differential.ts';

const scalar = (value: number): Operand => ({ type: tensorType(f32, []), storage: new Storage(Float32Array.of(value)) });

describe('moves', () => {
  const next = randomNumbers(7);
  it.each([
    [
      [5, 7],
      [1, 0],
    ],
    [
      [16, 12],
      [1, 0],
    ],
    [
      [3, 5, 6],
      [2, 0, 1],
    ],
    [
      [3, 5, 6],
      [1, 0, 2],
    ],
    [
      [2, 9, 4, 5],
      [0, 3, 1, 2],
    ],
    [
      [2, 3, 4, 2, 3],
      [4, 3, 2, 1, 0],
    ],
  ])('transpose %j by %j', (shape, permutation) => {
    expect(compare(p.transpose, [operandOf(f32, shape, next)], { permutation }).error).toBe(0);
    expect(compare(p.transpose, [operandOf(i32, shape, next)], { permutation }).error).toBe(0);
  });
  it('broadcast', () => {
    expect(compare(p.broadcastInDim, [operandOf(f32, [7], next)], { shape: [5, 7], broadcastDimensions: [1] }).error).toBe(0);
    expect(compare(p.broadcastInDim, [operandOf(f32, [5, 1], next)], { shape: [3, 5, 9], broadcastDimensions: [1, 2] }).error).toBe(0);
    expect(compare(p.broadcastInDim, [scalar(3)], { shape: [3, 5], broadcastDimensions: [] }).error).toBe(0);
  });
  it('slice with strides, reverse and join', () => {
    expect(compare(p.slice, [operandOf(f32, [9, 8], next)], { startIndices: [1, 2], limitIndices: [8, 8], strides: [3, 1] }).error).toBe(0);
    expect(compare(p.slice, [operandOf(f32, [9, 8], next)], { startIndices: [0, 1], limitIndices: [9, 8], strides: [1, 2] }).error).toBe(0);
    expect(compare(p.reverse, [operandOf(f32, [4, 9], next)], { dimensions: [0] }).error).toBe(0);
    expect(compare(p.reverse, [operandOf(f32, [4, 9], next)], { dimensions: [0, 1] }).error).toBe(0);
    const parts = [operandOf(f32, [3, 5], next), operandOf(f32, [3, 2], next), operandOf(f32, [3, 7], next)];
    expect(compare(p.concatenate, parts, { dimension: 1 }).error).toBe(0);
    expect(compare(p.concatenate, [operandOf(f32, [3, 5], next), operandOf(f32, [1, 5], next)], { dimension: 0 }).error).toBe(0);
  });
  it.each([
    [
      [1, 2],
      [0, 3],
      [0, 0],
    ],
    [
      [-1, 0],
      [2, -2],
      [0, 0],
    ],
    [
      [1, 0],
      [0, 1],
      [2, 1],
    ],
    [
      [-2, 1],
      [1, -3],
      [1, 2],
    ],
  ])('pad by %j, %j, %j', (edgePaddingLow, edgePaddingHigh, interiorPadding) => {
    for (const shape of [
      [5, 8],
      [3, 9],
    ]) {
      expect(compare(p.pad, [operandOf(f32, shape, next), scalar(-7)], { edgePaddingLow, edgePaddingHigh, interiorPadding }).error).toBe(0);
    }
  });
  it('pad nothing: every element is the fill, whatever the memory held', () => {
    const padding = { edgePaddingLow: [0, 1, 0], edgePaddingHigh: [1, 0, 0], interiorPadding: [0, 0, 0] };
    compare(p.add, [operandOf(f32, [64], next), operandOf(f32, [64], next)]);
    expect([...compare(p.pad, [operandOf(f32, [1, 0, 1], next), scalar(-7)], padding).got[0]]).toEqual([-7, -7]);
  });
  it('take views', () => {
    expect(compare(p.concatenate, [permuted(f32, [6, 5], [1, 0], next), broadcast(f32, [6, 4], [true, false], next)], { dimension: 1 }).error).toBe(0);
    expect(compare(p.transpose, [permuted(f32, [6, 5], [1, 0], next)], { permutation: [1, 0] }).error).toBe(0);
  });
});
