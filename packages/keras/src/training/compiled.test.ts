/** Steps as compiled programs: the results of eager steps, state that survives failures, and what callbacks change between steps. */
import * as tf from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { setRandomSeed } from '../initializers/seed.ts';
import * as layers from '../layers/index.ts';
import { Model, sequential } from '../models/index.ts';
import * as optimizers from '../optimizers/index.ts';
import type { CompileOptions } from './trainer.ts';

const quiet = { verbose: 0 } as const;
const weightsOf = (m: Model): number[] => m.getWeights().flatMap((w) => [...w.dataSync()]);

/** Sums in another order differ by rounding. */
function near(got: readonly number[], want: readonly number[], tolerance: number = 2e-5): void {
  expect(got).toHaveLength(want.length);
  got.forEach((g, i) => expect(Math.abs(g - want[i]), `element ${i}: ${g}, ${want[i]}`).toBeLessThan(tolerance * Math.max(1, Math.abs(want[i]))));
}

const x = tf.random.statelessNormal([22, 6], { seed: [1, 2] });
const y = tf.cast(tf.greater(tf.reduceSum(x, { axis: 1 }), 0), 'int32');

const dense = (): Model => sequential([layers.dense({ units: 8, activation: 'relu', inputShape: [6] }), layers.dropout(0.3), layers.dense({ units: 2 })]);
const normalized = (): Model =>
  sequential([layers.dense({ units: 8, inputShape: [6] }), layers.batchNormalization(), layers.activation('relu'), layers.dense({ units: 2 })]);

