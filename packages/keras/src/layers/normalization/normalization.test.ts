import * as tf from '@millrace/core';
import { checkLayer, checkRejects } from '@millrace/testing/layers';
import { describe, expect, test } from 'vitest';
import { batchNormalization, layerNormalization } from '../all.ts';

// 1.25 is the population variance of 1, 2, 3, 4: (x - 2.5) / sqrt(1.251).
const normalized = [-1.34110445, -0.44703482, 0.44703482, 1.34110445];

describe('BatchNormalization', () => {
  checkLayer(batchNormalization, [
    {
      options: {},
      input: [4, 1],
      output: [4, 1],
      trainable: ['gamma:1', 'beta:1'],
      nonTrainable: ['moving_mean:1', 'moving_variance:1'],
      mask: 'passes',
      values: { in: [[1], [2], [3], [4]], training: true, out: normalized },
    },
    { options: { scale: false, center: false, axis: 1 }, input: [2, 3, 4], output: [2, 3, 4], nonTrainable: ['moving_mean:3', 'moving_variance:3'] },
    { options: {}, input: [2, 3, 3, 2], output: [2, 3, 3, 2], trainable: ['gamma:2', 'beta:2'], nonTrainable: ['moving_mean:2', 'moving_variance:2'] },
  ]);
  checkRejects(batchNormalization, [
    { options: { momentum: 2 }, message: /momentum must be at least 0 and at most 1; got 2/ },
    { options: { axis: 3 }, input: [2, 3], message: /axis 3 is out of range/ },
  ]);
  const x = tf.constant([[1], [2], [3], [4]]);
  test('moving averages after one step are .025 and 1.0025; in inference they are used', () => {
    const layer = batchNormalization();
    layer(x, { training: true });
    expect(layer.movingMean?.dataSync()[0]).toBeCloseTo(0.025, 6);
    expect(layer.movingVariance?.dataSync()[0]).toBeCloseTo(1.0025, 6);
    expect(layer(tf.constant([[0.025]])).dataSync()[0]).toBeCloseTo(0, 5);
  });
  test('fusedCompat keeps the variance with divisor n - 1, as tf.keras 2 does', () => {
    const layer = batchNormalization({ fusedCompat: true });
    layer(x, { training: true });
    expect(layer.movingVariance?.dataSync()[0]).toBeCloseTo(0.99 + (0.01 * 5) / 3, 6);
  });
  test('a frozen layer uses the moving averages and leaves them alone', () => {
    const layer = batchNormalization();
    layer.trainable = false;
    layer(x, { training: true });
    expect(layer.movingMean?.array()).toEqual([0]);
    expect(layer.trainableWeights).toEqual([]);
  });
});

describe('LayerNormalization', () => {
  checkLayer(layerNormalization, [
    { options: {}, input: [1, 4], output: [1, 4], trainable: ['gamma:4', 'beta:4'], mask: 'passes', values: { in: [[1, 2, 3, 4]], out: normalized } },
    { options: { axis: [1, 2] }, input: [2, 3, 4, 2], output: [2, 3, 4, 2], trainable: ['gamma:3x4', 'beta:3x4'] },
    { options: { scale: false, center: false }, input: [1, 0, 10], output: [1, 0, 10] },
  ]);
  checkRejects(layerNormalization, [
    { options: { axis: [0, 0] }, input: [2, 3], message: /axis 0 is given twice/ },
    { options: { epsilon: 0 }, message: /epsilon must be above 0; got 0/ },
    { options: { axis: 5 }, input: [2, 3], message: /axis 5 is out of range/ },
  ]);
});
