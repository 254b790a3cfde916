import { failure } from '@millrace/ir';
import { describeValue } from '../options/option-table.ts';
import { Callback, type Logs } from './callback.ts';

/** The learning rate of an epoch (from 0), given the current one. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/** Sets the learning rate at the beginning of each epoch and logs it as `learning_rate`. Source: `keras.callbacks.LearningRateScheduler`. */
export class LearningRateScheduler extends Callback {
  readonly #schedule: EpochSchedule;
  readonly #verbose: boolean;
  /** @throws TypeError unless `schedule` is a function */
  constructor(schedule: EpochSchedule, { verbose = 0 }: { readonly verbose?: 0 | 1 } = {}) {
    super();
    if (typeof schedule !== 'function')
      throw failure('wrong-kind', {
        op: 'learningRateScheduler',
        message: `schedule must be a function (epoch, learningRate); got ${describeValue(schedule)}`,
      });
    this.#schedule = schedule;
    this.#verbose = verbose > 0;
  }
  override onEpochBegin(epoch: number): void {
    const rate = this.#schedule(epoch, this.model.optimizer.learningRate);
    if (typeof rate !== 'number' || !Number.isFinite(rate))
      throw failure('value', { op: 'learningRateScheduler', message: `schedule must give a number; got ${describeValue(rate)} for epoch ${epoch}` });
    this.model.optimizer.learningRate = rate;
    if (this.#verbose) console.log(`Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${rate}.`);
  }
  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = this.model.optimizer.learningRate;
  }
}
export const learningRateScheduler = (schedule: EpochSchedule, options?: { readonly verbose?: 0 | 1 }): LearningRateScheduler =>
  new LearningRateScheduler(schedule, options);
