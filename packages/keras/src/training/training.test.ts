import * as tf from '@millrace/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { callbacks, Input, layers, losses, Model, metrics, model, optimizers, sequential, setRandomSeed, unpackXYSampleWeight, utils } from '../index.ts';

afterEach(() => vi.restoreAllMocks());

const quiet = { verbose: 0 } as const;
const line = (): ReturnType<typeof sequential> => sequential([layers.dense({ units: 1, inputShape: [1] })]);
const xs = [[-1], [0], [1], [2], [3], [4]];
const ys = [[-3], [-1], [1], [3], [5], [7]];

describe('learning', () => {
  test('y = 2x - 1: 500 epochs of SGD predict 19 for 10 within .05', async () => {
    const m = line();
    m.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const history = await m.fit(xs, ys, { epochs: 500, ...quiet });
    const prediction = (await m.predict([[10]], quiet)).array() as number[][];
    expect(Math.abs(prediction[0][0] - 19)).toBeLessThanOrEqual(0.05);
    expect(prediction[0][0]).not.toBe(19);
    expect(history.history.loss.length).toBe(500);
  });
  test('XOR with Adam', async () => {
    setRandomSeed(4);
    const m = sequential([layers.dense({ units: 8, activation: 'tanh', inputShape: [2] }), layers.dense({ units: 1, activation: 'sigmoid' })]);
    m.compile({ optimizer: optimizers.adam({ learningRate: 0.1 }), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
    const x = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    await m.fit(x, [[0], [1], [1], [0]], { epochs: 100, ...quiet });
    const result = await m.evaluate(x, [[0], [1], [1], [0]], { ...quiet, returnDict: true });
    expect(result.accuracy).toBe(1);
    expect(result.loss).toBeLessThan(0.1);
  });
  test('a small convolutional network tells stripes apart', async () => {
    setRandomSeed(1);
    const stripes = (vertical: boolean, phase: number): number[][][] =>
      Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => [((vertical ? j : i) + phase) % 2]));
    const x = Array.from({ length: 16 }, (_, n) => stripes(n % 2 === 0, n >> 1));
    const y = Array.from({ length: 16 }, (_, n) => n % 2);
    const m = sequential([
      layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [6, 6, 1] }),
      layers.maxPooling2d(),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ]);
    m.compile({ optimizer: optimizers.adam({ learningRate: 0.02 }), loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }), metrics: ['accuracy'] });
    const history = await m.fit(tf.constant(x), tf.cast(tf.constant(y), 'int32'), { epochs: 15, batchSize: 8, ...quiet });
    expect(history.history.accuracy.at(-1)).toBe(1);
  });
  test('equal seeds give equal runs', async () => {
    const run = async (): Promise<number[]> => {
      setRandomSeed(3);
      const m = sequential([layers.dense({ units: 4, inputShape: [1] }), layers.dropout(0.5), layers.dense({ units: 1 })]);
      m.compile({ optimizer: 'adam', loss: 'mse' });
      return (await m.fit(xs, ys, { epochs: 3, batchSize: 2, ...quiet })).history.loss;
    };
    expect(await run()).toEqual(await run());
  });
});

