import { failure } from '@millrace/ir';
import { option } from '../options/basic.ts';
import { type OptionTable, resolveOptions } from '../options/option-table.ts';
import type { Resolved } from '../options/resolved.ts';
import { Callback, type Logs } from './callback.ts';
import { formatTemplate } from './format-template.ts';
import { Monitor, type MonitorMode } from './monitor.ts';

export interface ModelCheckpointOptions {
  /** Path with places for values: `'{epoch:02d}-{val_loss:.2f}.keras'`. Ends in .keras, or in .weights.h5 with saveWeightsOnly. */
  filepath: string;
  /** Name of the value to watch. Default 'val_loss'. */
  monitor?: string;
  /** Default 0. */
  verbose?: 0 | 1;
  /** Whether to save only when the value has improved. Default false. */
  saveBestOnly?: boolean;
  /** Default false: the whole model. */
  saveWeightsOnly?: boolean;
  /** Whether less ('min') or more ('max') is better; 'auto' goes by the name. Default 'auto'. */
  mode?: MonitorMode;
  /** 'epoch' or a number of steps. Default 'epoch'. */
  saveFreq?: 'epoch' | number;
  /** A value that the first save has to improve on. Default null. */
  initialValueThreshold?: number | null;
}

const table: OptionTable<ModelCheckpointOptions> = {
  filepath: option.string(),
  monitor: option.string('val_loss'),
  verbose: option.integer(0, { atLeast: 0, atMost: 1 }),
  saveBestOnly: option.boolean(false),
  saveWeightsOnly: option.boolean(false),
  mode: option.choice('auto', ['auto', 'min', 'max']),
  saveFreq: {
    ...option.string('epoch'),
    describe: "'epoch' or a number of steps",
    parse(value, place) {
      if (value === 'epoch' || (Number.isSafeInteger(value) && (value as number) >= 1)) return value;
      throw failure('value', { op: place.op, message: `saveFreq must be 'epoch' or a number of steps; got ${String(value)}` });
    },
  },
  initialValueThreshold: option.optional(option.number()),
};

/** Saves the model while it trains, each file whole or not at all. Node only. Source: `keras.callbacks.ModelCheckpoint`. */
export class ModelCheckpoint extends Callback {
  readonly options: Resolved<ModelCheckpointOptions>;
  readonly #monitor: Monitor;
  #epoch = 0;
  #steps = 0;

  /** @throws ValueError for a path with another ending */
  constructor(options: ModelCheckpointOptions) {
    super();
    this.options = resolveOptions('modelCheckpoint', table, options) as unknown as Resolved<ModelCheckpointOptions>;
    const { filepath, saveWeightsOnly, monitor, mode, initialValueThreshold } = this.options;
    const ending = saveWeightsOnly ? '.weights.h5' : '.keras';
    if (!filepath.endsWith(ending))
      throw failure('value', {
        op: 'modelCheckpoint',
        message: `filepath must end in ${ending}${saveWeightsOnly ? ' with saveWeightsOnly' : ''}; got ${filepath}`,
      });
    this.#monitor = new Monitor(monitor, mode, 0);
    if (initialValueThreshold !== null) this.#monitor.best = initialValueThreshold;
  }
  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }
  override async onTrainBatchEnd(_batch: number, logs: Logs): Promise<void> {
    this.#steps++;
    const { saveFreq } = this.options;
    if (typeof saveFreq === 'number' && this.#steps % saveFreq === 0) await this.#save(logs);
  }
  override async onEpochEnd(_epoch: number, logs: Logs): Promise<void> {
    if (this.options.saveFreq === 'epoch') await this.#save(logs);
  }
  async #save(logs: Logs): Promise<void> {
    const { filepath, saveBestOnly, saveWeightsOnly, verbose } = this.options;
    if (saveBestOnly) {
      const value = this.#monitor.read(logs, 'modelCheckpoint');
      if (value === null) return;
      if (!this.#monitor.improves(value, this.#monitor.best)) {
        if (verbose > 0) console.log(`Epoch ${this.#epoch + 1}: ${this.#monitor.name} did not improve from ${this.#monitor.best}`);
        return;
      }
      this.#monitor.best = value;
    }
    const path = formatTemplate(filepath, { epoch: this.#epoch + 1, ...logs });
    await (saveWeightsOnly ? this.model.saveWeights(path) : this.model.save(path));
    if (verbose > 0) console.log(`Epoch ${this.#epoch + 1}: saving model to ${path}`);
  }
}
export const modelCheckpoint = (options: ModelCheckpointOptions): ModelCheckpoint => new ModelCheckpoint(options);
