import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Pooling, type PoolingOptions, poolingOptions } from './pooling.ts';

/** The largest value in each window of [batch, steps, channels]. Source: `keras.layers.MaxPooling1D`. */
export class MaxPooling1D extends Pooling {
  static override readonly className: string = 'MaxPooling1D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<PoolingOptions> = poolingOptions(1);
  protected override readonly pool: typeof tf.nn.maxPool2d = tf.nn.maxPool2d;
  constructor(options?: PoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 3 };
  }
}
export const maxPooling1d: Factory<PoolingOptions, MaxPooling1D> = factory(MaxPooling1D);
