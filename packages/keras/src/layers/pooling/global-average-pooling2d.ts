import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { GlobalPooling, type GlobalPoolingOptions } from './global-pooling.ts';

/** The mean of each channel over the whole image. Source: `keras.layers.GlobalAveragePooling2D`. */
export class GlobalAveragePooling2D extends GlobalPooling {
  static override readonly className: string = 'GlobalAveragePooling2D';
  static override readonly module: string = 'keras.layers';
  constructor(options?: GlobalPoolingOptions) {
    super(options);
    this.inputSpec = { ndim: 4 };
  }
  override call(x: Tensor): Tensor {
    return tf.reduceMean(x, { axis: this.axes(x.rank), keepdims: this.options.keepdims });
  }
}
export const globalAveragePooling2d: Factory<GlobalPoolingOptions, GlobalAveragePooling2D> = factory(GlobalAveragePooling2D);
