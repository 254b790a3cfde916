/** Tensors in messages ↔ shape, dtype and values. Source: tensorflow/core/framework/tensor.proto. */
import { FormatError } from '../format-error.ts';
import type { TensorProto } from './events.ts';

/** A tensor as plain data: numbers (64-bit integers as bigint), or strings as bytes. Row-major. */
export interface DenseTensor {
  /** TensorFlow's name: 'float32', 'int64', 'string', … */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number> | ArrayLike<bigint> | readonly Uint8Array[];
}

type NumberArray = ArrayLike<number> | ArrayLike<bigint>;

interface Kind {
  readonly dtype: string;
  readonly code: number;
  /** Bytes of an element in `tensor_content`; 0 for strings. */
  readonly size: number;
  /** Values in `tensor_content`. */
  readonly content?: (view: DataView, at: number) => number | bigint;
  /** The repeated field that holds values one by one. */
  readonly listed: (t: TensorProto) => NumberArray | readonly Uint8Array[];
}

const bfloat = (bits: number): number => {
  const word = new DataView(new ArrayBuffer(4));
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
};
/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

const kinds: readonly Kind[] = [
  { dtype: 'float32', code: 1, size: 4, content: (v, i) => v.getFloat32(i, true), listed: (t) => t.floatVal },
  { dtype: 'float64', code: 2, size: 8, content: (v, i) => v.getFloat64(i, true), listed: (t) => t.doubleVal },
  { dtype: 'int32', code: 3, size: 4, content: (v, i) => v.getInt32(i, true), listed: (t) => t.intVal },
  { dtype: 'uint8', code: 4, size: 1, content: (v, i) => v.getUint8(i), listed: (t) => t.intVal },
  { dtype: 'int16', code: 5, size: 2, content: (v, i) => v.getInt16(i, true), listed: (t) => t.intVal },
  { dtype: 'int8', code: 6, size: 1, content: (v, i) => v.getInt8(i), listed: (t) => t.intVal },
  { dtype: 'string', code: 7, size: 0, listed: (t) => t.stringVal },
  { dtype: 'int64', code: 9, size: 8, content: (v, i) => v.getBigInt64(i, true), listed: (t) => t.int64Val },
  { dtype: 'bool', code: 10, size: 1, content: (v, i) => v.getUint8(i), listed: (t) => t.boolVal.map(Number) },
  { dtype: 'bfloat16', code: 14, size: 2, content: (v, i) => bfloat(v.getUint16(i, true)), listed: (t) => t.halfVal.map(bfloat) },
  { dtype: 'uint16', code: 17, size: 2, content: (v, i) => v.getUint16(i, true), listed: (t) => t.intVal },
  { dtype: 'float16', code: 19, size: 2, content: (v, i) => half(v.getUint16(i, true)), listed: (t) => t.halfVal.map(half) },
  { dtype: 'uint32', code: 22, size: 4, content: (v, i) => v.getUint32(i, true), listed: (t) => t.uint32Val },
  { dtype: 'uint64', code: 23, size: 8, content: (v, i) => v.getBigUint64(i, true), listed: (t) => t.uint64Val },
];

/** Elements of a decoded tensor at most; a short `listed` field stands for many equal values, so a small message could ask for any amount. */
const maxElements = 1 << 26;

/** Shape and values of a message. Throws FormatError for a dtype that is not read, an unknown or huge size, and a wrong number of values. */
export function denseOf(tensor: TensorProto): DenseTensor {
  const kind = kinds.find((k) => k.code === tensor.dtype);
  if (kind === undefined) throw new FormatError('TensorProto', `dtype ${tensor.dtype} is not read`);
  if (tensor.tensorShape?.unknownRank) throw new FormatError('TensorProto', 'the rank is unknown');
  const shape = (tensor.tensorShape?.dim ?? []).map((d) => Number(d.size));
  const size = shape.reduce((n, d) => n * d, 1);
  if (shape.some((d) => d < 0) || !(size <= maxElements)) throw new FormatError('TensorProto', `shape [${shape}] is not one to read`);
  if (tensor.tensorContent.length > 0 && kind.content !== undefined) return { dtype: kind.dtype, shape, values: fromContent(tensor.tensorContent, kind, size) };
  return { dtype: kind.dtype, shape, values: fromList(kind.listed(tensor), size, kind) };
}

function fromContent(bytes: Uint8Array, { size: itemSize, content, dtype }: Kind, size: number): NumberArray {
  if (bytes.length !== size * itemSize) throw new FormatError('TensorProto', `${bytes.length} bytes of content for ${size} elements of ${dtype}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: size }, (_, i) => content!(view, i * itemSize)) as number[] | bigint[];
}

/** Values one by one; where there are fewer, the last one stands for the rest. */
function fromList(list: NumberArray | readonly Uint8Array[], size: number, kind: Kind): DenseTensor['values'] {
  if (list.length > size) throw new FormatError('TensorProto', `${list.length} values for ${size} elements`);
  if (list.length === size) return list;
  const zero = kind.dtype === 'string' ? new Uint8Array(0) : kind.dtype === 'int64' || kind.dtype === 'uint64' ? 0n : 0;
  const last = list.length === 0 ? zero : list[list.length - 1];
  return Array.from({ length: size }, (_, i) => (i < list.length ? list[i] : last)) as unknown as DenseTensor['values'];
}
