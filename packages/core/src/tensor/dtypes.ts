/** TensorFlow's dtypes, one for each element type it knows. Source: tensorflow/core/framework/types.proto (names and numbers). */
import * as ir from '@millrace/ir';
import { failure, unknownChoice } from '@millrace/ir';
import { describe } from './describe.ts';

/** Names of dtypes whose tensors hold numbers or booleans. */
export type DTypeName =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'complex64'
  | 'complex128'
  | 'float8_e4m3fn'
  | 'float8_e5m2';

/** Names of dtypes that are known, but whose tensors are not arrays of plain numbers. */
export type OtherDTypeName = 'string' | 'resource' | 'variant' | 'qint8' | 'quint8' | 'qint16' | 'quint16' | 'qint32';

/** A typed array's class; what `asNumpy` gives. */
export type TypedArrayConstructor = new (length: number) => ir.TypedArray;

const hostArrays: Readonly<Record<string, TypedArrayConstructor>> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Float32Array,
  bfloat16: Float32Array,
  float8_e4m3fn: Float32Array,
  float8_e5m2: Float32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

/** A TensorFlow dtype; each exists once, so dtypes are compared with `===`. */
export class DType<Name extends string = string> {
  /** TensorFlow's name: `float32`. */
  readonly name: Name;
  /** The number in types.proto. */
  readonly enumValue: number;
  readonly #element: ir.ElementType | null;
  constructor(name: Name, element: ir.ElementType | null, enumValue: number) {
    this.name = name;
    this.#element = element;
    this.enumValue = enumValue;
  }
  /** The element type of tensors of this dtype. Throws UnimplementedError where there are none yet. */
  get element(): ir.ElementType {
    if (this.#element) return this.#element;
    throw failure('unimplemented', { op: 'dtype', message: `tensors of dtype ${this.name} are not here yet` });
  }
  /** Bytes of one element; 0 where the size varies (string, resource, variant), as in TensorFlow. */
  get size(): number {
    if (this.name.startsWith('q')) return this.name.endsWith('32') ? 4 : this.name.endsWith('16') ? 2 : 1;
    return this.#element?.bytes ?? (this.name.startsWith('quint') ? 1 : 0);
  }
  get isFloating(): boolean {
    return this.#element?.kind === 'float';
  }
  /** Whether it is an integer type; quantized types and bool are not. */
  get isInteger(): boolean {
    return this.#element?.kind === 'signed' || this.#element?.kind === 'unsigned';
  }
  get isUnsigned(): boolean {
    return this.#element?.kind === 'unsigned';
  }
  get isComplex(): boolean {
    return this.#element?.kind === 'complex';
  }
  get isBool(): boolean {
    return this.#element?.kind === 'boolean';
  }
  get isQuantized(): boolean {
    return this.name.startsWith('q');
  }
  /** The dtype of the parts of a complex dtype; others are their own. */
  get realDtype(): DType {
    return this.#element?.part ? dtypeOf(this.#element.part) : this;
  }
  /** The smallest (most negative) finite value; bigint for 64-bit integers. Throws TypeError where values have no order. */
  get min(): number | bigint {
    return limitsOf(this)[0];
  }
  /** The largest finite value; bigint for 64-bit integers. Throws TypeError where values have no order. */
  get max(): number | bigint {
    return limitsOf(this)[1];
  }
  /** The class of typed array that `data()` gives: 16-bit and 8-bit floats arrive as Float32Array, booleans as Uint8Array. */
  get asNumpy(): TypedArrayConstructor {
    return hostArrays[this.name] ?? this.#noArray();
  }
  isCompatibleWith(other: DTypeLike): boolean {
    return asDtype(other) === (this as DType);
  }
  #noArray(): never {
    throw failure('wrong-kind', { op: 'dtype', message: `${this.name} has no typed array` });
  }
  toString(): string {
    return this.name;
  }
}

