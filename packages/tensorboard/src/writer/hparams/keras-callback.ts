/** Hyperparameters of a Keras training. Source: `tensorboard.plugins.hparams.api.KerasCallback`. */

import { recordIf } from '../record.ts';
import { createFileWriter, type SummaryWriter } from '../summary-writer.ts';
import { type HParamsOptions, type HParamValues, hparams, sessionEnd, valuesByName } from './write.ts';

/**
 * A callback of `model.fit` that writes the values when training begins, and that it has ended well when it ends.
 * It is a callback by what it has, so that logging needs no Keras.
 *
 * @example
 * await model.fit(x, y, { callbacks: [tf.keras.callbacks.tensorBoard({ logDir }), new hparams.KerasCallback(logDir, { units: 32 })] });
 */
export class KerasCallback {
  readonly #given: SummaryWriter | string;
  readonly #values: HParamValues;
  readonly #options: HParamsOptions;
  #writer: SummaryWriter | null = null;

  /**
   * @param writer  a writer, which stays open, or the log directory of the run
   * @throws TypeError for values that are no numbers, strings or booleans
   */
  constructor(writer: SummaryWriter | string, values: HParamValues, options: HParamsOptions = {}) {
    valuesByName('hparams.KerasCallback', values);
    this.#given = writer;
    this.#values = values;
    this.#options = options;
  }
  async onTrainBegin(): Promise<void> {
    this.#writer = typeof this.#given === 'string' ? createFileWriter(this.#given) : this.#given;
    this.#writer.asDefault(() => recordIf(true, () => hparams(this.#values, this.#options)));
    await this.#writer.flush();
  }
  async onTrainEnd(): Promise<void> {
    const writer = this.#writer;
    if (writer === null) return;
    this.#writer = null;
    writer.asDefault(() => recordIf(true, () => sessionEnd('success')));
    await (typeof this.#given === 'string' ? writer.close() : writer.flush());
  }
}
