/** Constraints: projections of weights, applied after each optimizer step. Source: `keras.constraints`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { Configurable } from '../options/configurable.ts';

/** Base of constraints. Subclasses implement `apply`. */
export abstract class Constraint<O extends object = object> extends Configurable<O> {
  static override readonly module: string = 'keras.constraints';
  /** The values that the weight shall have instead. */
  abstract apply(weight: Tensor): Tensor;
}

/** A name (`'nonNeg'`), a constraint, or a function from values to values. */
export type ConstraintLike = Constraint | string | ((weight: Tensor) => Tensor);

/** Euclidean norms along `axis`, which stays with size 1. */
export const normsAlong = (weight: Tensor, axis: readonly number[]): Tensor => tf.sqrt(tf.reduceSum(tf.square(weight), { axis, keepdims: true }));

/** Keras's guard against division by zero. */
export const epsilon = 1e-7;
