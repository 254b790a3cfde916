import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';

export interface ConstantOptions {
  /** Default 0. */
  value?: number;
}

/** Every element is `value`. */
export class Constant extends Initializer<ConstantOptions> {
  static override readonly className: string = 'Constant';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<ConstantOptions> = { value: option.number(0) };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return tf.cast(tf.fill(shape, this.options.value), dtype);
  }
}
export const constant: Factory<ConstantOptions, Constant> = factory(Constant);
