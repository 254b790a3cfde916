import type { Tensor } from '@millrace/core';
import type { ActivationLike } from '../../activations/registry.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

export interface ActivationOptions extends LayerOptions {
  /** A name or a function. */
  activation: ActivationLike;
}

/** Applies an activation: any shape in, the same shape out. Source: `keras.layers.Activation`. */
export class Activation extends Layer<ActivationOptions> {
  static override readonly className: string = 'Activation';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ActivationOptions> = { ...Layer.options, activation: { ...option.activation(), fallback: undefined } };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    return this.options.activation(x);
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
/** `activation('relu')` or `activation({ activation: 'relu' })`. */
export const activation = (options: ActivationOptions | string): Activation => new Activation(typeof options === 'string' ? { activation: options } : options);
