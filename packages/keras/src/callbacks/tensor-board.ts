import type { ConcreteFunction, Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import type { SummaryWriter, summary } from '@millrace/tensorboard/writer';
import { option } from '../options/basic.ts';
import { type OptionTable, resolveOptions } from '../options/option-table.ts';
import type { Resolved } from '../options/resolved.ts';
import { Callback, type CallbackModel, type CallbackParams, type Logs } from './callback.ts';
import { EmbeddingLog } from './embedding-log.ts';
import { profileBatchOption, updateFreqOption } from './tensor-board-options.ts';

export interface TensorBoardOptions {
  /** Directory of the log; runs are `train` and `validation` in it. Default 'logs'. */
  logDir?: string;
  /** Epochs between histograms of all weights; 0 for none. Default 0. */
  histogramFreq?: number;
  /** Whether to write the structure of the model and the program of its train step. Default true. */
  writeGraph?: boolean;
  /** Whether weights are also written as images, as often as histograms. Default false. */
  writeImages?: boolean;
  /** Whether to write steps per second, of epochs and of steps where these are written. Default false. */
  writeStepsPerSecond?: boolean;
  /** 'batch', 'epoch', or a number of steps: how often loss and metrics are written besides at the end of each epoch. Default 'epoch': not. */
  updateFreq?: 'batch' | 'epoch' | number;
  /** Steps to profile. Only 0, none, until the profiler is here. Default 0. */
  profileBatch?: number | string | readonly [number, number];
  /** Epochs between the vectors of embedding layers, for the projector; 0 for none. Default 0. */
  embeddingsFreq?: number;
  /** Path of the metadata of the embedding layer, or paths by layer name; relative to `logDir`. Default null. */
  embeddingsMetadata?: string | Readonly<Record<string, string>> | null;
}

const table: OptionTable<TensorBoardOptions> = {
  logDir: option.string('logs'),
  histogramFreq: option.integer(0, { atLeast: 0 }),
  writeGraph: option.boolean(true),
  writeImages: option.boolean(false),
  writeStepsPerSecond: option.boolean(false),
  updateFreq: updateFreqOption,
  profileBatch: profileBatchOption,
  embeddingsFreq: option.integer(0, { atLeast: 0 }),
  embeddingsMetadata: {
    fallback: null,
    saved: true,
    describe: 'a path, or paths by layer name',
    parse: (value) => value,
    serialize: (value) => value as never,
  },
};

/** What the callback reads of a model, besides what all callbacks do. */
export interface ObservedModel extends CallbackModel {
  readonly optimizer: { learningRate: number; readonly iterations?: Variable };
  readonly graph: object | null;
  readonly layers: readonly { readonly name: string; readonly weights: readonly Variable[] }[];
  toJSON(): string;
}

type Summary = typeof summary;
type Run = 'train' | 'validation';

/**
 * Writes what TensorBoard shows: loss, metrics and learning rate by epoch, and as asked also by step; weights, the structure, embeddings.
 * Summaries that a train step makes itself (`tf.summary.scalar`) go to the run `train` in the rhythm of `updateFreq`, unless a writer is the
 * default already; not with `stepsPerExecution` above 1, where the step is the body of a loop. Node only. Source: `keras.callbacks.TensorBoard`.
 *
 * @example
 * await model.fit(x, y, { epochs: 5, callbacks: [tf.keras.callbacks.tensorBoard({ logDir: 'logs/fit' })] });
 * // then: npx millrace tensorboard --logdir logs/fit
 */
export class TensorBoard extends Callback {
  readonly options: Resolved<TensorBoardOptions>;
  readonly #writers: Map<Run, SummaryWriter> = new Map();
  #summary: Summary | null = null;
  #createRun: ((run: Run) => SummaryWriter) | null = null;
  #embeddings: EmbeddingLog | null = null;
  #endDefault: (() => void) | null = null;
  #graphWritten = false;
  /** The compiled train step, from its first call to the end of its epoch. */
  #trainStep: ConcreteFunction | null = null;
  #stopListening: (() => void) | null = null;
  #trains = false;
  #step = 0;
  #stepBegan = 0;
  #epochBegan = 0;
  #epochSteps = 0;

  /** @throws ValueError for bad options; UnimplementedError for `profileBatch` above 0 */
  constructor(options: TensorBoardOptions = {}) {
    super();
    this.options = resolveOptions('tensorBoard', table, options) as unknown as Resolved<TensorBoardOptions>;
    // Hooks of single steps cost every step something, so they are there only when they have something to do.
    if (this.options.updateFreq === 'epoch' && !this.options.writeStepsPerSecond) return;
    this.onTrainBatchBegin = () => this.#beginStep();
    this.onTrainBatchEnd = (_, logs) => this.#endStep(logs);
  }

  override attach(model: CallbackModel, params: CallbackParams): void {
    super.attach(model, params);
    this.#graphWritten = false;
    this.#trains = false;
    this.#step = 0;
    const { embeddingsFreq, embeddingsMetadata, logDir } = this.options;
    this.#embeddings = embeddingsFreq > 0 ? new EmbeddingLog(logDir, embeddingsMetadata as never) : null;
  }
  override release(): void {
    this.#endDefault?.();
    this.#endDefault = null;
    this.#stopListening?.();
    // Files are closed before `close` returns.
    for (const writer of this.#writers.values()) void writer.close();
    this.#writers.clear();
  }

  override async onTrainBegin(): Promise<void> {
    this.#trains = true;
    const summary = await this.#load();
    await this.#writeGraph();
    if (this.options.writeGraph) this.#listen();
    if (this.options.updateFreq === 'epoch') return;
    const every = this.#every;
    this.#endDefault = summary.pushDefault(this.#writer('train'), { step: { item: () => this.#step }, condition: () => this.#step % every === 0 });
  }
  override async onTrainEnd(): Promise<void> {
    this.#endDefault?.();
    this.#endDefault = null;
    await Promise.all([...this.#writers.values()].map((w) => w.close()));
    this.#writers.clear();
    this.#trains = false;
  }
  override onEpochBegin(): void {
    this.#epochBegan = performance.now();
    this.#epochSteps = this.#iterations;
  }
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    await this.#writeGraph();
    await this.#writeTrainStep();
    const train: Logs = {};
    const validation: Logs = {};
    for (const [name, value] of Object.entries(logs)) {
      if (name.startsWith('val_')) validation[name.slice(4)] = value;
      else train[name] = value;
    }
    train.learning_rate = this.#model.optimizer.learningRate;
    if (this.options.writeStepsPerSecond) train.steps_per_second = (this.#iterations - this.#epochSteps) / ((performance.now() - this.#epochBegan) / 1000);
    this.#scalars('train', 'epoch_', train, epoch);
    this.#scalars('validation', 'epoch_', validation, epoch);
    const { histogramFreq, embeddingsFreq } = this.options;
    if (histogramFreq > 0 && epoch % histogramFreq === 0) this.#writeWeights(epoch);
    if (embeddingsFreq > 0 && epoch % embeddingsFreq === 0) await this.#embeddings?.write(this.#model.layers);
    for (const writer of this.#writers.values()) await writer.flush();
  }
  override async onTestEnd(logs: Logs): Promise<void> {
    await this.#load();
    if (this.#model.optimizer?.iterations !== undefined) this.#scalars('validation', 'evaluation_', logs, this.#iterations, '_vs_iterations');
    if (!this.#trains) await this.#writers.get('validation')?.flush();
  }

  #beginStep(): void {
    this.#step++;
    this.#stepBegan = performance.now();
  }
  #endStep(logs: Logs): void {
    if (this.options.updateFreq === 'epoch' || this.#step % this.#every !== 0) return;
    if (this.options.writeStepsPerSecond) this.#scalars('train', 'batch_', { steps_per_second: 1000 / (performance.now() - this.#stepBegan) }, this.#step);
    this.#scalars('train', 'batch_', logs, this.#step);
  }
  /** Steps between two that are written. */
  get #every(): number {
    return this.options.updateFreq === 'batch' ? 1 : (this.options.updateFreq as number);
  }
  get #model(): ObservedModel {
    return this.model as unknown as ObservedModel;
  }
  get #iterations(): number {
    return Number(this.#model.optimizer?.iterations?.value().item() ?? 0);
  }

  async #load(): Promise<Summary> {
    if (this.#summary !== null) return this.#summary;
    // bundles for browsers leave both out (package.json, "browser")
    const [{ summary }, { join }] = await Promise.all([import('@millrace/tensorboard/writer'), import('node:path')]);
    if (!summary)
      throw failure('unimplemented', { op: 'TensorBoard', message: 'logs are files, and this host has no file system', hint: 'tf.keras.callbacks.History' });
    this.#createRun = (run) => summary.createFileWriter(join(this.options.logDir, run), { filenameSuffix: '.v2' });
    this.#summary = summary;
    return summary;
  }
  /** The writer of a run; its file is made when there is something to write. */
  #writer(run: Run): SummaryWriter {
    let writer = this.#writers.get(run);
    if (writer === undefined) this.#writers.set(run, (writer = this.#createRun!(run)));
    return writer;
  }
  /** Records in a run whatever the conditions around are. */
  #record(run: Run, body: (summary: Summary) => void): void {
    const summary = this.#summary!;
    this.#writer(run).asDefault(() => summary.recordIf(true, () => body(summary)));
  }
  #scalars(run: Run, prefix: string, logs: Logs, step: number, suffix = ''): void {
    if (Object.keys(logs).length === 0) return;
    this.#record(run, (summary) => {
      for (const [name, value] of Object.entries(logs)) summary.scalar(prefix + name + suffix, value, { step });
    });
  }
  /** The structure, once: a sequential model may have none before its first step. */
  async #writeGraph(): Promise<void> {
    if (!this.options.writeGraph || this.#graphWritten || !this.#model.graph) return;
    this.#graphWritten = true;
    this.#record('train', (summary) => summary.kerasModel('keras', this.#model.toJSON(), { step: 0 }));
  }
  /** Keeps the first compiled train step: its program is a graph as well. */
  #listen(): void {
    const stop = tf.onFunctionCall((called) => {
      if (!called.name.startsWith('trainStep of ')) return;
      this.#trainStep = called;
      this.#stopListening?.();
    });
    this.#stopListening = () => {
      stop();
      this.#stopListening = null;
    };
  }
  async #writeTrainStep(): Promise<void> {
    const step = this.#trainStep;
    if (step === null) return;
    this.#trainStep = null;
    const summary = this.#summary!;
    await this.#writer('train').asDefault(() => summary.recordIf(true, () => summary.graph(step, { name: 'train_step' })));
  }
  #writeWeights(step: number): void {
    this.#record('train', (summary) => {
      for (const weight of this.#model.layers.flatMap((layer) => layer.weights)) {
        const name = weight.name.replaceAll(':', '_');
        summary.histogram(`${name}/histogram`, weight.value(), { step });
        const image = this.options.writeImages ? imageOfWeight(weight.value()) : null;
        if (image !== null) summary.image(`${name}/image`, image, { step });
      }
    });
  }
}

/**
 * A weight as images [k, height, width, channels]; null where it has no such form. Vectors are one row, matrices lie on their long side, of
 * three dimensions the last counts images. Source: `keras.callbacks.TensorBoard`.
 */
function imageOfWeight(weight: Tensor): Tensor | null {
  const x = tf.squeeze(weight);
  const [a, b, c] = x.shape as readonly number[];
  if (x.rank === 1) return tf.reshape(x, [1, a, 1, 1]);
  if (x.rank === 2) return a > b ? tf.reshape(tf.transpose(x), [1, b, a, 1]) : tf.reshape(x, [1, a, b, 1]);
  if (x.rank === 3) return tf.reshape(tf.transpose(x, { perm: [2, 0, 1] }), [c, a, b, 1]);
  const channels = x.shape[3];
  return x.rank === 4 && (channels === 1 || channels === 3 || channels === 4) ? x : null;
}

export const tensorBoard = (options?: TensorBoardOptions): TensorBoard => new TensorBoard(options);
