/** The callbacks of a run, called in order: the history first, the progress bar last. */
import { failure } from '@millrace/ir';
import { describeValue } from '../options/option-table.ts';
import { Callback, type CallbackHooks, type CallbackModel, type CallbackParams, hookNames, type Logs } from './callback.ts';
import { History } from './history.ts';
import { LambdaCallback } from './lambda-callback.ts';
import { ProgbarLogger } from './progbar-logger.ts';

export interface RunFacts {
  readonly model: CallbackModel;
  readonly verbose: 0 | 1 | 2 | 'auto';
  readonly epochs: number;
  readonly steps: number | null;
}

const batchHooks: readonly (keyof CallbackHooks)[] = hookNames.filter((name) => name.includes('Batch'));

function asCallback(value: Callback | CallbackHooks): Callback {
  if (value instanceof Callback) return value;
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) return new LambdaCallback(value);
  throw failure('wrong-kind', { op: 'fit', message: `a callback must be a Callback or an object of hooks; got ${describeValue(value)}` });
}

export class CallbackList {
  readonly history: History;
  /** Whether any callback has a hook for single batches. */
  readonly wantsBatches: boolean;
  readonly #callbacks: readonly Callback[];

  constructor(callbacks: readonly (Callback | CallbackHooks)[] | Callback | CallbackHooks, { model, verbose, epochs, steps }: RunFacts) {
    const level = verbose === 'auto' ? 1 : verbose;
    if (![0, 1, 2].includes(level)) throw failure('value', { op: 'fit', message: `verbose must be 0, 1, 2 or 'auto'; got ${describeValue(verbose)}` });
    const given = (Array.isArray(callbacks) ? (callbacks as readonly (Callback | CallbackHooks)[]) : [callbacks as Callback]).map(asCallback);
    this.history = given.find((c) => c instanceof History) ?? new History();
    const hasProgress = given.some((c) => c instanceof ProgbarLogger);
    const progress = level === 0 || hasProgress ? [] : [new ProgbarLogger()];
    // The history is last but one: it keeps what other callbacks add to the logs.
    this.#callbacks = [...given.filter((c) => c !== this.history), this.history, ...progress];
    const params: CallbackParams = { verbose: level, epochs, steps };
    for (const c of this.#callbacks) c.attach(model, params);
    this.wantsBatches = this.#callbacks.some((c) => batchHooks.some((name) => c[name] !== Callback.prototype[name]));
  }

  async #each(call: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.#callbacks) {
      const pending = call(callback);
      if (pending !== undefined) await pending;
    }
  }

  /** Ends the run, also after an error. */
  release(): void {
    for (const c of this.#callbacks) c.release();
  }

  onTrainBegin = (): Promise<void> => this.#each((c) => c.onTrainBegin());
  onTrainEnd = (logs: Logs): Promise<void> => this.#each((c) => c.onTrainEnd(logs));
  onEpochBegin = (epoch: number): Promise<void> => this.#each((c) => c.onEpochBegin(epoch));
  onEpochEnd = (epoch: number, logs: Logs): Promise<void> => this.#each((c) => c.onEpochEnd(epoch, logs));
  onTrainBatchBegin = (batch: number): Promise<void> => this.#each((c) => c.onTrainBatchBegin(batch));
  onTrainBatchEnd = (batch: number, logs: Logs): Promise<void> => this.#each((c) => c.onTrainBatchEnd(batch, logs));
  onTestBegin = (): Promise<void> => this.#each((c) => c.onTestBegin());
  onTestEnd = (logs: Logs): Promise<void> => this.#each((c) => c.onTestEnd(logs));
  onTestBatchBegin = (batch: number): Promise<void> => this.#each((c) => c.onTestBatchBegin(batch));
  onTestBatchEnd = (batch: number, logs: Logs): Promise<void> => this.#each((c) => c.onTestBatchEnd(batch, logs));
  onPredictBegin = (): Promise<void> => this.#each((c) => c.onPredictBegin());
  onPredictEnd = (): Promise<void> => this.#each((c) => c.onPredictEnd());
  onPredictBatchBegin = (batch: number): Promise<void> => this.#each((c) => c.onPredictBatchBegin(batch));
  onPredictBatchEnd = (batch: number, logs: Logs): Promise<void> => this.#each((c) => c.onPredictBatchEnd(batch, logs));
}
