/** Data of eager tensors. An ordinary typed array that the JavaScript engine frees; nobody needs to call dispose. */
import { allocate, failure, readElement, staticShape, stridesOf, type TensorType, type TypedArray, writeElement } from '@millrace/ir';

/**
 * A (possibly strided) window on a typed array: what an eager tensor holds. Broadcast, transposed and reshaped tensors share the array.
 * `strides` is null for row-major data that fills the array from `offset`.
 */
export class Storage {
  data: TypedArray;
  readonly offset: number;
  /** In elements, one an axis; 0 where the axis is broadcast. Null: row-major. */
  readonly strides: readonly number[] | null;
  /** Set when a user may hold a tensor on this data, so that nobody may write it in place (notes N3). */
  exposed: boolean = false;
  /** Set when a second storage or a typed array in the user's hands shares the data, so that it must not be recycled. */
  shared: boolean;
  #disposed: string | null = null;
  constructor(data: TypedArray, strides: readonly number[] | null = null, offset: number = 0, shared: boolean = false) {
    this.data = data;
    this.strides = strides;
    this.offset = offset;
    this.shared = shared;
  }
  get isDisposed(): boolean {
    return this.#disposed !== null;
  }
  /** Gives up the data; later use raises with this text, e.g. "disposed" or "donated to f at train.ts:3:1". */
  release(why: string = 'disposed'): void {
    this.#disposed = why;
    this.data = new Float32Array(0);
  }
  /** Throws FailedPreconditionError when the data is gone. */
  check(op: string): void {
    if (this.#disposed !== null) throw failure('disposed', { op, message: `a tensor was used after it was ${this.#disposed}` });
  }
}

/** The elements of a storage as a row-major array of `type.size * lanes` slots; shares the data where it already is that. */
export function contiguous(storage: Storage, type: TensorType): TypedArray {
  const slots = type.size * type.element.lanes;
  if (storage.strides === null)
    return storage.data.length === slots && storage.offset === 0
      ? storage.data
      : storage.data.subarray(storage.offset * type.element.lanes, storage.offset * type.element.lanes + slots);
  const out = allocate(type.element, type.size);
  const shape = staticShape(type);
  const index = new Array<number>(shape.length).fill(0);
  const natural = stridesOf(shape);
  for (let i = 0; i < type.size; i++) {
    let at = storage.offset;
    for (let axis = 0; axis < shape.length; axis++) {
      index[axis] = Math.floor(i / natural[axis]) % shape[axis];
      at += index[axis] * storage.strides[axis];
    }
    writeElement(type.element, out, i, readElement(type.element, storage.data, at));
  }
  return out;
}