describe('data', () => {
  const seen = async (data: () => Promise<unknown>): Promise<number[][]> => {
    const batches: number[][] = [];
    class Look extends Model {
      override trainStep(batch: unknown): Record<string, number> {
        batches.push(Array.from((unpackXYSampleWeight(batch)[0] as tf.Tensor).dataSync()));
        return { loss: 0 };
      }
    }
    const m = new Look();
    // It reads the data of its batches.
    m.compile({ optimizer: 'sgd', runEagerly: true });
    await (data as (m: Model) => Promise<unknown>)(m);
    return batches;
  };
  const fitWith = (...args: unknown[]): (() => Promise<unknown>) => ((m: Model) => m.fit(...(args as [never, never, never]))) as never;

  test('arrays in batches of 32 by default, the last one smaller; all of it once when shuffled', async () => {
    const x = Float32Array.from({ length: 70 }, (_, i) => i);
    const plain = await seen(fitWith(x, null, { shuffle: false, ...quiet }));
    expect(plain.map((b) => b.length)).toEqual([32, 32, 6]);
    expect(plain.flat()).toEqual(Array.from(x));
    const shuffled = await seen(fitWith(x, null, { epochs: 2, ...quiet }));
    const [first, second] = [shuffled.slice(0, 3).flat(), shuffled.slice(3).flat()];
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from(x));
    expect(first).not.toEqual(Array.from(x));
    expect(second).not.toEqual(first);
  });
  test('validationSplit takes the last examples, before shuffling', async () => {
    const batches = await seen(async function run(m?: never) {
      const net = m as unknown as Model;
      net.testStep = () => ({ loss: 0 });
      await net.fit([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], null, { validationSplit: 0.3, batchSize: 3, ...quiet });
    } as never);
    expect(batches.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
  test('iterables, async iterables and functions of batches; booleans and integers keep their dtype', async () => {
    const batches = [
      [tf.constant([1]), tf.constant([1])],
      [tf.constant([2]), tf.constant([2])],
    ];
    async function* stream(): AsyncGenerator<unknown> {
      yield* batches;
    }
    expect(await seen(fitWith(new Set(batches), { epochs: 2, ...quiet }))).toEqual([[1], [2], [1], [2]]);
    expect(await seen(fitWith(stream, { epochs: 2, ...quiet }))).toEqual([[1], [2], [1], [2]]);
    expect(await seen(fitWith(tf.constant([true, false]), null, quiet))).toHaveLength(1);
  });
  test('an iterator that runs out warns and ends training; stepsPerEpoch goes on with it', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const iterator = [[tf.constant([1])], [tf.constant([2])], [tf.constant([3])]].values();
    expect(await seen(fitWith(iterator, { epochs: 3, stepsPerEpoch: 2, ...quiet }))).toEqual([[1], [2], [3]]);
    expect(warn.mock.calls[0][0]).toMatch(/ran out in epoch 2 after 1 of 2 steps/);
  });
  test('empty data, unequal lengths and bad options are refused', async () => {
    const m = line();
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    await expect(m.fit(new Float32Array(0), new Float32Array(0), quiet)).rejects.toThrow(/the data is empty/);
    await expect(m.fit([], quiet)).rejects.toThrow(/empty/);
    await expect(m.fit(new Set(), quiet)).rejects.toThrow(/empty: there were no batches/);
    await expect(m.fit([[1], [2]], [[1]], quiet)).rejects.toThrow(/x has 2 examples, y has 1/);
    await expect(m.fit(xs, ys, { epoch: 3 } as never)).rejects.toThrow(/did you mean 'epochs'/);
    await expect(m.fit(xs, ys, { epochs: 1.5 })).rejects.toThrow(/epochs must be an integer/);
    await expect(m.fit(xs, ys, { validationSplit: 1 })).rejects.toThrow(/validationSplit must be at least 0 and below 1/);
    await expect(m.fit(xs, ys, { classWeight: { 0: 1 }, sampleWeight: [1, 1, 1, 1, 1, 1] })).rejects.toThrow(/either classWeight or sampleWeight/);
    await expect(m.fit(xs, null, quiet)).rejects.toThrow(/no labels for output 'dense\w*'/);
    await expect(line().fit(xs, ys, quiet)).rejects.toThrow(/You must call compile\(\) first/);
  });
});

describe('weights of examples', () => {
  const loss = async (options: object): Promise<number> => {
    const m = sequential([layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones', inputShape: [1] })]);
    m.compile({ optimizer: optimizers.sgd({ learningRate: 0 }), loss: 'mse' });
    return (await m.fit([[1], [2]], [[0], [1]], { ...options, ...quiet })).history.loss[0];
  };
  test('the losses are 1 and 1; weights 3 and 1 give 2', async () => {
    expect(await loss({})).toBeCloseTo(1);
    expect(await loss({ sampleWeight: [3, 1] })).toBeCloseTo(2);
    expect(await loss({ classWeight: { 0: 5, 1: 1 } })).toBeCloseTo(3);
    await expect(loss({ classWeight: { 0: 5 } })).rejects.toThrow(/no weight for class 1/);
  });
  test('weightedMetrics use them, metrics do not', async () => {
    const m = sequential([layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones', inputShape: [1] })]);
    m.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'], weightedMetrics: ['mae'] });
    const logs = m.testOnBatch([[1], [3]], [[0], [0]], [3, 1]);
    expect(logs.mae).toBeCloseTo(2);
    expect(logs.weighted_mae).toBeCloseTo(1.5);
  });
  test("the epoch's loss weights batches by their examples", async () => {
    const m = sequential([layers.dense({ units: 1, useBias: false, kernelInitializer: 'zeros', inputShape: [1] })]);
    m.compile({ optimizer: optimizers.sgd({ learningRate: 0 }), loss: 'mse' });
    const { history } = await m.fit([[1], [1], [1]], [[1], [1], [4]], { batchSize: 2, shuffle: false, ...quiet });
    expect(history.loss[0]).toBeCloseTo(6); // (1 + 1 + 16) / 3
  });
});

describe('several outputs', () => {
  const twoHeads = (): Model => {
    const x = Input({ shape: [2] });
    const [a, b] = [layers.dense({ units: 1, name: 'a', kernelInitializer: 'zeros' })(x), layers.dense({ units: 3, name: 'b', kernelInitializer: 'zeros' })(x)];
    return model({ inputs: x, outputs: [a, b] });
  };
  const x = [
    [1, 2],
    [3, 4],
  ];
  test('a loss each as list or record, with weights; accuracy by shape', () => {
    const m = twoHeads();
    m.compile({
      optimizer: 'sgd',
      loss: ['mse', losses.sparseCategoricalCrossentropy({ fromLogits: true })],
      lossWeights: { a: 2, b: 1 },
      metrics: { a: 'mae', b: ['accuracy'] },
    });
    const logs = m.testOnBatch(tf.constant(x), [tf.constant([[1], [3]]), tf.constant([0, 0])] as never);
    expect(logs.a_loss).toBeCloseTo(5);
    expect(logs.b_loss).toBeCloseTo(Math.log(3));
    expect(logs.loss).toBeCloseTo(10 + Math.log(3));
    expect(logs.a_mae).toBeCloseTo(2);
    expect(logs.b_accuracy).toBe(1);
  });
  test('labels by output name, and predict in the form of the outputs', async () => {
    const m = twoHeads();
    m.compile({ optimizer: 'sgd', loss: { a: 'mse' } });
    const history = await m.fit(
      [
        [1, 2],
        [3, 4],
      ],
      { a: Float32Array.of(1, 3), b: Float32Array.of(0, 0) } as never,
      quiet,
    );
    expect(history.history.loss[0]).toBeCloseTo(5);
    const [a, b] = await m.predict<tf.Tensor[]>(x, { batchSize: 1, ...quiet });
    expect([a.shape, b.shape]).toEqual([
      [2, 1],
      [2, 3],
    ]);
  });
  test('entries that do not fit are named', () => {
    const m = twoHeads();
    m.compile({ optimizer: 'sgd', loss: { c: 'mse' } });
    expect(() => m.testOnBatch(tf.constant(x), [tf.constant([[1], [3]]), tf.constant([0, 0])] as never)).toThrow(/an entry for 'c', which is no output/);
    expect(() => m.compile({ loss: 'msee' })).toThrow(/did you mean 'mse'|meanSquaredError/);
    expect(() => m.compile({ optimizer: 'adan' })).toThrow(/did you mean 'adam'/);
    expect(() => m.compile({ metric: ['mae'] } as never)).toThrow(/did you mean 'metrics'/);
  });
});

describe('metrics', () => {
  test('accuracy goes by the shapes of labels and predictions', () => {
    const named = (units: number, y: unknown): string => {
      const m = sequential([layers.dense({ units, inputShape: [1] })]);
      m.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] });
      m.computeMetrics(tf.ones([1, 1]), tf.constant(y as never), m(tf.ones([1, 1])), null);
      return m.metrics.at(-1)?.constructor.name as string;
    };
    expect(named(1, [[1]])).toBe('BinaryAccuracy');
    expect(named(3, [1])).toBe('SparseCategoricalAccuracy');
    expect(named(3, [[1, 0, 0]])).toBe('CategoricalAccuracy');
  });
  test('metrics of a subclass are logged and reset', async () => {
    class Counting extends Model {
      readonly seen = metrics.sum({ name: 'seen' });
      readonly dense = layers.dense({ units: 1 });
      override get metrics(): Model['metrics'] {
        return [...super.metrics, this.seen];
      }
      override call(x: tf.Tensor): tf.Tensor {
        return this.dense(x);
      }
      override trainStep(data: unknown): Record<string, tf.Tensor | number> {
        this.seen.updateState(tf.ones([(unpackXYSampleWeight(data)[0] as tf.Tensor).shape[0] as number]));
        return super.trainStep(data);
      }
    }
    const m = new Counting();
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    const { history } = await m.fit(xs, ys, { epochs: 2, ...quiet });
    expect(history.seen).toEqual([6, 6]);
  });
});

describe("loops of one's own", () => {
  test('trainStep with a tape: gradient steps of half size', async () => {
    class Half extends Model {
      readonly dense = layers.dense({ units: 1, useBias: false, kernelInitializer: 'zeros' });
      override call(x: tf.Tensor): tf.Tensor {
        return this.dense(x);
      }
      override trainStep(data: unknown): Record<string, tf.Tensor | number> {
        const [x, y] = unpackXYSampleWeight(data) as [tf.Tensor, tf.Tensor, null];
        const tape = new tf.GradientTape();
        const loss = tape.run(() => this.computeLoss(x, y, this.apply(x, { training: true }), null));
        const gradients = tape.gradient(loss, [...this.trainableWeights]) as tf.Tensor[];
        this.optimizer.apply(
          gradients.map((g) => tf.multiply(g, 0.5)),
          this.trainableWeights,
        );
        return { loss };
      }
    }
    const m = new Half();
    m.compile({ optimizer: optimizers.sgd({ learningRate: 0.5 }), loss: 'mse' });
    await m.fit([[1]], [[1]], quiet);
    // d/dw (w - 1)^2 at 0 is -2; half of a step of .5 is .5.
    expect(m.weights[0].item === undefined ? 0 : (m.weights[0].array() as number[][])[0][0]).toBeCloseTo(0.5);
  });
  test('trainOnBatch and predictOnBatch', () => {
    const m = sequential([layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones', inputShape: [1] })]);
    m.compile({ optimizer: optimizers.sgd({ learningRate: 0.25 }), loss: 'mse' });
    expect(m.trainOnBatch([[1]], [[3]]).loss).toBeCloseTo(4);
    expect(m.predictOnBatch([[1]]).array()).toEqual([[2]]);
  });
});

describe('ending early', () => {
  test('stopTraining ends after the step in progress', async () => {
    const m = line();
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    let steps = 0;
    const stop = callbacks.lambdaCallback({ onTrainBatchEnd: () => void (++steps === 2 && (m.stopTraining = true)) });
    const history = await m.fit(xs, ys, { epochs: 5, batchSize: 1, callbacks: [stop], ...quiet });
    expect([steps, history.epoch]).toEqual([2, [0]]);
  });
  test('an AbortSignal leaves the model usable', async () => {
    const m = line();
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    const controller = new AbortController();
    const history = await m.fit(xs, ys, {
      epochs: 50,
      signal: controller.signal,
      callbacks: [{ onEpochEnd: (epoch) => void (epoch === 2 && controller.abort()) }],
      ...quiet,
    });
    expect(history.epoch).toEqual([0, 1, 2]);
    expect((await m.predict(xs, quiet)).shape).toEqual([6, 1]);
  });
  test('Ctrl-C keeps the history, says so, and sets exit code 130', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const m = line();
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    const before = process.exitCode;
    const history = await m.fit(xs, ys, { epochs: 50, callbacks: [{ onEpochEnd: (epoch) => void (epoch === 1 && process.emit('SIGINT')) }], ...quiet });
    expect(process.exitCode).toBe(130);
    process.exitCode = before;
    expect(history.epoch).toEqual([0, 1]);
    expect(error.mock.calls[0][0]).toMatch(/interrupted by Ctrl-C; 2 epochs are in the history/);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
  test('a loss that is not finite warns once with epoch and step; terminateOnNaN ends there', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const m = line();
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    const history = await m.fit([[1], [Number.NaN], [1]], [[1], [1], [1]], {
      batchSize: 1,
      shuffle: false,
      epochs: 2,
      callbacks: callbacks.terminateOnNaN(),
      ...quiet,
    });
    expect(warn.mock.calls.map((c) => String(c[0]))).toEqual([
      expect.stringMatching(/the loss became NaN in epoch 1 at step 2/),
      'Batch 1: Invalid loss, terminating training',
    ]);
    expect(history.epoch).toEqual([0]);
  });
});

test('masks reach the loss: padded steps do not count', () => {
  const m = sequential([layers.embedding({ inputDim: 3, outputDim: 1, maskZero: true, embeddingsInitializer: 'ones' })]);
  m.compile({ optimizer: 'sgd', loss: 'mse' });
  const ids = tf.cast(tf.constant([[1, 2, 0, 0]]), 'int32');
  // Predictions are 1; the errors are 0 and 2 where ids are not 0.
  expect(m.testOnBatch(ids, [[[1], [3], [9], [9]]]).loss).toBeCloseTo(2);
});

test('a layer that does not support masks says once that it drops them', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const m = sequential([layers.embedding({ inputDim: 3, outputDim: 1, maskZero: true }), layers.flatten()]);
  const ids = tf.cast(tf.constant([[1, 0]]), 'int32');
  m(ids);
  m(ids);
  expect(warn.mock.calls.map((c) => String(c[0]))).toEqual([expect.stringMatching(/Flatten does not support masks/)]);
});

test('the example of the design page compiles and runs', async () => {
  const batches: (readonly [tf.Tensor, tf.Tensor])[] = [[tf.ones([2, 2, 2]), tf.cast(tf.constant([0, 1]), 'int32')]];
  const train: Iterable<readonly [tf.Tensor, tf.Tensor]> & { readonly length: number } = batches;
  const m = sequential([layers.flatten({ inputShape: [2, 2] }), layers.dense({ units: 8, activation: 'relu' }), layers.dense({ units: 2 })]);
  m.compile({ optimizer: 'adam', loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }), metrics: ['accuracy'] });
  const asIterable = { length: 1, [Symbol.iterator]: () => train[Symbol.iterator]() };
  const { history } = await m.fit(asIterable, { epochs: 2, validationData: asIterable, ...quiet });
  expect(Object.keys(history).sort()).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
  const [loss, accuracy] = await m.evaluate(asIterable, quiet);
  expect([loss, accuracy]).toEqual([history.val_loss[1], history.val_accuracy[1]]);
});

test('toCategorical', () => {
  expect(utils.toCategorical([0, 2]).array()).toEqual([
    [1, 0, 0],
    [0, 0, 1],
  ]);
  expect(() => utils.toCategorical([0, 3], 3)).toThrow(/label 3 at index 1 is not in \[0, 3\)/);
});
