import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { drawNormal } from './draw.ts';
import { Initializer } from './initializer.ts';

export interface OrthogonalOptions {
  /** Factor of the matrix. Default 1. */
  gain?: number;
  /** Equal seeds give equal values; null draws fresh ones. Default null. */
  seed?: number | null;
}

/**
 * A matrix with orthonormal rows or columns, whichever are fewer, times `gain`; axes before the last are taken together.
 * Throws ValueError when the rank is below 2. Source: arXiv:1312.6120.
 */
export class Orthogonal extends Initializer<OrthogonalOptions> {
  static override readonly className: string = 'Orthogonal';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<OrthogonalOptions> = { gain: option.number(1), seed: option.optional(option.integer()) };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    if (shape.length < 2) throw failure('value', { op: 'initializers.orthogonal', message: `the shape must have rank 2 or more; got ${showShape(shape)}` });
    const columns = shape[shape.length - 1];
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const vectors = orthonormal(drawNormal([short, long], 0, 1, this.options.seed).dataSync() as Float32Array, short, long);
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) values[i * columns + j] = this.options.gain * (rows < columns ? vectors[i * long + j] : vectors[j * long + i]);
    return tf.cast(tf.reshape(tf.constant(values), shape), dtype);
  }
}
export const orthogonal: Factory<OrthogonalOptions, Orthogonal> = factory(Orthogonal);

/** Gram-Schmidt in double precision, each vector made orthogonal twice ("twice is enough", Kahan), so that rounding does not accumulate. */
function orthonormal(data: Float32Array, count: number, length: number): Float64Array {
  const q = Float64Array.from(data);
  for (let i = 0; i < count; i++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        let dot = 0;
        for (let k = 0; k < length; k++) dot += q[i * length + k] * q[j * length + k];
        for (let k = 0; k < length; k++) q[i * length + k] -= dot * q[j * length + k];
      }
    }
    let norm = 0;
    for (let k = 0; k < length; k++) norm += q[i * length + k] ** 2;
    for (let k = 0; k < length; k++) q[i * length + k] /= Math.sqrt(norm);
  }
  return q;
}
