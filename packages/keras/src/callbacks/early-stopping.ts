import type { Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type OptionTable, resolveOptions } from '../options/option-table.ts';
import type { Resolved } from '../options/resolved.ts';
import { Callback, type Logs } from './callback.ts';
import { Monitor, type MonitorMode } from './monitor.ts';

export interface EarlyStoppingOptions {
  /** Name of the value to watch. Default 'val_loss'. */
  monitor?: string;
  /** Smallest change that counts as an improvement. Default 0. */
  minDelta?: number;
  /** Epochs without improvement after which training ends. Default 0. */
  patience?: number;
  /** Whether less ('min') or more ('max') is better; 'auto' goes by the name. Default 'auto'. */
  mode?: MonitorMode;
  /** A value that has to be improved on. Default null. */
  baseline?: number | null;
  /** Whether to go back to the weights of the best epoch. Default false. */
  restoreBestWeights?: boolean;
  /** Epochs at the beginning that do not count. Default 0. */
  startFromEpoch?: number;
  /** Default 0. */
  verbose?: 0 | 1;
}

const table: OptionTable<EarlyStoppingOptions> = {
  monitor: option.string('val_loss'),
  minDelta: option.number(0),
  patience: option.integer(0, { atLeast: 0 }),
  mode: option.choice('auto', ['auto', 'min', 'max']),
  baseline: option.optional(option.number()),
  restoreBestWeights: option.boolean(false),
  startFromEpoch: option.integer(0, { atLeast: 0 }),
  verbose: option.integer(0, { atLeast: 0, atMost: 1 }),
};

/** Ends training when a value has stopped improving. Source: `keras.callbacks.EarlyStopping`. */
export class EarlyStopping extends Callback {
  readonly options: Resolved<EarlyStoppingOptions>;
  /** Epoch after which training ended; 0 where it did not. */
  stoppedEpoch = 0;
  bestEpoch = 0;
  #monitor: Monitor;
  #wait = 0;
  #bestWeights: Tensor[] | null = null;

  constructor(options: EarlyStoppingOptions = {}) {
    super();
    this.options = resolveOptions('earlyStopping', table, options) as unknown as Resolved<EarlyStoppingOptions>;
    this.#monitor = this.#newMonitor();
  }
  #newMonitor(): Monitor {
    return new Monitor(this.options.monitor, this.options.mode, this.options.minDelta);
  }
  override onTrainBegin(): void {
    this.#monitor = this.#newMonitor();
    this.#wait = 0;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
    this.#bestWeights = null;
  }
  override onEpochEnd(epoch: number, logs: Logs): void {
    const { patience, baseline, restoreBestWeights, startFromEpoch } = this.options;
    const value = this.#monitor.read(logs, 'earlyStopping');
    if (value === null || epoch < startFromEpoch) return;
    if (restoreBestWeights && this.#bestWeights === null) this.#bestWeights = this.model.getWeights();
    this.#wait++;
    if (this.#monitor.improves(value, this.#monitor.best)) {
      this.#monitor.best = value;
      this.bestEpoch = epoch;
      if (restoreBestWeights) this.#bestWeights = this.model.getWeights();
      if (baseline === null || this.#monitor.improves(value, baseline)) this.#wait = 0;
      return;
    }
    if (this.#wait >= patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }
  override onTrainEnd(): void {
    const { verbose, restoreBestWeights } = this.options;
    if (verbose > 0 && this.stoppedEpoch > 0) console.log(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (!restoreBestWeights || this.#bestWeights === null) return;
    this.model.setWeights(this.#bestWeights);
    if (verbose > 0) console.log(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
  }
}
export const earlyStopping = (options?: EarlyStoppingOptions): EarlyStopping => new EarlyStopping(options);
