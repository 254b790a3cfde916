import * as tf from '@millrace/core';
import { afterEach, describe, expect, test } from 'vitest';
import { clearSession, Input, layers, Model, model, models, sequential } from '../index.ts';
import { summaryLines } from './summary.ts';

afterEach(() => clearSession());

describe('names', () => {
  test('as Keras counts them, anew after clearSession', () => {
    expect([layers.dense({ units: 1 }).name, layers.dense({ units: 1 }).name, layers.reLU().name, layers.maxPooling2d().name]).toEqual([
      'dense',
      'dense_1',
      're_lu',
      'max_pooling2d',
    ]);
    clearSession();
    expect(layers.dense({ units: 1 }).name).toBe('dense');
  });
});

describe('calling', () => {
  test('layers are functions; apply is the same', () => {
    const layer = layers.dense({ units: 2, kernelInitializer: 'ones' });
    expect(layer(tf.constant([[1, 2]])).array()).toEqual([[3, 3]]);
    expect(layer.apply([[1, 2]]).array()).toEqual([[3, 3]]);
    expect(layer).toBeInstanceOf(layers.Layer);
    expect(String(layer.name)).toBe('dense');
  });
  test('training: explicit argument, then the outer call, then false', () => {
    const seen: boolean[] = [];
    class Inner extends layers.Layer {
      override call(x: tf.Tensor, { training }: { training: boolean }): tf.Tensor {
        seen.push(training);
        return x;
      }
    }
    class Outer extends layers.Layer {
      readonly inner = new Inner();
      override call(x: tf.Tensor): tf.Tensor {
        return this.inner(this.inner(x), { training: false });
      }
    }
    new Outer()(tf.ones([1]), { training: true });
    new Outer()(tf.ones([1]));
    expect(seen).toEqual([true, false, false, false]);
  });
  test('an error names the chain of layers', () => {
    const m = sequential({ name: 'net', layers: [layers.dense({ units: 3, name: 'a' }), layers.conv2d({ filters: 1, kernelSize: 1, name: 'b' })] });
    expect(() => m(tf.ones([2, 2]))).toThrow(/b: input 0 is incompatible with the layer: expected rank 4; found rank 2/);
  });
  test('a build that fails leaves the layer unbuilt and without weights', () => {
    let fail = true;
    class Fragile extends layers.Layer {
      override build(): void {
        this.addWeight({ name: 'w', shape: [1] });
        if (fail) throw new Error('no');
      }
      override call(x: tf.Tensor): tf.Tensor {
        return x;
      }
    }
    const layer = new Fragile();
    expect(() => layer(tf.ones([1]))).toThrow('no');
    expect([layer.built, layer.weights.length]).toEqual([false, 0]);
    fail = false;
    layer(tf.ones([1]));
    expect(layer.weights.length).toBe(1);
  });
});

describe('weights', () => {
  test('trainable is recursive; order is by layer, trainable first', () => {
    const m = sequential([layers.dense({ units: 2, inputShape: [3] }), layers.batchNormalization()]);
    expect(m.weights.map((w) => w.name)).toEqual([
      'dense/kernel',
      'dense/bias',
      'batch_normalization/gamma',
      'batch_normalization/beta',
      'batch_normalization/moving_mean',
      'batch_normalization/moving_variance',
    ]);
    expect([m.trainableWeights.length, m.nonTrainableWeights.length, m.countParams()]).toEqual([4, 2, 16]);
    m.trainable = false;
    expect([m.trainableWeights.length, m.layers[0].trainable]).toEqual([0, false]);
  });
  test('layers are found in lists, records and Maps', () => {
    class Nest extends layers.Layer {
      readonly list = [layers.dense({ units: 1 }), [layers.dense({ units: 1 })]];
      readonly record = { a: layers.dense({ units: 1 }) };
      readonly map = new Map([['b', layers.dense({ units: 1 })]]);
      override call(x: tf.Tensor): tf.Tensor {
        return this.sublayers.reduce((y, layer) => layer(y), x);
      }
    }
    const nest = new Nest();
    expect(nest(tf.ones([2, 1])).shape).toEqual([2, 1]);
    expect(nest.weights.length).toBe(8);
  });
  test('setWeights checks the number and the shapes before it sets any', () => {
    const layer = layers.dense({ units: 2 });
    layer(tf.ones([1, 1]));
    expect(() => layer.setWeights([[[1, 2]]])).toThrow(/expected 2 arrays, got 1/);
    expect(() => layer.setWeights([[[7, 7]], [1, 2, 3]])).toThrow(/dense\/bias has shape \[2\]; got \[3\]/);
    layer.setWeights([[[1, 2]], [3, 4]]);
    expect(layer(tf.constant([[10]])).array()).toEqual([[13, 24]]);
    expect(() => layers.dense({ units: 1 }).countParams()).toThrow(/not built/);
  });
});

