import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

export interface RescalingOptions extends LayerOptions {
  /** Factor. */
  scale: number;
  /** Added after scaling. Default 0. */
  offset?: number;
}

/** x scale + offset; integers such as pixels become floating. Source: `keras.layers.Rescaling`. */
export class Rescaling extends Layer<RescalingOptions> {
  static override readonly className: string = 'Rescaling';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<RescalingOptions> = { ...Layer.options, scale: option.number(), offset: option.number(0) };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    const { scale, offset } = this.options;
    const scaled = tf.multiply(x, scale);
    return offset === 0 ? scaled : tf.add(scaled, offset);
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const rescaling: Factory<RescalingOptions, Rescaling> = factory(Rescaling);
