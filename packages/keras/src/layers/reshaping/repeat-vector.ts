import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';

export interface RepeatVectorOptions extends LayerOptions {
  /** How often. */
  n: number;
}

/** Repeats each vector: [batch, features] to [batch, n, features]. Source: `keras.layers.RepeatVector`. */
export class RepeatVector extends Layer<RepeatVectorOptions> {
  static override readonly className: string = 'RepeatVector';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<RepeatVectorOptions> = { ...Layer.options, n: option.integer(undefined, { atLeast: 1 }) };
  constructor(options: RepeatVectorOptions) {
    super(options);
    this.inputSpec = { ndim: 2 };
  }
  override call(x: Tensor): Tensor {
    return tf.repeat(tf.expandDims(x, 1), this.options.n, { axis: 1 });
  }
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    return [shape[0], this.options.n, shape[1]];
  }
}
/** `repeatVector(3)` or `repeatVector({ n: 3 })`. */
export const repeatVector = (options: RepeatVectorOptions | number): RepeatVector => new RepeatVector(typeof options === 'number' ? { n: options } : options);
