import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

export interface ReLUOptions extends LayerOptions {
  /** Largest output. Default null: none. */
  maxValue?: number | null;
  /** Slope below the threshold. Default 0. */
  negativeSlope?: number;
  /** Where the function begins to rise. Default 0. */
  threshold?: number;
}

/** x where x ≥ threshold, negativeSlope (x - threshold) below, at most maxValue. Source: `keras.layers.ReLU`. */
export class ReLU extends Layer<ReLUOptions> {
  static override readonly className: string = 'ReLU';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ReLUOptions> = {
    ...Layer.options,
    maxValue: option.optional(option.number(undefined, { atLeast: 0 })),
    negativeSlope: option.number(0, { atLeast: 0 }),
    threshold: option.number(0, { atLeast: 0 }),
  };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    const { maxValue, negativeSlope, threshold } = this.options;
    let y: Tensor;
    if (threshold === 0 && negativeSlope === 0) y = tf.nn.relu(x);
    else y = tf.where(tf.greaterEqual(x, threshold), x, tf.multiply(tf.subtract(x, threshold), negativeSlope));
    return maxValue === null ? y : tf.minimum(y, maxValue);
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const reLU: Factory<ReLUOptions, ReLU> = factory(ReLU);
