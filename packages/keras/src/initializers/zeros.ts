import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { Initializer } from './initializer.ts';

/** All zeros. */
export class Zeros extends Initializer {
  static override readonly className: string = 'Zeros';
  static override readonly module: string = 'keras.initializers';
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return tf.zeros(shape, { dtype });
  }
}
export const zeros: Factory<object, Zeros> = factory(Zeros);
