import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@millrace/core';
import { readRecords } from '@millrace/formats';
import { decodeEvent, denseOf, type Summary_Value } from '@millrace/formats/protobuf';
import { summary } from '@millrace/tensorboard/writer';
import { describe, expect, test } from 'vitest';
import { callbacks, layers, Model, optimizers, sequential } from '../index.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-tensorboard-'));
let count = 0;
const newDir = (): string => join(root, String(count++));
const xs = [[1], [2], [3], [4]];
const quiet = { verbose: 0, batchSize: 2, shuffle: false } as const;
const network = (): ReturnType<typeof sequential> => {
  const m = sequential([layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'ones', name: 'd' })]);
  m.compile({ optimizer: optimizers.sgd({ learningRate: 0.01 }), loss: 'mse', metrics: ['mae'] });
  return m;
};

interface Point {
  readonly tag: string;
  readonly step: number;
  readonly values: ArrayLike<number | bigint | Uint8Array>;
  readonly shape: readonly number[];
}
/** Everything in the event files of a run, in order. */
async function pointsOf(dir: string, run: string): Promise<Point[]> {
  const folder = join(dir, run);
  if (!existsSync(folder)) return [];
  const points: Point[] = [];
  for (const file of readdirSync(folder)) {
    for await (const item of readRecords([readFileSync(join(folder, file))])) {
      if (item.kind !== 'record') continue;
      const event = decodeEvent(item.data);
      if (event.what.case !== 'summary') continue;
      points.push(
        ...event.what.value.value.map((v: Summary_Value) => ({
          tag: v.tag,
          step: Number(event.step),
          ...denseOf(v.value.value as Parameters<typeof denseOf>[0]),
        })),
      );
    }
  }
  return points;
}
const stepsOf = (points: readonly Point[], tag: string): number[] => points.filter((p) => p.tag === tag).map((p) => p.step);
const tagsOf = (points: readonly Point[]): string[] => [...new Set(points.map((p) => p.tag))].sort();

test('loss, metrics and rate by epoch, in two runs; the values are those of the history', async () => {
  const logDir = newDir();
  const history = await network().fit(xs, xs, { ...quiet, epochs: 3, validationData: [xs, xs], callbacks: [callbacks.tensorBoard({ logDir })] });
  const [train, validation] = [await pointsOf(logDir, 'train'), await pointsOf(logDir, 'validation')];
  expect(tagsOf(train)).toEqual(['epoch_learning_rate', 'epoch_loss', 'epoch_mae', 'keras', 'train_step', 'train_step/mlir']);
  expect(tagsOf(validation)).toEqual(['epoch_loss', 'epoch_mae', 'evaluation_loss_vs_iterations', 'evaluation_mae_vs_iterations']);
  for (const [points, tag, name] of [
    [train, 'epoch_loss', 'loss'],
    [train, 'epoch_mae', 'mae'],
    [validation, 'epoch_mae', 'val_mae'],
  ] as const) {
    const found = points.filter((p) => p.tag === tag);
    expect(found.map((p) => p.step)).toEqual([0, 1, 2]);
    expect(found.map((p) => p.values[0])).toEqual(history.history[name].map(Math.fround));
  }
  expect(train.filter((p) => p.tag === 'epoch_learning_rate').map((p) => p.values[0])).toEqual(new Array(3).fill(Math.fround(0.01)));
  // Two steps an epoch.
  expect(stepsOf(validation, 'evaluation_loss_vs_iterations')).toEqual([2, 4, 6]);
  const graph = JSON.parse(new TextDecoder().decode(train.find((p) => p.tag === 'keras')!.values[0] as Uint8Array)) as { class_name: string };
  expect(graph.class_name).toBe('Sequential');
});

