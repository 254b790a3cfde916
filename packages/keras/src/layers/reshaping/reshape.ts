import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, productOf, type Shape, type ShapeTree } from '../base/shapes.ts';

export interface ReshapeOptions extends LayerOptions {
  /** Sizes of one example; one of them may be -1: what is left. */
  targetShape: readonly number[];
}

/** Gives each example another shape. Throws ValueError when the number of elements differs. Source: `keras.layers.Reshape`. */
export class Reshape extends Layer<ReshapeOptions> {
  static override readonly className: string = 'Reshape';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ReshapeOptions> = { ...Layer.options, targetShape: option.integers(undefined, { atLeast: -1 }) };
  constructor(options: ReshapeOptions) {
    super(options);
    if (this.options.targetShape.filter((s) => s === -1).length > 1)
      throw failure('value', { op: 'reshape', message: `only one size may be -1; got ${showShape(this.options.targetShape)}` });
  }
  override call(x: Tensor): Tensor {
    const target = this.#target(x.shape as Shape);
    return tf.reshape(x, [x.shape[0] ?? -1, ...target.map((s) => s ?? -1)]);
  }
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    return [shape[0], ...this.#target(shape)];
  }
  #target(shape: Shape): Shape {
    const { targetShape } = this.options;
    const total = productOf(shape.slice(1));
    const known = targetShape.filter((s) => s !== -1).reduce((product, s) => product * s, 1);
    const open = targetShape.includes(-1);
    if (total !== null && (open ? known === 0 || total % known !== 0 : known !== total)) {
      throw failure('value', {
        op: this.name,
        message: `an example of shape ${showShape(shape.slice(1))} has ${total} elements, which do not fill ${showShape(targetShape)}`,
      });
    }
    return targetShape.map((s) => (s === -1 ? (total === null ? null : total / known) : s));
  }
}
export const reshape: Factory<ReshapeOptions, Reshape> = factory(Reshape);
