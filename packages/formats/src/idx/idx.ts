/** IDX files (MNIST's format): a magic number with type and rank, sizes, elements; all big-endian. Source: Y. LeCun, "THE IDX FILE FORMAT". */
import { FormatError } from '../format-error.ts';

export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxArray {
  readonly shape: readonly number[];
  readonly dtype: 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64';
  readonly data: IdxData;
}

interface IdxType {
  readonly dtype: IdxArray['dtype'];
  readonly bytes: number;
  readonly make: (count: number) => IdxData;
  readonly read: (view: DataView, offset: number) => number;
}

const types: ReadonlyMap<number, IdxType> = new Map<number, IdxType>([
  [0x08, { dtype: 'uint8', bytes: 1, make: (n) => new Uint8Array(n), read: (v, o) => v.getUint8(o) }],
  [0x09, { dtype: 'int8', bytes: 1, make: (n) => new Int8Array(n), read: (v, o) => v.getInt8(o) }],
  [0x0b, { dtype: 'int16', bytes: 2, make: (n) => new Int16Array(n), read: (v, o) => v.getInt16(o) }],
  [0x0c, { dtype: 'int32', bytes: 4, make: (n) => new Int32Array(n), read: (v, o) => v.getInt32(o) }],
  [0x0d, { dtype: 'float32', bytes: 4, make: (n) => new Float32Array(n), read: (v, o) => v.getFloat32(o) }],
  [0x0e, { dtype: 'float64', bytes: 8, make: (n) => new Float64Array(n), read: (v, o) => v.getFloat64(o) }],
]);

/** The array in an IDX file. Throws FormatError for a wrong magic number, an unknown type, or a length that differs from the sizes. */
export function readIdx(bytes: Uint8Array): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) throw new FormatError('IDX', 'the file does not start with an IDX magic number', 0);
  const type = types.get(view.getUint8(2));
  if (!type) throw new FormatError('IDX', `element type 0x${view.getUint8(2).toString(16)} is unknown`, 2);
  const rank = view.getUint8(3);
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw new FormatError('IDX', `the file ends within its ${rank} sizes`, bytes.length);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count * type.bytes !== bytes.length - start) {
    throw new FormatError('IDX', `sizes [${shape.join(', ')}] need ${count * type.bytes} bytes of ${type.dtype}; the file has ${bytes.length - start}`, start);
  }
  if (type.bytes === 1 && type.dtype === 'uint8') return { shape, dtype: type.dtype, data: bytes.slice(start) };
  const data = type.make(count);
  for (let i = 0; i < count; i++) data[i] = type.read(view, start + i * type.bytes);
  return { shape, dtype: type.dtype, data };
}

/** An IDX file of bytes. */
export function writeIdx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(out.buffer);
  view.setUint8(2, 0x08);
  view.setUint8(3, shape.length);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  out.set(data, 4 + 4 * shape.length);
  return out;
}
