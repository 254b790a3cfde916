import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Regularizer } from './regularizer.ts';

export interface L1Options {
  /** Factor. Default 0.01. */
  l1?: number;
}

/** l1 * sum |x|. */
export class L1 extends Regularizer<L1Options> {
  static override readonly className: string = 'L1';
  static override readonly module: string = 'keras.regularizers';
  static override readonly options: OptionTable<L1Options> = { l1: option.saved('l1', option.number(0.01, { atLeast: 0 })) };
  override apply(x: Tensor): Tensor {
    return tf.multiply(tf.reduceSum(tf.abs(x)), this.options.l1);
  }
}
/** `l1(0.01)` or `l1({ l1: 0.01 })`. */
export const l1 = (options: number | L1Options = {}): L1 => new L1(typeof options === 'number' ? { l1: options } : options);
