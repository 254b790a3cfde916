/** Initializers: functions from a shape to the first values of a weight. Source: `keras.initializers`. */
import type { DTypeName, Tensor } from '@millrace/core';
import { Configurable } from '../options/configurable.ts';

/**
 * Base of initializers. Subclasses implement `apply`.
 *
 * @example
 * class Halves extends tf.keras.initializers.Initializer {
 *   override apply(shape: readonly number[]): tf.Tensor { return tf.fill(shape, 0.5); }
 * }
 */
export abstract class Initializer<O extends object = object> extends Configurable<O> {
  static override readonly module: string = 'keras.initializers';
  /** Values for a weight of this shape; dtype float32 unless given. */
  abstract apply(shape: readonly number[], dtype?: DTypeName): Tensor;
}

/** A name (`'glorotUniform'`), an initializer, a function from a shape to values, or a saved form. */
export type InitializerLike = Initializer | string | ((shape: readonly number[], dtype?: DTypeName) => Tensor);
