import type { Axis, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { CallArguments } from '../base/call-context.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import type { ShapeTree } from '../base/shapes.ts';

export interface SoftmaxOptions extends LayerOptions {
  /** Axis or axes that sum to 1. Default -1. */
  axis?: Axis;
}

/** e^x / sum(e^x) over `axis`; entries whose mask is false get probability 0. Source: `keras.layers.Softmax`. */
export class Softmax extends Layer<SoftmaxOptions> {
  static override readonly className: string = 'Softmax';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<SoftmaxOptions> = { ...Layer.options, axis: option.axes(-1) };
  override readonly convertsIntegers: boolean = true;
  override supportsMasking = true;
  override call(x: Tensor, { mask }: CallArguments): Tensor {
    const { axis } = this.options;
    const fits = mask !== null && (mask as Tensor).rank === x.rank;
    const logits = fits ? tf.add(x, tf.multiply(tf.subtract(1, tf.cast(mask as Tensor, x.dtype)), -1e9)) : x;
    if (axis.length === 1) return tf.nn.softmax(logits, { axis: axis[0] });
    return tf.exp(tf.subtract(logits, tf.reduceLogsumexp(logits, { axis, keepdims: true })));
  }
  override computeOutputShape(inputShape: ShapeTree): ShapeTree {
    return inputShape;
  }
}
export const softmax: Factory<SoftmaxOptions, Softmax> = factory(Softmax);
