import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

export interface ELUOptions extends LayerOptions {
  /** Factor of the exponential below 0. Default 1. */
  alpha?: number;
}

/** x where x > 0, alpha (e^x - 1) below. Source: arXiv:1511.07289, `keras.layers.ELU`. */
export class ELU extends Layer<ELUOptions> {
  static override readonly className: string = 'ELU';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ELUOptions> = { ...Layer.options, alpha: option.number(1) };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    // The exponential only sees x ≤ 0, so that it cannot overflow in the branch that is not taken.
    return tf.where(tf.greater(x, 0), x, tf.multiply(tf.expm1(tf.minimum(x, 0)), this.options.alpha));
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const eLU: Factory<ELUOptions, ELU> = factory(ELU);
