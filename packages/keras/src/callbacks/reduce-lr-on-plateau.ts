import { failure } from '@millrace/ir';
import { option } from '../options/basic.ts';
import { type OptionTable, resolveOptions } from '../options/option-table.ts';
import type { Resolved } from '../options/resolved.ts';
import { Callback, type Logs } from './callback.ts';
import { Monitor, type MonitorMode } from './monitor.ts';

export interface ReduceLROnPlateauOptions {
  /** Name of the value to watch. Default 'val_loss'. */
  monitor?: string;
  /** Factor of the learning rate, below 1. Default 0.1. */
  factor?: number;
  /** Epochs without improvement after which the rate falls. Default 10. */
  patience?: number;
  /** Default 0. */
  verbose?: 0 | 1;
  /** Whether less ('min') or more ('max') is better; 'auto' goes by the name. Default 'auto'. */
  mode?: MonitorMode;
  /** Smallest change that counts as an improvement. Default 1e-4. */
  minDelta?: number;
  /** Epochs to wait after the rate has fallen. Default 0. */
  cooldown?: number;
  /** The rate does not fall below it. Default 0. */
  minLr?: number;
}

const table: OptionTable<ReduceLROnPlateauOptions> = {
  monitor: option.string('val_loss'),
  factor: option.number(0.1, { above: 0 }),
  patience: option.integer(10, { atLeast: 0 }),
  verbose: option.integer(0, { atLeast: 0, atMost: 1 }),
  mode: option.choice('auto', ['auto', 'min', 'max']),
  minDelta: option.number(1e-4, { atLeast: 0 }),
  cooldown: option.integer(0, { atLeast: 0 }),
  minLr: option.number(0, { atLeast: 0 }),
};

/** Multiplies the learning rate by a factor when a value has stopped improving; logs it as `learning_rate`. Source: `keras.callbacks.ReduceLROnPlateau`. */
export class ReduceLROnPlateau extends Callback {
  readonly options: Resolved<ReduceLROnPlateauOptions>;
  #monitor: Monitor;
  #wait = 0;
  #cooldown = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    super();
    this.options = resolveOptions('reduceLROnPlateau', table, options) as unknown as Resolved<ReduceLROnPlateauOptions>;
    if (this.options.factor >= 1) throw failure('value', { op: 'reduceLROnPlateau', message: `factor must be below 1; got ${this.options.factor}` });
    this.#monitor = this.#newMonitor();
  }
  #newMonitor(): Monitor {
    return new Monitor(this.options.monitor, this.options.mode, this.options.minDelta);
  }
  override onTrainBegin(): void {
    this.#monitor = this.#newMonitor();
    this.#wait = 0;
    this.#cooldown = 0;
  }
  override onEpochEnd(epoch: number, logs: Logs): void {
    const { optimizer } = this.model;
    logs.learning_rate = optimizer.learningRate;
    const value = this.#monitor.read(logs, 'reduceLROnPlateau');
    if (value === null) return;
    if (this.#cooldown > 0) {
      this.#cooldown--;
      this.#wait = 0;
    }
    if (this.#monitor.improves(value, this.#monitor.best)) {
      this.#monitor.best = value;
      this.#wait = 0;
    } else if (this.#cooldown <= 0) this.#countEpoch(epoch);
  }
  #countEpoch(epoch: number): void {
    const { patience, factor, minLr, cooldown, verbose } = this.options;
    const { optimizer } = this.model;
    this.#wait++;
    if (this.#wait < patience || optimizer.learningRate <= Math.fround(minLr)) return;
    optimizer.learningRate = Math.max(optimizer.learningRate * factor, minLr);
    if (verbose > 0) console.log(`Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${optimizer.learningRate}.`);
    this.#cooldown = cooldown;
    this.#wait = 0;
  }
}
export const reduceLROnPlateau = (options?: ReduceLROnPlateauOptions): ReduceLROnPlateau => new ReduceLROnPlateau(options);
