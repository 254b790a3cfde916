import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';

export interface IdentityOptions {
  /** Factor of the matrix. Default 1. */
  gain?: number;
}

/** The identity matrix times `gain`, cut or padded with zeros where the shape is not square. Throws ValueError unless the shape has rank 2. */
export class Identity extends Initializer<IdentityOptions> {
  static override readonly className: string = 'Identity';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<IdentityOptions> = { gain: option.number(1) };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    if (shape.length !== 2) throw failure('value', { op: 'initializers.identity', message: `only matrices have an identity; got shape ${showShape(shape)}` });
    return tf.cast(tf.multiply(tf.eye(shape[0], shape[1]), this.options.gain), dtype);
  }
}
export const identity: Factory<IdentityOptions, Identity> = factory(Identity);
