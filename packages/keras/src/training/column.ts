/** One array of the training data: rows that can be cut into batches. */

import type { Tensor, TensorLike } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape, type TypedArray } from '@millrace/ir';

/** Rows of a tensor. Ranges share its memory; picked rows are copied once, row by row. */
export class Column {
  readonly rows: number;
  readonly #tensor: Tensor;
  /** The elements, where typed arrays hold them as they are. */
  readonly #data: TypedArray | null;
  readonly #rowShape: readonly number[];
  readonly #rowSize: number;

  /** @throws ValueError for a scalar, which has no rows */
  constructor(value: TensorLike, name: string) {
    const tensor = tf.convertToTensor(value);
    if (tensor.rank === 0) throw failure('value', { op: 'fit', message: `${name} must have an axis of examples; got a scalar` });
    this.#tensor = tensor;
    this.rows = tensor.shape[0] as number;
    this.#rowShape = (tensor.shape as number[]).slice(1);
    this.#rowSize = this.#rowShape.reduce((product, size) => product * size, 1);
    // Booleans, complex numbers and half floats are read as other types than they are stored in.
    const isPlain =
      !tensor.dtype.isBool && !tensor.dtype.isComplex && (tensor.dtype.isInteger || tensor.dtype.name === 'float32' || tensor.dtype.name === 'float64');
    this.#data = isPlain ? (tensor.dataSync() as unknown as TypedArray) : null;
  }

  get shape(): readonly number[] {
    return [this.rows, ...this.#rowShape];
  }

  /** Rows start to end. */
  range(start: number, end: number): Tensor {
    if (start === 0 && end === this.rows) return this.#tensor;
    if (this.#data === null) return tf.slice(this.#tensor, [start, ...this.#rowShape.map(() => 0)], [end - start, ...this.#rowShape]);
    const part = this.#data.subarray(start * this.#rowSize, end * this.#rowSize);
    return tf.fromTypedArray(part, { shape: [end - start, ...this.#rowShape], share: true });
  }

  /** The rows with these indices. */
  pick(indices: Int32Array): Tensor {
    const data = this.#data;
    if (data === null) return tf.gather(this.#tensor, tf.fromTypedArray(indices));
    const size = this.#rowSize;
    const out = new (data.constructor as new (length: number) => TypedArray)(indices.length * size);
    // A loop for short rows, a block copy for long ones: the call costs as much as about 16 elements.
    if (size <= 16) for (let i = 0, at = 0; i < indices.length; i++) for (let j = indices[i] * size, end = j + size; j < end; j++) out[at++] = data[j];
    else for (let i = 0; i < indices.length; i++) out.set(data.subarray(indices[i] * size, (indices[i] + 1) * size) as never, i * size);
    return tf.fromTypedArray(out, { shape: [indices.length, ...this.#rowShape], share: true });
  }
}

/** Throws ValueError when columns have different numbers of rows. */
export function checkRows(op: string, columns: readonly { readonly name: string; readonly column: Column }[]): number {
  const [first] = columns;
  const other = columns.find((c) => c.column.rows !== first.column.rows);
  if (other) {
    throw failure('value', {
      op,
      message: `${first.name} has ${first.column.rows} examples, ${other.name} has ${other.column.rows} (shapes ${showShape(first.column.shape)} and ${showShape(other.column.shape)})`,
    });
  }
  return first.column.rows;
}
