import type { Axis, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Constraint, epsilon, normsAlong } from './constraint.ts';

export interface UnitNormOptions {
  /** Axes over which the norm is taken. Default 0: the inputs of a unit. */
  axis?: Axis;
}

/** Weights of each unit are scaled to norm 1. */
export class UnitNorm extends Constraint<UnitNormOptions> {
  static override readonly className: string = 'UnitNorm';
  static override readonly module: string = 'keras.constraints';
  static override readonly options: OptionTable<UnitNormOptions> = { axis: option.axes(0) };
  override apply(weight: Tensor): Tensor {
    return tf.divide(weight, tf.add(normsAlong(weight, this.options.axis), epsilon));
  }
}
export const unitNorm: Factory<UnitNormOptions, UnitNorm> = factory(UnitNorm);
