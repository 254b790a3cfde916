import * as tf from '@millrace/core';
import { describe, expect, test } from 'vitest';
import * as metrics from './index.ts';

const close = (actual: tf.Tensor, expected: number | readonly number[], digits: number = 4): void => {
  const values = Array.from(actual.dataSync());
  const wanted = typeof expected === 'number' ? [expected] : expected;
  expect(values.length).toBe(wanted.length);
  values.forEach((v, i) => void expect(v).toBeCloseTo(wanted[i], digits));
};

describe('values of the specification', () => {
  test('mean and sum', () => {
    close(metrics.mean().apply([1, 3, 5, 7]), 4);
    close(metrics.sum().apply([1, 3, 5, 7]), 16);
    close(metrics.mean().apply([1, 3, 5, 7], [1, 1, 0, 0]), 2);
    close(metrics.sum().apply([1, 3, 5, 7], [1, 1, 0, 0]), 4);
  });
  test('binary accuracy', () => {
    const [labels, predictions] = [
      [[1], [1], [0], [0]],
      [[0.98], [1], [0], [0.6]],
    ];
    close(metrics.binaryAccuracy().apply(labels, predictions), 0.75);
    close(metrics.binaryAccuracy().apply(labels, predictions, [1, 0, 0, 1]), 0.5);
  });
  test('precision and recall', () => {
    close(metrics.precision().apply([0, 1, 1, 1], [1, 0, 1, 1]), 0.6666667);
    close(metrics.recall().apply([0, 1, 1, 1], [1, 0, 1, 1]), 0.6666667);
    close(metrics.precision({ thresholds: [0.4, 0.7] }).apply([0, 1, 1], [0.5, 0.6, 0.8]), [2 / 3, 1]);
  });
  test('confusion counts', () => {
    const [labels, predictions] = [
      [0, 1, 1, 0, 1],
      [0.1, 0.9, 0.2, 0.8, 0.7],
    ];
    close(metrics.truePositives().apply(labels, predictions), 2);
    close(metrics.trueNegatives().apply(labels, predictions), 1);
    close(metrics.falsePositives().apply(labels, predictions), 1);
    close(metrics.falseNegatives().apply(labels, predictions), 1);
  });
  test('AUC', () => {
    close(metrics.auc({ numThresholds: 3 }).apply([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]), 0.75);
    // A perfect order has area 1.
    close(metrics.auc({ curve: 'PR' }).apply([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]), 1);
  });
  test('F beta', () => {
    const [labels, predictions] = [
      [
        [1, 1, 1],
        [1, 0, 0],
        [1, 1, 0],
      ],
      [
        [0.2, 0.6, 0.7],
        [0.2, 0.6, 0.6],
        [0.6, 0.8, 0],
      ],
    ];
    close(metrics.fBetaScore({ beta: 2, threshold: 0.5 }).apply(labels, predictions), [0.38461536, 0.90909094, 0.8333332]);
    close(metrics.f1Score({ threshold: 0.5 }).apply(labels, predictions), [0.5, 0.8, 0.6666667]);
  });
  test('root mean squared error', () => {
    close(
      metrics.rootMeanSquaredError().apply(
        [
          [0, 1],
          [0, 0],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
      0.5,
    );
  });
});

describe('accuracies', () => {
  test('of classes', () => {
    const predictions = [
      [0.1, 0.9, 0],
      [0.2, 0.3, 0.5],
      [0.6, 0.3, 0.1],
    ];
    close(metrics.sparseCategoricalAccuracy().apply([1, 2, 1], predictions), 2 / 3);
    close(
      metrics.categoricalAccuracy().apply(
        [
          [0, 1, 0],
          [0, 0, 1],
          [0, 1, 0],
        ],
        predictions,
      ),
      2 / 3,
    );
    close(metrics.sparseTopKCategoricalAccuracy({ k: 2 }).apply([1, 0, 1], predictions), 2 / 3);
    close(
      metrics.topKCategoricalAccuracy({ k: 2 }).apply(
        [
          [0, 1, 0],
          [1, 0, 0],
          [0, 1, 0],
        ],
        predictions,
      ),
      2 / 3,
    );
    close(metrics.accuracy().apply([[1], [2]], [[1], [3]]), 0.5);
  });
});

test('state accumulates over batches, resets and merges', () => {
  const m = metrics.meanSquaredError();
  m.updateState([[0]], [[2]]);
  m.updateState([[0], [0]], [[1], [1]]);
  close(m.result(), 2);
  const other = metrics.meanSquaredError();
  other.updateState([[0]], [[4]]);
  m.mergeState([other]);
  close(m.result(), 22 / 4);
  m.resetState();
  close(m.result(), 0);
});

test('names, functions and errors', () => {
  expect(metrics.get('mae')).toBeInstanceOf(metrics.MeanAbsoluteError);
  expect(metrics.get('mae').name).toBe('mae');
  expect(() => metrics.get('acuracy')).toThrow(/did you mean 'accuracy'/);
  close(metrics.get((a: tf.Tensor, b: tf.Tensor) => tf.abs(tf.subtract(a, b))).apply([1, 2], [2, 4]), 1.5);
  expect(() => metrics.auc().apply([0, 1], [0.5, 2])).toThrow(/probabilities in \[0, 1\]/);
  expect(() => metrics.meanSquaredError().updateState([1])).toThrow(/needs labels and predictions/);
});
