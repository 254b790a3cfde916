import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Pooling, type PoolingOptions, poolingOptions } from './pooling.ts';

/** The largest value in each window of [batch, rows, columns, channels]. Source: `keras.layers.MaxPooling2D`. */
export class MaxPooling2D extends Pooling {
  static override readonly className: string = 'MaxPooling2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<PoolingOptions> = poolingOptions(2);
  protected override readonly pool: typeof tf.nn.maxPool2d = tf.nn.maxPool2d;
  constructor(options?: PoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 4 };
  }
}
export const maxPooling2d: Factory<PoolingOptions, MaxPooling2D> = factory(MaxPooling2D);
