import { Callback, type Logs } from './callback.ts';

/** What `fit` returns: the logs of each epoch. */
export class History extends Callback {
  /** Indices of the epochs that ended. */
  epoch: number[] = [];
  /** Values of each epoch by name: `history.loss[0]`. */
  history: Record<string, number[]> = {};
  override onTrainBegin(): void {
    this.epoch = [];
    this.history = {};
  }
  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}
