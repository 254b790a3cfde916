/** Reading tensors back into JavaScript: typed arrays, nested arrays, single elements. */
import { type Complex, decodeTable, type ElementValue, readElement, staticShape, type TensorType, type TypedArray } from '@millrace/ir';
import { contiguous, type Storage } from '@millrace/runtime';
import type { DTypeName } from './dtypes.ts';

/** The typed array that holds a dtype's elements. For a dtype that the compiler does not know: the array of the common dtypes. */
export type DataOf<D extends DTypeName> = DTypeName extends D
  ? Float32Array
  : D extends 'float32' | 'float16' | 'bfloat16' | 'float8_e4m3fn' | 'float8_e5m2' | 'complex64'
    ? Float32Array
    : D extends 'float64' | 'complex128'
      ? Float64Array
      : D extends 'int32'
        ? Int32Array
        : D extends 'int64'
          ? BigInt64Array
          : D extends 'uint64'
            ? BigUint64Array
            : D extends 'bool' | 'uint8'
              ? Uint8Array
              : D extends 'int8'
                ? Int8Array
                : D extends 'int16'
                  ? Int16Array
                  : D extends 'uint16'
                    ? Uint16Array
                    : Uint32Array;

/** One element in JavaScript. For a dtype that the compiler does not know: number, as for most. */
export type ItemOf<D extends DTypeName> = DTypeName extends D
  ? number
  : D extends 'int64' | 'uint64'
    ? bigint
    : D extends 'bool'
      ? boolean
      : D extends 'complex64' | 'complex128'
        ? Complex
        : number;

/** Arrays of arrays as deep as the rank; the element itself for rank 0. */
export type NestedArray<T, R extends number = number> = number extends R
  ? T | NestedArray<T>[]
  : R extends 0
    ? T
    : R extends 1
      ? T[]
      : R extends 2
        ? T[][]
        : R extends 3
          ? T[][][]
          : R extends 4
            ? T[][][][]
            : T | NestedArray<T>[];

interface Typed {
  readonly type: TensorType;
}

/** Below this many slots a read copies, so that users may keep and change small arrays. */
const copyBelow = 4096;

/** The elements as users read them. Memory that is handed out is marked as shared. */
export function hostData({ type }: Typed, storage: Storage): TypedArray {
  const data = contiguous(storage, type);
  const { format } = type.element;
  if (format) {
    const table = decodeTable(format);
    return Float32Array.from(data as Uint16Array, (bits) => table[bits]);
  }
  if (data.length < copyBelow) return data.slice();
  storage.shared = true;
  storage.exposed = true;
  return data;
}

/** Element 0. */
export function readItem({ type }: Typed, storage: Storage): ElementValue {
  return readElement(type.element, contiguous(storage, type), 0);
}

/** The elements in nested arrays, each sent through `convert`. */
export function nest({ type }: Typed, storage: Storage, convert: (value: ElementValue) => unknown = (v) => v): unknown {
  const shape = staticShape(type);
  const data = contiguous(storage, type);
  let next = 0;
  function build(axis: number): unknown {
    if (axis === shape.length) return convert(readElement(type.element, data, next++));
    const rows = new Array<unknown>(shape[axis]);
    for (let i = 0; i < rows.length; i++) rows[i] = build(axis + 1);
    return rows;
  }
  return build(0);
}
