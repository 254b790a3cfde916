/** The training loop. Source: Keras's `Trainer.fit`. */
import { checkOptions, failure } from '@millrace/ir';
import { CallbackList } from '../callbacks/callback-list.ts';
import type { History } from '../callbacks/history.ts';
import { type Batch, type BatchSource, sourcesOf } from './batch-source.ts';
import { runEvaluation } from './evaluate-loop.ts';
import { Executions } from './executions.ts';
import { Interruption } from './interruption.ts';
import { type BatchLogs, type DataLike, type FitOptions, fitKeys, type Targets } from './options.ts';
import { splitArguments } from './split-arguments.ts';
import { numbersOf } from './step-logs.ts';
import type { TrainedModel } from './trained-model.ts';
import type { Trainer } from './trainer.ts';

/** Trains a model. @throws FailedPreconditionError before compile; ValueError for bad options or data */
export async function fit(model: TrainedModel, trainer: Trainer, x: DataLike, second?: Targets | FitOptions, third?: FitOptions): Promise<History> {
  const [y, options] = splitArguments<FitOptions>(second, third, fitKeys);
  checkOptions('fit', options, fitKeys);
  trainer.requireCompiled('fit');
  const plan = planOf(x, y, options);
  const callbacks = new CallbackList(options.callbacks ?? [], {
    verbose: options.verbose ?? 'auto',
    model: model as never,
    epochs: plan.epochs,
    steps: plan.steps,
  });
  const interruption = new Interruption(options.signal ?? null);
  interruption.listen();
  try {
    await new FitLoop(model, trainer, plan, callbacks, interruption).run();
  } finally {
    callbacks.release();
    interruption.stop();
  }
  return callbacks.history;
}

interface Plan {
  readonly source: BatchSource;
  readonly validation: BatchSource | null;
  readonly epochs: number;
  readonly initialEpoch: number;
  /** Steps of an epoch; null where only the data knows. */
  readonly steps: number | null;
  readonly stepsPerEpoch: number | null;
  readonly validationSteps: number | null;
  readonly validatesAfter: (epoch: number) => boolean;
}

function wholeNumber(name: string, value: number, atLeast: number): number {
  if (Number.isSafeInteger(value) && value >= atLeast) return value;
  throw failure('value', { op: 'fit', message: `${name} must be an integer of at least ${atLeast}; got ${value}` });
}

function planOf(x: DataLike, y: Targets | undefined, options: FitOptions): Plan {
  const {
    epochs = 1,
    batchSize = 32,
    initialEpoch = 0,
    stepsPerEpoch = null,
    validationSplit = 0,
    validationFreq = 1,
    validationSteps = null,
    shuffle = true,
  } = options;
  wholeNumber('epochs', epochs, 0);
  wholeNumber('batchSize', batchSize, 1);
  wholeNumber('initialEpoch', initialEpoch, 0);
  if (stepsPerEpoch !== null) wholeNumber('stepsPerEpoch', stepsPerEpoch, 1);
  if (validationSteps !== null) wholeNumber('validationSteps', validationSteps, 1);
  if (!(validationSplit >= 0 && validationSplit < 1))
    throw failure('value', { op: 'fit', message: `validationSplit must be at least 0 and below 1; got ${validationSplit}` });
  if (typeof validationFreq === 'number') wholeNumber('validationFreq', validationFreq, 1);
  const { source, held } = sourcesOf(x, y, {
    op: 'fit',
    batchSize,
    shuffle,
    classWeight: options.classWeight,
    sampleWeight: options.sampleWeight,
    validationSplit: options.validationData ? 0 : validationSplit,
  });
  const validation = options.validationData ? validationSource(options) : held;
  const after = (epoch: number): boolean => (typeof validationFreq === 'number' ? (epoch + 1) % validationFreq === 0 : validationFreq.includes(epoch + 1));
  return { source, validation, epochs, initialEpoch, steps: stepsPerEpoch ?? source.steps, stepsPerEpoch, validationSteps, validatesAfter: after };
}

function validationSource({ validationData, batchSize = 32, validationBatchSize }: FitOptions): BatchSource {
  const settings = { op: 'fit (validationData)', batchSize: validationBatchSize ?? batchSize };
  if (!Array.isArray(validationData)) return sourcesOf(validationData as DataLike, undefined, settings).source;
  if (validationData.length < 2 || validationData.length > 3)
    throw failure('value', { op: 'fit', message: `validationData must be [x, y] or [x, y, sampleWeight]; got a list of ${validationData.length}` });
  const [vx, vy, weight] = validationData as unknown as readonly [never, never, never?];
  return sourcesOf(vx, vy, { ...settings, sampleWeight: weight ?? null }).source;
}

