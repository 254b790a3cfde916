import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';

export interface PermuteOptions extends LayerOptions {
  /** New order of the axes of an example, counted from 1: [2, 1] swaps two axes. */
  dims: readonly number[];
}

/** Reorders the axes of each example. Throws ValueError unless `dims` holds 1 … n once each. Source: `keras.layers.Permute`. */
export class Permute extends Layer<PermuteOptions> {
  static override readonly className: string = 'Permute';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<PermuteOptions> = { ...Layer.options, dims: option.integers() };
  constructor(options: PermuteOptions) {
    super(options);
    const { dims } = this.options;
    if ([...dims].sort((a, b) => a - b).some((d, i) => d !== i + 1))
      throw failure('value', { op: 'permute', message: `dims must hold each of 1 to ${dims.length} once; got [${dims.join(', ')}]` });
    this.inputSpec = { ndim: dims.length + 1 };
  }
  override call(x: Tensor): Tensor {
    return tf.transpose(x, { perm: [0, ...this.options.dims] });
  }
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    return [shape[0], ...this.options.dims.map((d) => shape[d])];
  }
}
export const permute: Factory<PermuteOptions, Permute> = factory(Permute);
