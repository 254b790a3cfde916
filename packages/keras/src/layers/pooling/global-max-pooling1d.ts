import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { GlobalPooling, type GlobalPoolingOptions } from './global-pooling.ts';

/** The largest value of each channel over all steps. Source: `keras.layers.GlobalMaxPooling1D`. */
export class GlobalMaxPooling1D extends GlobalPooling {
  static override readonly className: string = 'GlobalMaxPooling1D';
  static override readonly module: string = 'keras.layers';
  constructor(options?: GlobalPoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 3 };
  }
  override call(x: Tensor): Tensor {
    return tf.reduceMax(x, { axis: this.axes(x.rank), keepdims: this.options.keepdims });
  }
}
export const globalMaxPooling1d: Factory<GlobalPoolingOptions, GlobalMaxPooling1D> = factory(GlobalMaxPooling1D);
