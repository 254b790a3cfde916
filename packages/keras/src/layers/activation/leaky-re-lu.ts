import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

export interface LeakyReLUOptions extends LayerOptions {
  /** Slope below 0. Default 0.3. */
  negativeSlope?: number;
}

/** x where x ≥ 0, negativeSlope x below. Source: `keras.layers.LeakyReLU`. */
export class LeakyReLU extends Layer<LeakyReLUOptions> {
  static override readonly className: string = 'LeakyReLU';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<LeakyReLUOptions> = { ...Layer.options, negativeSlope: option.number(0.3, { atLeast: 0 }) };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    return tf.where(tf.greaterEqual(x, 0), x, tf.multiply(x, this.options.negativeSlope));
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const leakyReLU: Factory<LeakyReLUOptions, LeakyReLU> = factory(LeakyReLU);
