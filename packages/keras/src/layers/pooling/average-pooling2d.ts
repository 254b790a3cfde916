import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Pooling, type PoolingOptions, poolingOptions } from './pooling.ts';

/** The mean in each window of [batch, rows, columns, channels]. With padding 'same' only real cells count. Source: `keras.layers.AveragePooling2D`. */
export class AveragePooling2D extends Pooling {
  static override readonly className: string = 'AveragePooling2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<PoolingOptions> = poolingOptions(2);
  protected override readonly pool: typeof tf.nn.avgPool2d = tf.nn.avgPool2d;
  constructor(options?: PoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 4 };
  }
}
export const averagePooling2d: Factory<PoolingOptions, AveragePooling2D> = factory(AveragePooling2D);
