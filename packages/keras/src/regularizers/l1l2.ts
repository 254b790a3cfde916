import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Regularizer } from './regularizer.ts';

export interface L1L2Options {
  /** Factor of the sum of absolute values. Default 0. */
  l1?: number;
  /** Factor of the sum of squares. Default 0. */
  l2?: number;
}

/** l1 * sum |x| + l2 * sum x^2. */
export class L1L2 extends Regularizer<L1L2Options> {
  static override readonly className: string = 'L1L2';
  static override readonly module: string = 'keras.regularizers';
  static override readonly options: OptionTable<L1L2Options> = {
    l1: option.saved('l1', option.number(0, { atLeast: 0 })),
    l2: option.saved('l2', option.number(0, { atLeast: 0 })),
  };
  override apply(x: Tensor): Tensor {
    const { l1, l2 } = this.options;
    const terms = [l1 !== 0 && tf.multiply(tf.reduceSum(tf.abs(x)), l1), l2 !== 0 && tf.multiply(tf.reduceSum(tf.square(x)), l2)].filter((t) => t !== false);
    return terms.length === 0 ? tf.zeros([], { dtype: x.dtype }) : terms.reduce((a, b) => tf.add(a, b));
  }
}
export const l1l2: Factory<L1L2Options, L1L2> = factory(L1L2);