describe('losses of layers', () => {
  test('addLoss counts for one forward pass, regularizers once', () => {
    class Noisy extends layers.Layer {
      override call(x: tf.Tensor): tf.Tensor {
        this.addLoss(tf.reduceSum(x));
        return x;
      }
    }
    const m = sequential([layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones', kernelRegularizer: 'l2', inputShape: [2] }), new Noisy()]);
    m(tf.constant([[1, 2]]));
    m(tf.constant([[3, 4]]));
    const losses = m.losses.map((l) => l.item());
    expect(losses.length).toBe(2);
    expect(losses[0]).toBeCloseTo(7);
    expect(losses[1]).toBeCloseTo(0.02);
  });
  test('activityRegularizer is divided by the batch', () => {
    const layer = layers.dense({ units: 1, kernelInitializer: 'ones', activityRegularizer: 'l1' });
    layer(tf.constant([[2], [4]]));
    expect(layer.losses[0].item()).toBeCloseTo((0.01 * 6) / 2);
  });
});

describe('sequential', () => {
  test('builds at the first call, or at once with inputShape', () => {
    const deferred = sequential([layers.dense({ units: 2 })]);
    expect(deferred.built).toBe(false);
    expect(() => deferred.inputs).toThrow(/only functional and built/);
    deferred(tf.ones([4, 3]));
    expect(deferred.outputs[0].shape).toEqual([null, 2]);
    expect(sequential([layers.flatten({ inputShape: [2, 2] }), layers.dense({ units: 1 })]).countParams()).toBe(5);
  });
  test('add and pop', () => {
    const m = sequential();
    m.add(layers.dense({ units: 2, inputShape: [3] }));
    m.add(layers.dense({ units: 4 }));
    expect(m.outputs[0].shape).toEqual([null, 4]);
    m.pop();
    expect(m.outputs[0].shape).toEqual([null, 2]);
    m.pop();
    expect(() => m.pop()).toThrow(/no layers/);
    expect(() => m.add({} as never)).toThrow(/made of layers/);
    expect(() => sequential([layers.dense({ units: 1, name: 'x' }), layers.dense({ units: 1, name: 'x' })])).toThrow(/names must differ/);
  });
  test('getLayer names near misses', () => {
    const m = sequential([layers.dense({ units: 1, name: 'hidden', inputShape: [1] })]);
    expect(m.getLayer(0)).toBe(m.getLayer('hidden'));
    expect(() => m.getLayer('hiden')).toThrow(/did you mean 'hidden'/);
  });
});

describe('functional', () => {
  test('several inputs and outputs, shared layers, sub-models', () => {
    const [a, b] = [Input({ shape: [2] }), Input({ shape: [2] })];
    const shared = layers.dense({ units: 2, kernelInitializer: 'ones', name: 'shared' });
    const [ha, hb] = [shared(a), shared(b)];
    const sum = layers.add([ha, hb]);
    const m = model({ inputs: [a, b], outputs: { sum, difference: layers.subtract([ha, hb]) } });
    const out = m<{ sum: tf.Tensor; difference: tf.Tensor }>([tf.constant([[1, 2]]), tf.constant([[3, 4]])]);
    expect([out.sum.array(), out.difference.array()]).toEqual([[[10, 10]], [[-4, -4]]]);
    expect(m.weights.length).toBe(2);
    const inner = new Model({ inputs: a, outputs: m.getLayer('shared').inboundNodes.length > 0 ? ha : ha });
    expect(inner(tf.constant([[1, 2]])).array()).toEqual([[3, 3]]);
    const nested = layers.dense({ units: 1, kernelInitializer: 'ones' })(inner(b));
    expect(model({ inputs: b, outputs: nested })(tf.constant([[1, 1]])).array()).toEqual([[4]]);
  });
  test('a last axis of size 1 is added or dropped; any other rank is an error', () => {
    const m = sequential([layers.dense({ units: 1, kernelInitializer: 'ones', inputShape: [1] })]);
    expect(m(tf.constant([1, 2])).array()).toEqual([[1], [2]]);
    expect(() => m(tf.ones([2, 2, 2]))).toThrow(/must have shape \[batch, 1\]; found \[2, 2, 2\]|must have shape \[\?, 1\]; found \[2, 2, 2\]/);
  });
  test('records as inputs, by key or by the names of inputs', () => {
    const x = Input({ shape: [1], name: 'x' });
    const y = Input({ shape: [1], name: 'y' });
    const m = model({ inputs: { x, y }, outputs: layers.subtract([x, y]) });
    expect(m({ y: tf.constant([[1]]), x: tf.constant([[5]]) }).array()).toEqual([[4]]);
    expect(() => m({ x: tf.constant([[1]]) })).toThrow(/must have the keys x, y/);
  });
  test('numbers, lists and tensors with data stand beside symbolic tensors', () => {
    const x = Input({ shape: [3] });
    const formulas: readonly (readonly [name: string, symbolic: tf.Tensor, expected: readonly number[]])[] = [
      ['a number behind', tf.multiply(x, 2), [2, -4, 6]],
      ['a number before', tf.subtract(1, x), [0, 3, -2]],
      ['a method', x.add(1).mul(10), [20, -10, 40]],
      ['a power', tf.pow(x, 2), [1, 4, 9]],
      ['a list', tf.add(x, [1, 2, 3]), [2, 0, 6]],
      ['a tensor', tf.maximum(tf.constant([[0, 5, 0]]), x), [1, 5, 3]],
      ['an activation', tf.nn.relu(x), [1, 0, 3]],
      ['a choice', tf.where(tf.greater(x, 0), x, -1), [1, -1, 3]],
      ['a comparison', tf.cast(tf.equal(x, [1, 1, 3]), 'float32'), [1, 0, 1]],
      ['clipping', tf.clipByValue(x, -1, 2), [1, -1, 2]],
      ['a sum, kept and scaled', tf.multiply(tf.reduceSum(x, { axis: -1, keepdims: true }), [1, 2, 3]), [2, 4, 6]],
    ];
    for (const [name, outputs, expected] of formulas) {
      expect(outputs.shape, name).toEqual([null, 3]);
      const data = tf.constant([
        [1, -2, 3],
        [1, -2, 3],
      ]);
      const result = model({ inputs: x, outputs })(data);
      expect(result.array(), name).toEqual([expected, expected]);
    }
  });

  test('tf operations on symbolic tensors become part of the model', () => {
    const x = Input({ shape: [3] });
    const m = model({ inputs: x, outputs: tf.tanh(layers.dense({ units: 2, kernelInitializer: 'zeros', biasInitializer: 'ones' })(x)) });
    expect(m(tf.ones([4, 3])).shape).toEqual([4, 2]);
    expect((m(tf.ones([1, 3])).array() as number[][])[0][0]).toBeCloseTo(Math.tanh(1), 6);
  });
  test('outputs that do not come from the inputs name what is missing', () => {
    const [a, b] = [Input({ shape: [1], name: 'a' }), Input({ shape: [1], name: 'b' })];
    expect(() => model({ inputs: a, outputs: layers.add([a, b]) })).toThrow(/depend on the tensor of layer b, which is not among the inputs/);
    expect(() => model({ inputs: a, outputs: tf.ones([1]) })).toThrow(/must be symbolic/);
  });
  test('a thousand layers deep', () => {
    const x = Input({ shape: [1] });
    let y = x;
    for (let i = 0; i < 1000; i++) y = layers.identity()(y);
    expect(model({ inputs: x, outputs: y })(tf.constant([[7]])).array()).toEqual([[7]]);
  });
  test("a layer of one's own is inferred by tracing, also one that reads sizes", () => {
    class Sizes extends layers.Layer {
      override call(t: tf.Tensor): tf.Tensor {
        const [batch, width] = t.shape as number[];
        return tf.reshape(t, [batch * 2, width / 2]);
      }
    }
    const x = Input({ shape: [4] });
    expect(new Sizes()(x).shape).toEqual([null, 2]);
    class Sub extends layers.Layer {
      readonly dense = layers.dense({ units: 5 });
      override call(t: tf.Tensor): tf.Tensor {
        return this.dense(t);
      }
    }
    const sub = new Sub();
    expect(sub(x).shape).toEqual([null, 5]);
    expect(sub.weights.length).toBe(2);
  });
});

test('a subclassed model', () => {
  class Net extends Model {
    readonly a = layers.dense({ units: 3, activation: 'relu' });
    readonly b = layers.dense({ units: 1 });
    override call(x: tf.Tensor): tf.Tensor {
      return this.b(this.a(x));
    }
  }
  const net = new Net();
  expect(net(tf.ones([2, 4])).shape).toEqual([2, 1]);
  expect(net.layers.map((l) => l.name)).toEqual(['dense', 'dense_1']);
});

test('summary has the layout of Keras', () => {
  const m = sequential({ name: 'net', layers: [layers.dense({ units: 64, inputShape: [16] }), layers.dropout(0.5), layers.dense({ units: 10 })] });
  expect(summaryLines(m)).toEqual([
    'Model: "net"',
    '┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓',
    '┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃',
    '┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩',
    '│ dense (Dense)                   │ (None, 64)             │         1,088 │',
    '├─────────────────────────────────┼────────────────────────┼───────────────┤',
    '│ dropout (Dropout)               │ (None, 64)             │             0 │',
    '├─────────────────────────────────┼────────────────────────┼───────────────┤',
    '│ dense_1 (Dense)                 │ (None, 10)             │           650 │',
    '└─────────────────────────────────┴────────────────────────┴───────────────┘',
    ' Total params: 1,738 (6.79 KB)',
    ' Trainable params: 1,738 (6.79 KB)',
    ' Non-trainable params: 0 (0.00 B)',
  ]);
});

test('cloneModel makes the same layers with new weights', () => {
  const m = sequential([layers.dense({ units: 2, inputShape: [3], name: 'd' })]);
  const clone = models.cloneModel(m);
  expect(clone.getConfig()).toEqual(m.getConfig());
  expect(clone.getWeights()[0].array()).not.toEqual(m.getWeights()[0].array());
});
