import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

/** Gives back what it gets. Source: `keras.layers.Identity`. */
export class Identity extends Layer {
  static override readonly className: string = 'Identity';
  static override readonly module: string = 'keras.layers';
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    return x;
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const identity: Factory<LayerOptions, Identity> = factory(Identity);
