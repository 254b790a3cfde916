/** Policies that compute in 16 bits: what is stored in which dtype, what the values are, and that training survives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@millrace/core';
import * as keras from '@millrace/keras';
import { afterEach, describe, expect, test } from 'vitest';

const { layers, mixedPrecision } = keras;
afterEach(() => mixedPrecision.setGlobalPolicy('float32'));

describe('policies', () => {
  test.each([
    ['mixed_bfloat16', 'bfloat16', 'float32'],
    ['mixed_float16', 'float16', 'float32'],
    ['bfloat16', 'bfloat16', 'bfloat16'],
    ['float64', 'float64', 'float64'],
  ] as const)('%s computes in %s with variables in %s', (name, compute, variable) => {
    mixedPrecision.setGlobalPolicy(name);
    expect(mixedPrecision.globalPolicy().name).toBe(name);
    const layer = layers.dense({ units: 2, inputShape: [3] });
    const y = layer(tf.ones([1, 3]));
    expect([layer.computeDtype, layer.variableDtype, y.dtype.name]).toEqual([compute, variable, compute]);
    expect(layer.weights.map((w) => w.dtype.name)).toEqual([variable, variable]);
    expect(layer.getWeights().map((w) => w.dtype.name)).toEqual([variable, variable]);
  });
  test('a layer may have its own, and a model says what it computes in', () => {
    mixedPrecision.setGlobalPolicy('mixed_bfloat16');
    const model = keras.sequential([layers.dense({ units: 4, inputShape: [3] }), layers.dense({ units: 2, dtype: 'float32' })]);
    expect(model.layers.map((l) => l.computeDtype)).toEqual(['bfloat16', 'float32']);
    expect((model.apply(tf.ones([1, 3])) as tf.Tensor).dtype.name).toBe('float32');
  });
  test('unknown names are refused with the valid ones', () => {
    expect(() => mixedPrecision.setGlobalPolicy('mixed_float8' as never)).toThrow(/mixed_float8.*mixed_bfloat16/s);
    expect(() => new mixedPrecision.Policy('f32' as never)).toThrow(/f32/);
    expect(() => mixedPrecision.setGlobalPolicy('int8' as never)).toThrow(/floating dtypes so far/);
  });
});

describe('values', () => {
  test('weights are rounded when they are read, sums are not', () => {
    // 1 + 2^-8 is no bf16 (8 digits): it reads as 1. 256 ones and a 1 sum to 257 in f32, which rounds to 256 once, at the end.
    const layer = layers.dense({ units: 1, useBias: false, inputShape: [257], dtype: 'mixed_bfloat16' });
    layer.buildFor([null, 257]);
    layer.setWeights([tf.fill([257, 1], 1 + 2 ** -8)]);
    expect((layer.getWeights()[0].array() as number[][])[0][0]).toBe(1 + 2 ** -8);
    expect(layer(tf.ones([1, 257])).array()).toEqual([[256]]);
    const odd = layers.dense({ units: 1, useBias: false, inputShape: [259], dtype: 'mixed_bfloat16' });
    odd.buildFor([null, 259]);
    odd.setWeights([tf.ones([259, 1])]);
    // Rounding after each addition would stay at 256; 259 lies nearer to 260 than to 258's other neighbor.
    expect(odd(tf.ones([1, 259])).array()).toEqual([[260]]);
  });
  test('gradients of weights have the dtype of the weights', () => {
    const layer = layers.dense({ units: 2, inputShape: [3], dtype: 'mixed_float16' });
    const tape = new tf.GradientTape();
    const loss = tape.run(() => tf.reduceSum(tf.cast(layer(tf.constant([[1, 2, 3]])), 'float32')));
    const [kernel, bias] = tape.gradient(loss, [...layer.trainableWeights]) as tf.Tensor[];
    expect([kernel.dtype.name, bias.dtype.name]).toEqual(['float32', 'float32']);
    expect(kernel.array()).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
  test.each(['batchNormalization', 'layerNormalization'] as const)('%s takes statistics in float32: squares of 300 do not fit float16', (name) => {
    const layer = layers[name]({ dtype: 'mixed_float16' });
    const y = layer(
      tf.constant([
        [300, -300],
        [-300, 300],
      ]),
      { training: true },
    );
    expect(y.dtype.name).toBe('float16');
    for (const v of (y.array() as number[][]).flat()) expect(Math.abs(v)).toBeCloseTo(1, 2);
  });
  test('the programs of dense layers have no product that a host computes', async () => {
    const layer = layers.dense({ units: 64, activation: 'relu', inputShape: [96], dtype: 'mixed_bfloat16' });
    const x = tf.ones([32, 96]);
    const f = tf.function((v: tf.Tensor) => layer(v));
    f(x);
    const text = await f.getConcreteFunction(x).compilerIr({ stage: 'loops' });
    expect(text).toContain('dot_general');
    expect(text).not.toContain('host stablehlo.dot_general');
  });
});

describe('loss scaling', () => {
  const scaled = (options: { initialScale?: number; dynamicGrowthSteps?: number } = {}): [keras.optimizers.LossScaleOptimizer, tf.Variable] => [
    keras.optimizers.lossScaleOptimizer({ innerOptimizer: keras.optimizers.sgd({ learningRate: 1 }), initialScale: 8, ...options }),
    new tf.Variable([4, 4]),
  ];
  test('the update is that of the gradient without the scale', () => {
    const [optimizer, v] = scaled();
    const loss = optimizer.minimize(() => tf.reduceSum(tf.multiply(v, [1, 2])), [v]);
    expect(loss.item()).toBe(12);
    expect(v.array()).toEqual([3, 2]);
    expect([optimizer.dynamicScale.item(), optimizer.stepCounter.item(), Number(optimizer.iterations.item())]).toEqual([8, 1, 1]);
  });
  test('a gradient that is not finite changes no weight and halves the scale', () => {
    const [optimizer, v] = scaled();
    const other = new tf.Variable(1);
    optimizer.apply([tf.constant([1, Number.POSITIVE_INFINITY]), tf.constant(1)], [v, other]);
    expect([v.array(), other.item(), optimizer.dynamicScale.item(), Number(optimizer.iterations.item())]).toEqual([[4, 4], 1, 4, 0]);
    optimizer.apply([tf.constant([4, Number.NaN]), tf.constant(1)], [v, other]);
    expect([v.array(), optimizer.dynamicScale.item(), optimizer.stepCounter.item()]).toEqual([[4, 4], 2, 0]);
    optimizer.apply([tf.constant([4, 2]), tf.constant(2)], [v, other]);
    expect([v.array(), other.item(), optimizer.stepCounter.item()]).toEqual([[2, 3], 0, 1]);
  });
  test('finite steps double the scale, in a compiled function as well', () => {
    const [optimizer, v] = scaled({ dynamicGrowthSteps: 2 });
    optimizer.build([v]);
    const step = tf.function((g: tf.Tensor) => {
      optimizer.apply([g], [v]);
      return tf.constant(0);
    });
    const scales = [1, 1, 1, Number.POSITIVE_INFINITY, 1, 1].map((g) => {
      step(tf.fill([2], g));
      return optimizer.dynamicScale.item();
    });
    expect(scales).toEqual([8, 16, 16, 8, 8, 16]);
  });
  test('compile adds it under mixed_float16 alone, unless told not to', () => {
    const named = (policy: keras.mixedPrecision.Policy['name'], options: object = {}): string => {
      mixedPrecision.setGlobalPolicy(policy);
      const model = keras.sequential([layers.dense({ units: 1, inputShape: [2] })]);
      model.compile({ optimizer: 'sgd', loss: 'mse', ...options });
      return model.optimizer?.name ?? 'none';
    };
    expect([named('mixed_float16'), named('mixed_float16', { autoScaleLoss: false }), named('mixed_bfloat16'), named('float32')]).toEqual([
      'loss_scale_optimizer',
      'sgd',
      'sgd',
      'sgd',
    ]);
  });
  test('an inner optimizer must be one', () =>
    expect(() => keras.optimizers.lossScaleOptimizer({ innerOptimizer: 3 as never })).toThrow(/innerOptimizer is 3/));
});

describe.each(['mixed_bfloat16', 'mixed_float16'] as const)('training under %s', (policy) => {
  /** Two interleaved half moons by formulas: a line does not separate them. */
  const count = 256;
  const angle = (i: number): number => (Math.PI * (i >> 1)) / (count / 2);
  const points = Array.from({ length: count }, (_, i) =>
    i % 2 === 0 ? [Math.cos(angle(i)), Math.sin(angle(i))] : [1 - Math.cos(angle(i)), 0.4 - Math.sin(angle(i))],
  );
  const labels = Array.from({ length: count }, (_, i) => [i % 2]);

  async function trained(runEagerly: boolean): Promise<{ model: keras.Sequential; accuracy: number }> {
    mixedPrecision.setGlobalPolicy(policy);
    keras.setRandomSeed(3);
    const model = keras.sequential([
      layers.dense({ units: 32, activation: 'relu', inputShape: [2] }),
      layers.dense({ units: 16, activation: 'relu' }),
      layers.dense({ units: 1, activation: 'sigmoid', dtype: 'float32' }),
    ]);
    model.compile({ optimizer: keras.optimizers.adam({ learningRate: 0.02 }), loss: 'binaryCrossentropy', metrics: ['accuracy'], runEagerly });
    await model.fit(tf.constant(points), tf.constant(labels), { epochs: runEagerly ? 12 : 40, batchSize: 64, verbose: 0 });
    const [, accuracy] = (await model.evaluate(tf.constant(points), tf.constant(labels), { verbose: 0 })) as number[];
    return { model, accuracy };
  }

  test('compiled steps learn, and the file of the model keeps policy, weights and optimizer', async () => {
    const { model, accuracy } = await trained(false);
    expect(accuracy).toBeGreaterThan(0.97);
    const folder = mkdtempSync(join(tmpdir(), 'millrace-mixed-'));
    try {
      await model.save(join(folder, 'model.keras'));
      mixedPrecision.setGlobalPolicy('float32');
      const loaded = (await keras.models.loadModel(join(folder, 'model.keras'))) as keras.Sequential;
      expect(loaded.layers.map((l) => l.dtypePolicy.name)).toEqual([policy, policy, 'float32']);
      expect(loaded.optimizer?.name).toBe(model.optimizer?.name);
      expect(loaded.optimizer?.variables.map((v) => v.array())).toEqual(model.optimizer?.variables.map((v) => v.array()));
      const x = tf.constant(points.slice(0, 8));
      expect((loaded.apply(x) as tf.Tensor).array()).toEqual((model.apply(x) as tf.Tensor).array());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test('eager steps learn as well', async () => expect((await trained(true)).accuracy).toBeGreaterThan(0.9));
});