function limitsOf(dtype: DType): readonly [number | bigint, number | bigint] {
  const element = dtype.isFloating || dtype.isInteger ? dtype.element : null;
  if (!element) throw failure('wrong-kind', { op: 'dtype', message: `${dtype.name} has no smallest and largest value` });
  if (element.kind === 'float') {
    const largest = element === ir.f64 ? Number.MAX_VALUE : element === ir.f32 ? 3.4028234663852886e38 : largestOf(element);
    return [-largest, largest];
  }
  const { bits } = element;
  if (element.kind === 'unsigned') return bits === 64 ? [0n, 2n ** 64n - 1n] : [0, 2 ** bits - 1];
  return bits === 64 ? [-(2n ** 63n), 2n ** 63n - 1n] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** The largest finite value of a narrow float: the maximum over its bit patterns. */
function largestOf(element: ir.ElementType): number {
  let largest = 0;
  for (const value of ir.decodeTable(element.format!)) if (Number.isFinite(value) && value > largest) largest = value;
  return largest;
}

export const float32: DType<'float32'> = new DType('float32', ir.f32, 1);
export const float64: DType<'float64'> = new DType('float64', ir.f64, 2);
export const int32: DType<'int32'> = new DType('int32', ir.i32, 3);
export const uint8: DType<'uint8'> = new DType('uint8', ir.ui8, 4);
export const int16: DType<'int16'> = new DType('int16', ir.i16, 5);
export const int8: DType<'int8'> = new DType('int8', ir.i8, 6);
export const string: DType<'string'> = new DType('string', null, 7);
export const complex64: DType<'complex64'> = new DType('complex64', ir.complex64, 8);
export const int64: DType<'int64'> = new DType('int64', ir.i64, 9);
export const bool: DType<'bool'> = new DType('bool', ir.i1, 10);
export const qint8: DType<'qint8'> = new DType('qint8', null, 11);
export const quint8: DType<'quint8'> = new DType('quint8', null, 12);
export const qint32: DType<'qint32'> = new DType('qint32', null, 13);
export const bfloat16: DType<'bfloat16'> = new DType('bfloat16', ir.bf16, 14);
export const qint16: DType<'qint16'> = new DType('qint16', null, 15);
export const quint16: DType<'quint16'> = new DType('quint16', null, 16);
export const uint16: DType<'uint16'> = new DType('uint16', ir.ui16, 17);
export const complex128: DType<'complex128'> = new DType('complex128', ir.complex128, 18);
export const float16: DType<'float16'> = new DType('float16', ir.f16, 19);
export const resource: DType<'resource'> = new DType('resource', null, 20);
export const variant: DType<'variant'> = new DType('variant', null, 21);
export const uint32: DType<'uint32'> = new DType('uint32', ir.ui32, 22);
export const uint64: DType<'uint64'> = new DType('uint64', ir.ui64, 23);
export const float8_e5m2: DType<'float8_e5m2'> = new DType('float8_e5m2', ir.f8E5M2, 24);
export const float8_e4m3fn: DType<'float8_e4m3fn'> = new DType('float8_e4m3fn', ir.f8E4M3FN, 25);

const all: readonly DType[] = [
  ...[float32, float64, int32, uint8, int16, int8, string, complex64, int64, bool, qint8, quint8, qint32, bfloat16, qint16, quint16],
  ...[uint16, complex128, float16, resource, variant, uint32, uint64, float8_e5m2, float8_e4m3fn],
];
const withElements = [float32, float64, int32, uint8, int16, int8, complex64, int64, bool, bfloat16, uint16, complex128, float16, uint32, uint64];
const byElement: ReadonlyMap<ir.ElementType, DType> = new Map([...withElements, float8_e5m2, float8_e4m3fn].map((d) => [d.element, d as DType]));
const byName: ReadonlyMap<string, DType> = new Map<string, DType>([
  ...all.map((d): [string, DType] => [d.name, d]),
  ['half', float16],
  ['float', float32],
  ['double', float64],
]);
const byNumber: ReadonlyMap<number, DType> = new Map(all.map((d) => [d.enumValue, d]));

/** What stands for a dtype: the dtype, its name (or `half`, `float`, `double`), or its number in types.proto. */
export type DTypeLike<Name extends string = string> =
  | DType<Name>
  | (Name extends DTypeName | OtherDTypeName ? Name : never)
  | DTypeName
  | OtherDTypeName
  | number;

/** A dtype given as the object or by its name; the name is kept in the type. */
export type DTypeArgument<Name extends DTypeName> = DType<Name> | Name;

/** The dtype of an element type. Throws UnimplementedError for types that TensorFlow does not have. */
export function dtypeOf(element: ir.ElementType): DType {
  const found = byElement.get(element);
  if (!found) throw failure('unimplemented', { op: 'dtype', message: `element type ${element.name} has no TensorFlow dtype` });
  return found;
}

/**
 * The dtype that a name, number or dtype stands for: `asDtype('half') === float16`.
 *
 * - Throws: ValueError for an unknown name or number, TypeError for anything else. TensorFlow: `tf.as_dtype`.
 */
export function asDtype(value: DTypeLike | string): DType {
  if (value instanceof DType) return value;
  if (typeof value === 'string') {
    const found = byName.get(value);
    if (found) return found;
    throw failure('value', { op: 'asDtype', message: `dtype ${unknownChoice(value, [...byName.keys()])}` });
  }
  if (typeof value !== 'number')
    throw failure('wrong-kind', { op: 'asDtype', message: `cannot make a dtype of ${describe(value)}`, valid: "a dtype or its name, such as 'float32'" });
  const found = byNumber.get(value);
  if (found) return found;
  throw failure('value', { op: 'asDtype', message: `no dtype has the number ${value}` });
}

/** The element type of a dtype argument, or the default where it is absent. */
export const elementFor = (dtype: DTypeLike | undefined, fallback: ir.ElementType): ir.ElementType => (dtype === undefined ? fallback : asDtype(dtype).element);
