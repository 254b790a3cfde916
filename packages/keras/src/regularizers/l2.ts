import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Regularizer } from './regularizer.ts';

export interface L2Options {
  /** Factor. Default 0.01. */
  l2?: number;
}

/** l2 * sum x^2. */
export class L2 extends Regularizer<L2Options> {
  static override readonly className: string = 'L2';
  static override readonly module: string = 'keras.regularizers';
  static override readonly options: OptionTable<L2Options> = { l2: option.saved('l2', option.number(0.01, { atLeast: 0 })) };
  override apply(x: Tensor): Tensor {
    return tf.multiply(tf.reduceSum(tf.square(x)), this.options.l2);
  }
}
/** `l2(0.01)` or `l2({ l2: 0.01 })`. */
export const l2 = (options: number | L2Options = {}): L2 => new L2(typeof options === 'number' ? { l2: options } : options);
