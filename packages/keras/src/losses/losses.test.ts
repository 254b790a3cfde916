import * as tf from '@millrace/core';
import { describe, expect, test } from 'vitest';
import * as losses from './index.ts';

// Inputs of shared/spec/keras.md section 6.
const a = [
  [0, 1],
  [0, 0],
];
const b = [
  [0.6, 0.4],
  [0.4, 0.6],
];
const c = [
  [1, 1],
  [0, 0],
];
const logits = [-18.6, 0.51, 2.94, -12.8];
const labels = [0, 1, 0, 0];

describe('values of the specification', () => {
  const table: [string, losses.Loss, unknown, unknown, number][] = [
    ['mse', losses.meanSquaredError(), a, c, 0.25],
    ['mae', losses.meanAbsoluteError(), a, c, 0.25],
    ['msle', losses.meanSquaredLogarithmicError(), a, c, 0.12011322],
    ['bce', losses.binaryCrossentropy(), a, b, 0.81492424],
    ['bce from logits', losses.binaryCrossentropy({ fromLogits: true }), labels, logits, 0.86545795],
    ['kld', losses.klDivergence(), a, b, 0.45814306],
    ['huber', losses.huber(), a, b, 0.155],
    ['poisson', losses.poisson(), a, c, 0.49999997],
    ['logCosh', losses.logCosh(), a, c, 0.10844523],
    ['hinge', losses.hinge(), a, b, 1.3],
    ['squaredHinge', losses.squaredHinge(), a, b, 1.86],
    ['categoricalHinge', losses.categoricalHinge(), a, b, 1.4],
    [
      'sparse',
      losses.sparseCategoricalCrossentropy(),
      [1, 2],
      [
        [0.05, 0.95, 0],
        [0.1, 0.8, 0.1],
      ],
      1.1769392,
    ],
    [
      'sparse, sum',
      losses.sparseCategoricalCrossentropy({ reduction: 'sum' }),
      [1, 2],
      [
        [0.05, 0.95, 0],
        [0.1, 0.8, 0.1],
      ],
      2.3538785,
    ],
    [
      'one-hot',
      losses.categoricalCrossentropy(),
      [
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [0.05, 0.95, 0],
        [0.1, 0.8, 0.1],
      ],
      1.1769392,
    ],
    // (1 - .1) of the label and .1 / 3 for each class: -(.9333 log .7 + .0333 log .2 + .0333 log .1).
    ['smoothed', losses.categoricalCrossentropy({ labelSmoothing: 0.1 }), [[1, 0, 0]], [[0.7, 0.2, 0.1]], 0.46329772],
    [
      'cosine',
      losses.cosineSimilarity(),
      [
        [0, 1],
        [1, 1],
      ],
      [
        [1, 0],
        [1, 1],
      ],
      -0.5,
    ],
    ['mape', losses.meanAbsolutePercentageError(), [[2, 4]], [[1, 5]], 37.5],
  ];
  test.each(table)('%s', (_, loss, yTrue, yPred, expected) => {
    expect(loss(tf.constant(yTrue as never), tf.constant(yPred as never)).item()).toBeCloseTo(expected, 4);
  });
});

