import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { Constraint } from './constraint.ts';

/** Negative weights become 0. */
export class NonNeg extends Constraint {
  static override readonly className: string = 'NonNeg';
  static override readonly module: string = 'keras.constraints';
  override apply(weight: Tensor): Tensor {
    return tf.maximum(weight, 0);
  }
}
export const nonNeg: Factory<object, NonNeg> = factory(NonNeg);
