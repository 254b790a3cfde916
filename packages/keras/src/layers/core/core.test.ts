import * as tf from '@millrace/core';
import { checkLayer, checkRejects } from '@millrace/testing/layers';
import { describe, expect, test } from 'vitest';
import { activation, dense, embedding, identity, Lambda, lambda } from '../all.ts';
import { Layer } from '../base/layer.ts';

describe('Dense', () => {
  checkLayer(dense, [
    {
      options: { units: 2 },
      input: [1, 3],
      output: [1, 2],
      trainable: ['kernel:3x2', 'bias:2'],
      mask: 'passes',
      values: {
        in: [[1, 2, 3]],
        weights: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          [10, 20],
        ],
        out: [[32, 48]],
      },
    },
    { options: { units: 4, useBias: false, activation: 'tanh' }, input: [2, 5, 3], output: [2, 5, 4], trainable: ['kernel:3x4'] },
    { name: 'empty batch', options: { units: 4 }, input: [0, 3], output: [0, 4], trainable: ['kernel:3x4', 'bias:4'] },
    {
      name: 'integers',
      options: { units: 2, kernelRegularizer: 'l2', biasInitializer: 'ones' },
      input: [3, 2],
      integers: 5,
      output: [3, 2],
      trainable: ['kernel:2x2', 'bias:2'],
    },
  ]);
  checkRejects(dense, [
    { options: {} as never, message: /units is missing/ },
    { options: { units: 0 }, message: /units must be an integer at least 1; got 0/ },
    { options: { units: 2, activation: 'rleu' }, message: /activation: unknown 'rleu'; did you mean 'relu'/ },
    { options: { units: 2, kernelInitializer: 'glorotUnifrom' }, message: /did you mean 'glorotUniform'/ },
    { options: { units: 2, useBia: true } as never, message: /did you mean 'useBias'/ },
    { options: { units: 2 }, input: [3], message: /expected rank at least 2; found rank 1/ },
  ]);
  test('a wrong last size names the layer, what was expected and what arrived', () => {
    const layer = dense({ units: 2, name: 'head' });
    layer(tf.ones([1, 3]));
    expect(() => layer(tf.ones([1, 4]))).toThrow(/^head: input 0 is incompatible with the layer: expected size 3 on axis -1; found size 4 \(shape \[1, 4\]\)/);
  });
});

describe('Embedding', () => {
  checkLayer(embedding, [
    {
      options: { inputDim: 4, outputDim: 2 },
      input: [2, 2],
      integers: 4,
      output: [2, 2, 2],
      trainable: ['embeddings:4x2'],
      values: {
        in: [
          [0, 3],
          [1, 1],
        ],
        weights: [
          [
            [0, 1],
            [2, 3],
            [4, 5],
            [6, 7],
          ],
        ],
        out: [
          [
            [0, 1],
            [6, 7],
          ],
          [
            [2, 3],
            [2, 3],
          ],
        ],
      },
    },
  ]);
  checkRejects(embedding, [{ options: { inputDim: 0, outputDim: 2 }, message: /inputDim must be an integer at least 1/ }]);
  test('an index out of range raises InvalidArgumentError', () => {
    expect(() => embedding({ inputDim: 3, outputDim: 2 })(tf.cast(tf.constant([[0, 3]]), 'int32'))).toThrow(tf.errors.InvalidArgumentError);
  });
  test('maskZero masks index 0 for the layers after it', () => {
    const seen: unknown[] = [];
    class Look extends Layer {
      override supportsMasking = true;
      override call(x: tf.Tensor, { mask }: { mask: unknown }): tf.Tensor {
        seen.push((mask as tf.Tensor | null)?.array());
        return x;
      }
    }
    const ids = tf.cast(tf.constant([[1, 0]]), 'int32');
    new Look()(embedding({ inputDim: 3, outputDim: 2, maskZero: true })(ids));
    expect(seen).toEqual([[[true, false]]]);
  });
});

describe('Activation', () => {
  checkLayer(activation as (options: { activation: string }) => Layer, [
    { options: { activation: 'relu' }, input: [1, 3], output: [1, 3], mask: 'passes', values: { in: [[-1, 0, 2]], out: [[0, 0, 2]] } },
    { options: { activation: 'softmax' }, input: [2, 3], output: [2, 3] },
  ]);
});

describe('Identity', () => {
  checkLayer(identity, [
    {
      options: {},
      input: [2, 3],
      output: [2, 3],
      mask: 'passes',
      values: {
        in: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        out: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
  ]);
});

describe('Lambda', () => {
  test('computes, infers its shape by tracing, and is not saved as code', () => {
    const layer = lambda((x: tf.Tensor) => tf.reduceSum(x, { axis: 1 }));
    expect(layer(tf.ones([2, 3])).array()).toEqual([3, 3]);
    expect(() => layer.getConfig()).toThrow(/a function cannot be saved/);
    expect(() => Lambda.fromConfig({ name: 'l', function: { class_name: '__lambda__', config: { code: 'abc' } } })).toThrow(/never run/);
  });
});
