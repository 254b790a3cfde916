import type { Axis, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Constraint, epsilon, normsAlong } from './constraint.ts';

export interface MaxNormOptions {
  /** Default 2. */
  maxValue?: number;
  /** Axes over which the norm is taken. Default 0: the inputs of a unit. */
  axis?: Axis;
}

/** Weights of a unit whose norm is above `maxValue` are scaled down to it. Source: jmlr.org/papers/v15/srivastava14a. */
export class MaxNorm extends Constraint<MaxNormOptions> {
  static override readonly className: string = 'MaxNorm';
  static override readonly module: string = 'keras.constraints';
  static override readonly options: OptionTable<MaxNormOptions> = { maxValue: option.number(2, { atLeast: 0 }), axis: option.axes(0) };
  override apply(weight: Tensor): Tensor {
    const norms = normsAlong(weight, this.options.axis);
    return tf.multiply(weight, tf.divide(tf.clipByValue(norms, 0, this.options.maxValue), tf.add(norms, epsilon)));
  }
}
export const maxNorm: Factory<MaxNormOptions, MaxNorm> = factory(MaxNorm);
