import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import type { CallArguments } from '../base/call-context.ts';
import type { TensorTree } from '../base/tree.ts';
import { GlobalPooling, type GlobalPoolingOptions } from './global-pooling.ts';

/** The mean of each channel over all steps; with a mask over those that count. Source: `keras.layers.GlobalAveragePooling1D`. */
export class GlobalAveragePooling1D extends GlobalPooling {
  static override readonly className: string = 'GlobalAveragePooling1D';
  static override readonly module: string = 'keras.layers';
  override supportsMasking = true;
  constructor(options?: GlobalPoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 3 };
  }
  override call(x: Tensor, { mask }: CallArguments): Tensor {
    const axis = this.axes(x.rank);
    const { keepdims } = this.options;
    if (mask === null) return tf.reduceMean(x, { axis, keepdims });
    const kept = tf.expandDims(tf.cast(mask as Tensor, x.dtype), this.options.dataFormat === 'channels_last' ? 2 : 1);
    return tf.divide(tf.reduceSum(tf.multiply(x, kept), { axis, keepdims }), tf.reduceSum(kept, { axis, keepdims }));
  }
  override computeMask(): TensorTree | null {
    return null;
  }
}
export const globalAveragePooling1d: Factory<GlobalPoolingOptions, GlobalAveragePooling1D> = factory(GlobalAveragePooling1D);
