import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Pooling, type PoolingOptions, poolingOptions } from './pooling.ts';

/** The mean in each window of [batch, steps, channels]. With padding 'same' only real cells count. Source: `keras.layers.AveragePooling1D`. */
export class AveragePooling1D extends Pooling {
  static override readonly className: string = 'AveragePooling1D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<PoolingOptions> = poolingOptions(1);
  protected override readonly pool: typeof tf.nn.avgPool2d = tf.nn.avgPool2d;
  constructor(options?: PoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 3 };
  }
}
export const averagePooling1d: Factory<PoolingOptions, AveragePooling1D> = factory(AveragePooling1D);
