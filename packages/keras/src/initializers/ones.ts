import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { Initializer } from './initializer.ts';

/** All ones. */
export class Ones extends Initializer {
  static override readonly className: string = 'Ones';
  static override readonly module: string = 'keras.initializers';
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return tf.ones(shape, { dtype });
  }
}
export const ones: Factory<object, Ones> = factory(Ones);
