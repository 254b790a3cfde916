/** Regularizers: penalties on weights or outputs that are added to the loss. Source: `keras.regularizers`. */
import type { Tensor } from '@millrace/core';
import { Configurable } from '../options/configurable.ts';

/** Base of regularizers. Subclasses implement `apply`. */
export abstract class Regularizer<O extends object = object> extends Configurable<O> {
  static override readonly module: string = 'keras.regularizers';
  /** The penalty of these values: a scalar. */
  abstract apply(x: Tensor): Tensor;
}

/** A name (`'l2'`), a regularizer, or a function from values to a scalar. */
export type RegularizerLike = Regularizer | string | ((x: Tensor) => Tensor);
