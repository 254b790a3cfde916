import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { GlobalPooling, type GlobalPoolingOptions } from './global-pooling.ts';

/** The largest value of each channel over the whole image. Source: `keras.layers.GlobalMaxPooling2D`. */
export class GlobalMaxPooling2D extends GlobalPooling {
  static override readonly className: string = 'GlobalMaxPooling2D';
  static override readonly module: string = 'keras.layers';
  constructor(options?: GlobalPoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 4 };
  }
  override call(x: Tensor): Tensor {
    return tf.reduceMax(x, { axis: this.axes(x.rank), keepdims: this.options.keepdims });
  }
}
export const globalMaxPooling2d: Factory<GlobalPoolingOptions, GlobalMaxPooling2D> = factory(GlobalMaxPooling2D);
