import type { Axis, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Constraint, epsilon, normsAlong } from './constraint.ts';

export interface MinMaxNormOptions {
  /** Default 0. */
  minValue?: number;
  /** Default 1. */
  maxValue?: number;
  /** How far towards the bound a step goes: 1 at once, 0 never. Default 1. */
  rate?: number;
  /** Axes over which the norm is taken. Default 0: the inputs of a unit. */
  axis?: Axis;
}

/** Norms of the weights of a unit are brought into [minValue, maxValue]. */
export class MinMaxNorm extends Constraint<MinMaxNormOptions> {
  static override readonly className: string = 'MinMaxNorm';
  static override readonly module: string = 'keras.constraints';
  static override readonly options: OptionTable<MinMaxNormOptions> = {
    minValue: option.number(0, { atLeast: 0 }),
    maxValue: option.number(1, { atLeast: 0 }),
    rate: option.number(1, { atLeast: 0, atMost: 1 }),
    axis: option.axes(0),
  };
  override apply(weight: Tensor): Tensor {
    const { minValue, maxValue, rate, axis } = this.options;
    const norms = normsAlong(weight, axis);
    const wanted = tf.add(tf.multiply(tf.clipByValue(norms, minValue, maxValue), rate), tf.multiply(norms, 1 - rate));
    return tf.multiply(weight, tf.divide(wanted, tf.add(norms, epsilon)));
  }
}
export const minMaxNorm: Factory<MinMaxNormOptions, MinMaxNorm> = factory(MinMaxNorm);
