import { f32, i32, i64, primitives as p, tensorType } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { Storage } from '../../memory/storage.ts';
import { compare, type Operand, operandOf, randomNumbers } from './differential.ts';

const close = 1e-6;

describe('row kernels', () => {
  const next = randomNumbers(5);
  const labels = (element: typeof i32, rows: number[], classes: number): Operand => {
    const type = tensorType(element, rows);
    const values = Array.from({ length: type.size }, () => Math.floor(next() * (classes + 2)) - 1);
    return { type, storage: new Storage(element === i64 ? BigInt64Array.from(values.map(BigInt)) : Int32Array.from(values)) };
  };
  it.each([
    [1, 1],
    [3, 4],
    [7, 10],
    [5, 33],
  ])('softmax and cross entropies of [%d, %d]', (rows, n) => {
    const x = operandOf(f32, [rows, n], next);
    for (let i = 0; i < x.type.size; i++) x.storage.data[i] = (x.storage.data[i] as number) * 20;
    const [y, ct] = [operandOf(f32, [rows, n], next), operandOf(f32, [rows], next)];
    expect(compare(p.softmax, [x], { axis: 1 }).error).toBeLessThan(close);
    expect(compare(p.logSoftmax, [x], { axis: 1 }).error).toBeLessThan(close);
    expect(compare(p.softmaxGradient, [x, y], { axis: 1 }).error).toBeLessThan(close);
    expect(compare(p.logSoftmaxGradient, [y, x], { axis: 1 }).error).toBeLessThan(close);
    expect(compare(p.softmaxCrossEntropy, [x, y]).error).toBeLessThan(close);
    expect(compare(p.softmaxCrossEntropyGradient, [x, y, ct]).error).toBeLessThan(close);
    for (const element of [i32, i64]) {
      expect(compare(p.sparseSoftmaxCrossEntropy, [x, labels(element, [rows], n)]).error).toBeLessThan(close);
      expect(compare(p.sparseSoftmaxCrossEntropyGradient, [x, labels(element, [rows], n), ct]).error).toBeLessThan(close);
    }
  });
  it('softmax of infinities and NaN', () => {
    const x = operandOf(f32, [4, 5], next);
    (x.storage.data as Float32Array).set([Number.POSITIVE_INFINITY, 1, 2, 3, 4, Number.NEGATIVE_INFINITY, 1, 2, 3, 4, Number.NaN, 1, 2, 3, 4]);
    expect(compare(p.softmax, [x], { axis: 1 }).error).toBeLessThan(close);
  });
  it.each([
    [[6, 5], [5]],
    [[3, 2, 8], [8]],
    [
      [4, 3, 7],
      [3, 7],
    ],
  ])('layer normalization of %j over %j', (shape, inner) => {
    const x = operandOf(f32, shape, next);
    for (let i = 0; i < x.type.size; i++) x.storage.data[i] = (x.storage.data[i] as number) + 50;
    const [gamma, beta, ct] = [operandOf(f32, inner, next), operandOf(f32, inner, next), operandOf(f32, shape, next)];
    // the evaluator takes epsilon in f64
    expect(compare(p.layerNorm, [x, gamma, beta], { epsilon: 2 ** -10 }).error).toBeLessThan(close);
    expect(compare(p.layerNormGradient, [x, gamma, ct], { epsilon: 2 ** -10 }).error).toBeLessThan(close);
  });
});