describe('options', () => {
  const fit = async (options: callbacks.TensorBoardOptions, epochs = 2): Promise<Point[]> => {
    const logDir = newDir();
    await network().fit(xs, xs, { ...quiet, epochs, callbacks: [callbacks.tensorBoard({ logDir, writeGraph: false, ...options })] });
    return pointsOf(logDir, 'train');
  };
  test('updateFreq writes steps, every one or each n-th', async () => {
    const each = await fit({ updateFreq: 'batch' });
    expect(tagsOf(each)).toEqual(['batch_loss', 'batch_mae', 'epoch_learning_rate', 'epoch_loss', 'epoch_mae']);
    expect(stepsOf(each, 'batch_loss')).toEqual([1, 2, 3, 4]);
    expect(stepsOf(await fit({ updateFreq: 3 }, 4), 'batch_loss')).toEqual([3, 6]);
    // The first batch of weights [1] and bias 0 on y = x has no loss.
    expect(each.find((p) => p.tag === 'batch_loss')?.values[0]).toBe(0);
  });
  test('writeStepsPerSecond', async () => {
    const points = await fit({ writeStepsPerSecond: true, updateFreq: 'batch' });
    expect(stepsOf(points, 'epoch_steps_per_second')).toEqual([0, 1]);
    expect(stepsOf(points, 'batch_steps_per_second')).toEqual([1, 2, 3, 4]);
    for (const p of points.filter((p) => p.tag.includes('steps_per_second'))) expect(Number(p.values[0])).toBeGreaterThan(0);
    expect(tagsOf(await fit({ writeStepsPerSecond: true }))).toEqual(['epoch_learning_rate', 'epoch_loss', 'epoch_mae', 'epoch_steps_per_second']);
  });
  test('histogramFreq and writeImages', async () => {
    const points = await fit({ histogramFreq: 2, writeImages: true }, 3);
    expect(stepsOf(points, 'd/kernel/histogram')).toEqual([0, 2]);
    expect(points.find((p) => p.tag === 'd/bias/histogram')?.shape).toEqual([30, 3]);
    const image = points.find((p) => p.tag === 'd/kernel/image');
    expect(image).toBe(undefined); // one number has no rank when squeezed
    const wide = sequential([layers.dense({ units: 3, inputShape: [5], name: 'w' })]);
    wide.compile({ optimizer: 'sgd', loss: 'mse' });
    const logDir = newDir();
    await wide.fit(tf.ones([2, 5]), tf.ones([2, 3]), { ...quiet, callbacks: [callbacks.tensorBoard({ logDir, histogramFreq: 1, writeImages: true })] });
    const sizes = (await pointsOf(logDir, 'train'))
      .filter((p) => p.tag.endsWith('/image'))
      .map((p) => [p.tag, ...[0, 1].map((i) => new TextDecoder().decode(p.values[i] as Uint8Array))]);
    // Width and height: a kernel [5, 3] lies on its long side, a bias stands.
    expect(sizes).toEqual([
      ['w/kernel/image', '5', '3'],
      ['w/bias/image', '1', '3'],
    ]);
  });
  test('embeddings are written for the projector', async () => {
    const logDir = newDir();
    const m = sequential([layers.embedding({ inputDim: 3, outputDim: 2, name: 'words' }), layers.flatten(), layers.dense({ units: 1 })]);
    m.compile({ optimizer: 'sgd', loss: 'mse' });
    const [x, y] = [tf.zeros([2, 1], { dtype: 'int32' }), tf.ones([2, 1])];
    await m.fit(x, y, { ...quiet, callbacks: [callbacks.tensorBoard({ logDir, embeddingsFreq: 1, embeddingsMetadata: { words: 'words.tsv' } })] });
    expect(readFileSync(join(logDir, 'projector_config.pbtxt'), 'utf8')).toBe(
      'embeddings {\n  tensor_name: "words"\n  metadata_path: "words.tsv"\n  tensor_path: "words.vectors.tsv"\n}\n',
    );
    const table = readFileSync(join(logDir, 'words.vectors.tsv'), 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.split('\t').map(Number));
    expect(table).toEqual(m.layers[0].weights[0].value().array());
    const other = callbacks.tensorBoard({ logDir: newDir(), embeddingsFreq: 1, embeddingsMetadata: { wordz: 'x.tsv' } });
    await expect(m.fit(x, y, { ...quiet, callbacks: [other] })).rejects.toThrow(/names 'wordz', which is no embedding layer/);
  });
  test('bad ones are refused', () => {
    expect(() => callbacks.tensorBoard({ updateFreq: 0 })).toThrow(/updateFreq must be 'batch', 'epoch' or a number of steps; got 0/);
    expect(() => callbacks.tensorBoard({ histogramFreq: -1 })).toThrow(/histogramFreq must be/);
    expect(() => callbacks.tensorBoard({ profileBatch: [500, 520] })).toThrow(/the profiler is not here yet/);
    expect(() => callbacks.tensorBoard({ profileBatch: '5,2' })).toThrow(/profileBatch must be a step/);
    expect(() => callbacks.tensorBoard({ log_dir: 'x' } as never)).toThrow(/unknown option|did you mean/);
  });
});

test.each([false, true])('summaries of a train step go to the run, in the rhythm of updateFreq; eagerly: %s', async (runEagerly) => {
  class Noisy extends Model {
    readonly dense = layers.dense({ units: 1 });
    override call(x: tf.Tensor): tf.Tensor {
      return this.dense.apply(x) as tf.Tensor;
    }
    override trainStep(data: never): Record<string, tf.Tensor | number> {
      summary.scalar('mine', 7);
      summary.scalar('sum', tf.reduceSum((data as readonly tf.Tensor[])[0]));
      return super.trainStep(data) as Record<string, tf.Tensor | number>;
    }
  }
  const m = new Noisy();
  m.compile({ optimizer: 'sgd', loss: 'mse', runEagerly });
  const logDir = newDir();
  await m.fit(xs, xs, { ...quiet, epochs: 3, callbacks: [callbacks.tensorBoard({ logDir, updateFreq: 2 })] });
  const points = await pointsOf(logDir, 'train');
  expect(stepsOf(points, 'mine')).toEqual([2, 4, 6]);
  // Batches of two, in order: the second of each epoch is 3 and 4.
  expect(points.filter((p) => p.tag === 'sum').map((p) => [p.step, p.values[0]])).toEqual([2, 4, 6].map((step) => [step, 7]));
  expect(summary.shouldRecordSummaries()).toBe(false);
});

test('evaluate alone writes its run, and a run that fails leaves no open writer', async () => {
  const logDir = newDir();
  const m = network();
  await m.evaluate(xs, xs, { verbose: 0, callbacks: [callbacks.tensorBoard({ logDir })] });
  expect(stepsOf(await pointsOf(logDir, 'validation'), 'evaluation_loss_vs_iterations')).toEqual([0]);
  const failing = { onEpochEnd: () => Promise.reject(new Error('planned')) };
  await expect(m.fit(xs, xs, { ...quiet, callbacks: [callbacks.tensorBoard({ logDir, updateFreq: 'batch' }), failing] })).rejects.toThrow('planned');
  expect(summary.shouldRecordSummaries()).toBe(false);
});
