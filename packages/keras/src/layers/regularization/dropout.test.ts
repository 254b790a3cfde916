import * as tf from '@millrace/core';
import { checkLayer, checkRejects } from '@millrace/testing/layers';
import { describe, expect, test } from 'vitest';
import { dropout } from '../all.ts';
import type { Layer } from '../base/layer.ts';

describe('Dropout', () => {
  checkLayer(dropout as (options: { rate: number }) => Layer, [{ options: { rate: 0.5 }, input: [2, 3], output: [2, 3], mask: 'passes' }]);
  checkRejects(dropout as (options: { rate: number }) => Layer, [{ options: { rate: 1.5 }, message: /rate must be at least 0 and at most 1; got 1.5/ }]);
  const x = tf.ones([100, 100]);
  test('drops about rate of the values and keeps the mean within 3 sigma', () => {
    const y = dropout({ rate: 0.3, seed: 1 })(x, { training: true });
    const values = Array.from(y.dataSync());
    const zeros = values.filter((v) => v === 0).length;
    // 10,000 values: the standard deviation of the count is sqrt(10,000 * .3 * .7) = 45.8.
    expect(Math.abs(zeros - 3000)).toBeLessThan(138);
    expect(values.filter((v) => v !== 0).every((v) => Math.abs(v - 1 / 0.7) < 1e-6)).toBe(true);
  });
  test('each call draws anew; equal seeds draw alike', () => {
    const [a, b] = [dropout({ rate: 0.5, seed: 7 }), dropout({ rate: 0.5, seed: 7 })];
    const first = a(x, { training: true }).array();
    expect(b(x, { training: true }).array()).toEqual(first);
    expect(a(x, { training: true }).array()).not.toEqual(first);
  });
  test('noiseShape shares decisions', () => {
    const rows = dropout({ rate: 0.5, seed: 3, noiseShape: [null, 1] })(tf.ones([20, 4]), { training: true }).array() as number[][];
    expect(rows.every((row) => row.every((v) => v === row[0]))).toBe(true);
  });
});