/** Trains from one seed; 22 examples in batches of 8 leave a last batch of 6. */
async function trained(make: () => Model, options: Omit<CompileOptions, 'loss'>): Promise<{ readonly weights: number[]; readonly history: number[] }> {
  setRandomSeed(5);
  const m = make();
  m.compile({ loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'], ...options });
  const { history } = await m.fit(x, y, { epochs: 3, batchSize: 8, validationData: [x, y], ...quiet });
  return { weights: weightsOf(m), history: Object.values(history).flat() };
}

describe('compiled and eager steps agree', () => {
  const rate = optimizers.schedules.exponentialDecay({ initialLearningRate: 0.05, decaySteps: 3, decayRate: 0.5 });
  test.each([
    ['adam', () => optimizers.adam(), dense],
    ['a schedule, momentum and clipping', () => optimizers.sgd({ learningRate: rate, momentum: 0.9, globalClipnorm: 0.1 }), normalized],
    ['moving averages that become the weights', () => optimizers.sgd({ useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 2 }), dense],
    // Not before a normalization: the gradient of such a bias is 0 up to rounding, and Adam takes whole steps of its sign.
    ['decay of weights', () => optimizers.adamW({ weightDecay: 0.1 }), dense],
    ['nadam', () => optimizers.nadam(), dense],
  ] as const)('%s', async (_, optimizer, make) => {
    const eager = await trained(make, { optimizer: optimizer(), runEagerly: true });
    const compiled = await trained(make, { optimizer: optimizer() });
    near(compiled.weights, eager.weights);
    near(compiled.history, eager.history);
  });
  test('predict and evaluate, the last batch smaller', async () => {
    const m = normalized();
    m.compile({ loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
    const compiled = [[...(await m.predict(x, { batchSize: 8, ...quiet })).dataSync()], await m.evaluate(x, y, { batchSize: 8, ...quiet })];
    m.compile({ loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'], runEagerly: true });
    near(compiled[0], [...(await m.predict(x, { batchSize: 8, ...quiet })).dataSync()]);
    near(compiled[1], await m.evaluate(x, y, { batchSize: 8, ...quiet }));
  });
});

describe('stepsPerExecution', () => {
  test('gives the weights of single steps; callbacks hear of each call', async () => {
    const single = await trained(dense, { optimizer: 'adam' });
    const several = await trained(dense, { optimizer: 'adam', stepsPerExecution: 2 });
    near(several.weights, single.weights);
    near(several.history, single.history);
    const m = dense();
    m.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', stepsPerExecution: 2 });
    const heard: number[] = [];
    const callbacks = { onTrainBatchBegin: (b: number) => void heard.push(b), onTrainBatchEnd: (b: number) => void heard.push(b) };
    await m.fit(x, y, { batchSize: 5, callbacks, ...quiet });
    expect(heard).toEqual([0, 1, 2, 3, 4, 4]);
    expect(m.optimizer.iterations.item()).toBe(5n as never);
  });
  test('what contradicts itself is refused', () => {
    expect(() => dense().compile({ stepsPerExecution: 0 })).toThrow(/stepsPerExecution must be an integer of at least 1; got 0/);
    expect(() => dense().compile({ runEagerly: true, jitCompile: true })).toThrow(/cannot both be true/);
  });
});

describe('between and within steps', () => {
  test('a rate that a callback sets acts on the next step', async () => {
    const m = sequential([layers.dense({ units: 1, useBias: false, kernelInitializer: 'zeros', inputShape: [1] })]);
    m.compile({ optimizer: optimizers.sgd({ learningRate: 1 }), loss: (t, p) => tf.reduceMean(tf.subtract(p, tf.cast(t, 'float32'))) });
    const stop = { onTrainBatchEnd: () => void (m.optimizer.learningRate = 0.25) };
    // The gradient is 1: the first step takes 1, the two others 0.25.
    await m.fit(tf.ones([3, 1]), tf.zeros([3, 1]), { batchSize: 1, callbacks: stop, ...quiet });
    expect(weightsOf(m)).toEqual([-1.5]);
  });
  test('a gather out of range leaves weights, slots and counts as they were', () => {
    const m = sequential([layers.embedding({ inputDim: 4, outputDim: 2 }), layers.flatten(), layers.dense({ units: 1 })]);
    m.compile({ optimizer: 'adam', loss: 'mse' });
    const batch = (id: number): tf.Tensor => tf.constant([[0, id]], { dtype: 'int32' });
    m.trainOnBatch(batch(3), [[1]]);
    const state = (): unknown[] => [...m.weights, ...m.optimizer.variables, ...m.metrics.flatMap((metric) => metric.variables)].map((v) => v.array());
    const before = state();
    expect(() => m.trainOnBatch(batch(4), [[1]])).toThrow(/4 is not in \[0, 4\)/);
    expect(state()).toEqual(before);
    m.trainOnBatch(batch(2), [[1]]);
    expect(state()).not.toEqual(before);
  });
  test('steps and optimizers of users compile: they are called once', async () => {
    let steps = 0;
    class Own extends Model {
      readonly layer = layers.dense({ units: 1 });
      override call(inputs: never): tf.Tensor {
        return this.layer(inputs);
      }
      override trainStep(data: unknown): Record<string, tf.Tensor> {
        steps++;
        const [input, target] = data as [tf.Tensor, tf.Tensor];
        const tape = new tf.GradientTape();
        const loss = tape.run(() => tf.reduceMean(tf.square(tf.subtract(this.apply(input), target))));
        this.optimizer.apply(tape.gradient(loss, [...this.trainableWeights]) as tf.Tensor[], this.trainableWeights);
        return { loss };
      }
    }
    class SignSGD extends optimizers.Optimizer {
      override updateStep(gradient: tf.Tensor, variable: tf.Variable, learningRate: tf.Tensor): void {
        variable.assignSub(tf.multiply(learningRate, tf.sign(gradient)));
      }
    }
    const m = new Own();
    m.compile({ optimizer: new SignSGD() });
    const { history } = await m.fit(x, tf.reduceSum(x, { axis: 1, keepdims: true }), { epochs: 20, batchSize: 22, ...quiet });
    expect(steps).toBe(1);
    expect(history.loss[19]).toBeLessThan(history.loss[0]);
  });
  test('a layer that reads data is named with its line and the way out; runEagerly runs it', () => {
    class Peek extends layers.Layer {
      override call(input: never): tf.Tensor {
        return tf.multiply(input, tf.reduceSum(input).item() > 0 ? 1 : -1);
      }
    }
    class Net extends Model {
      readonly peek = new Peek();
      readonly out = layers.dense({ units: 1 });
      override call(inputs: never): tf.Tensor {
        return this.out(this.peek(inputs));
      }
    }
    const m = new Net();
    m.compile({ loss: 'mse' });
    const step = (): unknown => m.trainOnBatch(tf.ones([2, 2]), tf.ones([2, 1]));
    expect(step).toThrow(/item: trainStep of .* at .*compiled\.test\.ts:\d+:\d+\n.*runEagerly: true/);
    m.compile({ loss: 'mse', runEagerly: true });
    expect(step).not.toThrow();
  });
  test('layers frozen later count after compile', () => {
    const m = dense();
    m.compile({ optimizer: optimizers.sgd(), loss: 'sparseCategoricalCrossentropy' });
    const train = (): boolean => {
      const before = weightsOf(m).join();
      m.trainOnBatch(x, y);
      return weightsOf(m).join() !== before;
    };
    expect(train()).toBe(true);
    m.layers[0].trainable = false;
    m.layers[2].trainable = false;
    expect(train()).toBe(true);
  });
});