describe('reductions and weights', () => {
  test('none leaves a loss for each sample', () => {
    const loss = losses.binaryCrossentropy({ fromLogits: true, reduction: 'none' });
    const rows = loss(
      [
        [0, 1],
        [0, 0],
      ],
      [
        [-18.6, 0.51],
        [2.94, -12.8],
      ],
    ).array() as number[];
    expect(rows[0]).toBeCloseTo(0.235, 3);
    expect(rows[1]).toBeCloseTo(1.496, 3);
  });
  test('weights .3 and .7 give .814', () => {
    const loss = losses.sparseCategoricalCrossentropy();
    expect(
      loss(
        [1, 2],
        [
          [0.05, 0.95, 0],
          [0.1, 0.8, 0.1],
        ],
        [0.3, 0.7],
      ).item(),
    ).toBeCloseTo(0.814, 3);
  });
  test('mean_with_sample_weight divides by the weights', () => {
    expect(losses.mse(tf.constant([[1]]), tf.constant([[3]])).array()).toEqual([4]);
    expect(
      losses
        .meanSquaredError({ reduction: 'mean_with_sample_weight' })([[0], [0]], [[1], [3]], [3, 1])
        .item(),
    ).toBeCloseTo(3);
  });
  test('ignoreClass leaves samples out of the mean', () => {
    const loss = losses.sparseCategoricalCrossentropy({ ignoreClass: -1 });
    const probabilities = [
      [0.5, 0.5],
      [0.9, 0.1],
    ];
    expect(loss([0, -1], probabilities).item()).toBeCloseTo(Math.log(2), 5);
  });
  test('rank of labels one lower or higher', () => {
    expect(
      losses
        .meanSquaredError()([1, 2], [[1], [4]])
        .item(),
    ).toBeCloseTo(2);
    expect(
      losses
        .sparseCategoricalCrossentropy()([[1]], [[0.5, 0.5]])
        .item(),
    ).toBeCloseTo(Math.log(2), 5);
  });
});

describe('errors', () => {
  test('a label out of range names it', () => {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    expect(() =>
      loss(
        [0, 3],
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      ),
    ).toThrow(tf.errors.InvalidArgumentError);
    expect(() =>
      loss(
        [0, 3],
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      ),
    ).toThrow(/3/);
  });
  test('shapes that do not fit are named', () => {
    expect(() => losses.meanSquaredError()([[1, 2, 3]], [[1, 2]])).toThrow(/\[1, 3\] and \[1, 2\]/);
    expect(() => losses.sparseCategoricalCrossentropy()([[0, 1]], [[0.5, 0.5]])).toThrow(/use categoricalCrossentropy/);
    expect(() =>
      losses.categoricalCrossentropy()(
        [1, 2],
        [
          [0.2, 0.3, 0.5],
          [0.2, 0.3, 0.5],
        ],
      ),
    ).toThrow(/sparse/);
  });
  test('unknown names have near ones', () => {
    expect(() => losses.get('meanSquaredEror')).toThrow(/did you mean 'meanSquaredError'/);
    expect(losses.get('mse')).toBeInstanceOf(losses.MeanSquaredError);
    expect(losses.get('sparse_categorical_crossentropy')).toBeInstanceOf(losses.SparseCategoricalCrossentropy);
  });
  test('bad options', () => {
    expect(() => losses.huber({ delta: 0 })).toThrow(/delta must be above 0/);
    expect(() => losses.meanSquaredError({ reduction: 'avg' as never })).toThrow(/reduction: unknown 'avg'/);
  });
});

test('a subclass and a function are losses', () => {
  class Cubed extends losses.Loss {
    override call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
      return tf.reduceMean(tf.pow(tf.abs(tf.subtract(yPred, yTrue)), 3), { axis: -1 });
    }
  }
  expect(new Cubed()([[0, 0]], [[2, 0]]).item()).toBeCloseTo(4);
  expect(
    losses
      .get((yTrue, yPred) => tf.reduceMean(tf.abs(tf.subtract(yTrue, yPred)), { axis: -1 }))([[1, 2]], [[2, 4]])
      .item(),
  ).toBeCloseTo(1.5);
});

test('configurations round trip with Keras names', () => {
  const loss = losses.binaryCrossentropy({ fromLogits: true, labelSmoothing: 0.1 });
  expect(loss.getConfig()).toEqual({ name: 'binary_crossentropy', reduction: 'sum_over_batch_size', from_logits: true, label_smoothing: 0.1, axis: -1 });
  expect(losses.BinaryCrossentropy.fromConfig(loss.getConfig()).getConfig()).toEqual(loss.getConfig());
});
