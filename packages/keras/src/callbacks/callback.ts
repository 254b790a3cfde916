/** Base of callbacks: what happens around epochs, steps, evaluations and predictions. Source: `keras.callbacks.Callback`. */
import type { Tensor } from '@millrace/core';

/** Numbers by name; hooks at the end of an epoch may add to them. */
export type Logs = Record<string, number>;

/** What a callback may use of the model. */
export interface CallbackModel {
  readonly name: string;
  stopTraining: boolean;
  readonly optimizer: { learningRate: number };
  getWeights(): Tensor[];
  setWeights(values: readonly Tensor[]): void;
  save(path: string): Promise<void>;
  saveWeights(path: string): Promise<void>;
}

/** What is known of the run. */
export interface CallbackParams {
  readonly verbose: 0 | 1 | 2;
  readonly epochs: number;
  /** Steps of an epoch; null where only the data knows. */
  readonly steps: number | null;
}

/** The hooks. Each may be asynchronous: the loop waits for it. */
export interface CallbackHooks {
  onTrainBegin?(): void | Promise<void>;
  onTrainEnd?(logs: Logs): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs): void | Promise<void>;
  onTrainBatchBegin?(batch: number): void | Promise<void>;
  onTrainBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
  onTestBegin?(): void | Promise<void>;
  onTestEnd?(logs: Logs): void | Promise<void>;
  onTestBatchBegin?(batch: number): void | Promise<void>;
  onTestBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
  onPredictBegin?(): void | Promise<void>;
  onPredictEnd?(): void | Promise<void>;
  onPredictBatchBegin?(batch: number): void | Promise<void>;
  onPredictBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
}

export const hookNames: readonly (keyof CallbackHooks)[] = [
  ...(['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onTrainBatchBegin', 'onTrainBatchEnd', 'onTestBegin', 'onTestEnd'] as const),
  ...(['onTestBatchBegin', 'onTestBatchEnd', 'onPredictBegin', 'onPredictEnd', 'onPredictBatchBegin', 'onPredictBatchEnd'] as const),
];

/**
 * A callback. Subclasses implement hooks; epochs and batches count from 0.
 *
 * @example
 * class StopAt95 extends tf.keras.callbacks.Callback {
 *   override onEpochEnd(epoch: number, logs: Logs) { if (logs.accuracy > 0.95) this.model.stopTraining = true; }
 * }
 */
export class Callback implements CallbackHooks {
  #model: CallbackModel | null = null;
  params: CallbackParams = { verbose: 0, epochs: 1, steps: null };
  get model(): CallbackModel {
    return this.#model as CallbackModel;
  }
  /** Called by the loops before the first hook. */
  attach(model: CallbackModel, params: CallbackParams): void {
    this.#model = model;
    this.params = params;
  }
  /** Called when a run has ended, also by an error: gives back what the callback holds. */
  release(): void {}
  onTrainBegin(): void | Promise<void> {}
  onTrainEnd(_logs: Logs): void | Promise<void> {}
  onEpochBegin(_epoch: number): void | Promise<void> {}
  onEpochEnd(_epoch: number, _logs: Logs): void | Promise<void> {}
  onTrainBatchBegin(_batch: number): void | Promise<void> {}
  onTrainBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
  onTestBegin(): void | Promise<void> {}
  onTestEnd(_logs: Logs): void | Promise<void> {}
  onTestBatchBegin(_batch: number): void | Promise<void> {}
  onTestBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
  onPredictBegin(): void | Promise<void> {}
  onPredictEnd(): void | Promise<void> {}
  onPredictBatchBegin(_batch: number): void | Promise<void> {}
  onPredictBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
}