/** One run of `fit`. */
class FitLoop {
  readonly #model: TrainedModel;
  readonly #trainer: Trainer;
  readonly #plan: Plan;
  readonly #callbacks: CallbackList;
  readonly #interruption: Interruption;
  /** A pass that goes on over several epochs of `stepsPerEpoch`. */
  #pass: AsyncIterator<Batch> | Iterator<Batch> | null = null;
  #warnedNonFinite = false;
  #exhausted = false;

  constructor(model: TrainedModel, trainer: Trainer, plan: Plan, callbacks: CallbackList, interruption: Interruption) {
    this.#model = model;
    this.#trainer = trainer;
    this.#plan = plan;
    this.#callbacks = callbacks;
    this.#interruption = interruption;
  }

  async run(): Promise<void> {
    const { epochs, initialEpoch } = this.#plan;
    this.#model.stopTraining = false;
    await this.#callbacks.onTrainBegin();
    let logs: BatchLogs = {};
    for (let epoch = initialEpoch; epoch < epochs; epoch++) {
      const done = await this.#epoch(epoch);
      if (done === null) break;
      logs = done;
      if (this.#model.stopTraining || this.#interruption.requested || this.#exhausted) break;
    }
    this.#finish();
    await this.#callbacks.onTrainEnd(logs);
    if (this.#interruption.byUser) {
      const { length } = this.#callbacks.history.epoch;
      console.error(`fit: interrupted by Ctrl-C; ${length === 1 ? '1 epoch is' : `${length} epochs are`} in the history`);
      process.exitCode = 130;
    }
  }

  /** Weights become their moving averages where the optimizer keeps them. */
  #finish(): void {
    const { optimizer } = this.#model as unknown as { optimizer?: { built: boolean; finalizeVariableValues(): void } };
    if (optimizer?.built) optimizer.finalizeVariableValues();
  }

  /** One epoch; null where it was cut short before its first step ended. */
  async #epoch(epoch: number): Promise<BatchLogs | null> {
    for (const metric of this.#model.metrics) metric.resetState();
    await this.#callbacks.onEpochBegin(epoch);
    const trained = await this.#steps(epoch);
    if (trained === null) return null;
    const logs = { ...trained };
    if (this.#plan.validation !== null && this.#plan.validatesAfter(epoch) && !this.#interruption.requested) {
      const validated = await runEvaluation(this.#model, this.#trainer, this.#plan.validation, this.#plan.validationSteps, this.#callbacks, this.#interruption);
      for (const [name, value] of Object.entries(validated)) logs[`val_${name}`] = value;
    }
    await this.#callbacks.onEpochEnd(epoch, logs);
    return logs;
  }

  async #steps(epoch: number): Promise<BatchLogs | null> {
    const { stepsPerEpoch, source } = this.#plan;
    let logs: BatchLogs | null = null;
    const executions = new Executions(this.#startPass(), this.#trainer.steps.stepsPerExecution, stepsPerEpoch);
    for (;;) {
      const next = executions.next();
      const execution = next instanceof Promise ? await next : next;
      if (execution === null) break;
      if (this.#callbacks.wantsBatches) await this.#callbacks.onTrainBatchBegin(execution.first);
      logs = numbersOf(this.#trainer.steps.train(execution.batches));
      this.#checkFinite(logs, epoch, execution.last);
      if (this.#callbacks.wantsBatches) await this.#callbacks.onTrainBatchEnd(execution.last, logs);
      await this.#interruption.breathe();
      if (this.#model.stopTraining || this.#interruption.requested) return logs;
    }
    if (executions.ended) this.#pass = null;
    const step = executions.taken;
    if (step === 0 && epoch === this.#plan.initialEpoch) throw failure('value', { op: 'fit', message: 'the data is empty: there were no batches' });
    if (step === 0 || (stepsPerEpoch !== null && step < stepsPerEpoch)) {
      this.#exhausted = source.continues || stepsPerEpoch !== null;
      const wanted = stepsPerEpoch === null ? '' : ` of ${stepsPerEpoch}`;
      console.warn(
        `fit: the data ran out in epoch ${epoch + 1} after ${step}${wanted} steps; training ends. An iterator gives one pass: pass a function that makes one, or a data set.`,
      );
    }
    return logs;
  }

  /** The pass of this epoch: a new one, or with `stepsPerEpoch` the one in progress. */
  #startPass(): AsyncIterator<Batch> | Iterator<Batch> {
    if (this.#pass !== null && this.#plan.stepsPerEpoch !== null) return this.#pass;
    const batches = this.#plan.source.batches();
    this.#pass = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
    return this.#pass;
  }

  #checkFinite(logs: BatchLogs, epoch: number, step: number): void {
    if (this.#warnedNonFinite || logs.loss === undefined || Number.isFinite(logs.loss)) return;
    this.#warnedNonFinite = true;
    console.warn(
      `fit: the loss became ${logs.loss} in epoch ${epoch + 1} at step ${step + 1}. Causes: a learning rate that is too high, inputs that are not scaled, logits given to a loss that takes probabilities. The callback terminateOnNaN ends training there.`,
    );
  }
}
