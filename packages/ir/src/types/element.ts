/**
 * Element types of tensors, as interned values: two element types are equal exactly when they are the same object.
 * Source: StableHLO specification, section "Types".
 */
import { decodeFloat, encodeFloat, type FloatFormat } from './float-format.ts';

export type ElementKind = 'boolean' | 'signed' | 'unsigned' | 'float' | 'complex' | 'quantized';

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** One element in JavaScript: boolean for i1, bigint for 64-bit integers, `Complex` for complex types, number for the rest. */
export type ElementValue = number | bigint | boolean | Complex;

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** How elements lie in memory. One slot an element, two for complex; narrow integers take a byte each. */
export type StorageKind = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'f32' | 'f64' | 'i64' | 'u64';

const storageConstructors: Readonly<Record<StorageKind, { new (length: number): TypedArray; new (buffer: ArrayBuffer): TypedArray }>> = {
  i8: Int8Array,
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
};

/** Parameters of `!quant.uniform`: real = (stored - zeroPoint) * scale, per tensor or per slice of `axis`. */
export interface Quantization {
  readonly storage: ElementType;
  readonly expressed: ElementType;
  readonly storageMin: number;
  readonly storageMax: number;
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  /** The quantized dimension, or -1 for one scale for the whole tensor. */
  readonly axis: number;
}

export interface ElementType {
  /** The name in MLIR text: `f32`, `ui8`, `complex<f64>`. */
  readonly name: string;
  readonly kind: ElementKind;
  /** Bits of one element's value, both parts of a complex number together. */
  readonly bits: number;
  readonly storage: StorageKind;
  /** Slots an element takes in its storage array: 2 for complex, else 1. */
  readonly lanes: 1 | 2;
  /** Bytes an element takes in memory. */
  readonly bytes: number;
  /** Set for floats narrower than 32 bits, whose storage holds bit patterns. */
  readonly format?: FloatFormat;
  /** Element type of the parts of a complex number. */
  readonly part?: ElementType;
  readonly quantization?: Quantization;
}

const interned = new Map<string, ElementType>();

function define(type: Omit<ElementType, 'bytes'>): ElementType {
  const found = interned.get(type.name);
  if (found) return found;
  const bytes = (new storageConstructors[type.storage](0) as TypedArray).BYTES_PER_ELEMENT * type.lanes;
  const made: ElementType = Object.freeze({ ...type, bytes });
  interned.set(type.name, made);
  return made;
}

const integer = (name: string, kind: 'signed' | 'unsigned', bits: number, storage: StorageKind): ElementType => define({ name, kind, bits, storage, lanes: 1 });

function narrowFloat(name: string, bits: number, exponentBits: number, mantissaBits: number, bias: number, special: FloatFormat['special']): ElementType {
  return define({ name, kind: 'float', bits, storage: bits > 8 ? 'u16' : 'u8', lanes: 1, format: { bits, exponentBits, mantissaBits, bias, special } });
}

export const i1: ElementType = define({ name: 'i1', kind: 'boolean', bits: 1, storage: 'u8', lanes: 1 });
export const i2: ElementType = integer('i2', 'signed', 2, 'i8');
export const i4: ElementType = integer('i4', 'signed', 4, 'i8');
export const i8: ElementType = integer('i8', 'signed', 8, 'i8');
export const i16: ElementType = integer('i16', 'signed', 16, 'i16');
export const i32: ElementType = integer('i32', 'signed', 32, 'i32');
export const i64: ElementType = integer('i64', 'signed', 64, 'i64');
export const ui2: ElementType = integer('ui2', 'unsigned', 2, 'u8');
export const ui4: ElementType = integer('ui4', 'unsigned', 4, 'u8');
export const ui8: ElementType = integer('ui8', 'unsigned', 8, 'u8');
export const ui16: ElementType = integer('ui16', 'unsigned', 16, 'u16');
export const ui32: ElementType = integer('ui32', 'unsigned', 32, 'u32');
export const ui64: ElementType = integer('ui64', 'unsigned', 64, 'u64');

export const f4E2M1FN: ElementType = narrowFloat('f4E2M1FN', 4, 2, 1, 1, 'finite');
export const f6E2M3FN: ElementType = narrowFloat('f6E2M3FN', 6, 2, 3, 1, 'finite');
export const f6E3M2FN: ElementType = narrowFloat('f6E3M2FN', 6, 3, 2, 3, 'finite');
export const f8E3M4: ElementType = narrowFloat('f8E3M4', 8, 3, 4, 3, 'ieee');
export const f8E4M3: ElementType = narrowFloat('f8E4M3', 8, 4, 3, 7, 'ieee');
export const f8E4M3FN: ElementType = narrowFloat('f8E4M3FN', 8, 4, 3, 7, 'nan-all-ones');
export const f8E4M3FNUZ: ElementType = narrowFloat('f8E4M3FNUZ', 8, 4, 3, 8, 'nan-negative-zero');
export const f8E4M3B11FNUZ: ElementType = narrowFloat('f8E4M3B11FNUZ', 8, 4, 3, 11, 'nan-negative-zero');
export const f8E5M2: ElementType = narrowFloat('f8E5M2', 8, 5, 2, 15, 'ieee');
export const f8E5M2FNUZ: ElementType = narrowFloat('f8E5M2FNUZ', 8, 5, 2, 16, 'nan-negative-zero');
export const f8E8M0FNU: ElementType = narrowFloat('f8E8M0FNU', 8, 8, 0, 127, 'power-of-two');
export const bf16: ElementType = narrowFloat('bf16', 16, 8, 7, 127, 'ieee');
export const f16: ElementType = narrowFloat('f16', 16, 5, 10, 15, 'ieee');
export const f32: ElementType = define({ name: 'f32', kind: 'float', bits: 32, storage: 'f32', lanes: 1 });
export const f64: ElementType = define({ name: 'f64', kind: 'float', bits: 64, storage: 'f64', lanes: 1 });
export const complex64: ElementType = define({ name: 'complex<f32>', kind: 'complex', bits: 64, storage: 'f32', lanes: 2, part: f32 });
export const complex128: ElementType = define({ name: 'complex<f64>', kind: 'complex', bits: 128, storage: 'f64', lanes: 2, part: f64 });

/** Every element type that has a fixed name (all but quantized ones), in the specification's order. */
export const elementTypes: readonly ElementType[] = Object.freeze([...interned.values()]);

/** The element type with this MLIR name, or undefined. Quantized types are made by `quantized`. */
export function elementTypeNamed(name: string): ElementType | undefined {
  return interned.get(name);
}

const list = (values: readonly number[]): string => values.map((v) => (Number.isInteger(v) ? v.toFixed(1) : String(v).replace(/^(\d+)e/, '$1.0e'))).join(', ');

/** The quantized element type with these parameters, interned. */
export function quantized(q: Quantization): ElementType {
  const full = q.storage.kind === 'unsigned' ? [0, 2 ** q.storage.bits - 1] : [-(2 ** (q.storage.bits - 1)), 2 ** (q.storage.bits - 1) - 1];
  const range = q.storageMin === full[0] && q.storageMax === full[1] ? '' : `<${q.storageMin}:${q.storageMax}>`;
  // MLIR writes the storage type of quantized types as iN or uN.
  const storage = q.storage.kind === 'unsigned' ? `u${q.storage.bits}` : `i${q.storage.bits}`;
  const axis = q.axis < 0 ? '' : `:${q.axis}`;
  const one = (i: number): string => `${list([q.scales[i]])}${q.zeroPoints[i] === 0 ? '' : `:${q.zeroPoints[i]}`}`;
  const parameters = q.axis < 0 ? one(0) : `{${q.scales.map((_, i) => one(i)).join(',')}}`;
  const name = `!quant.uniform<${storage}${range}:${q.expressed.name}${axis}, ${parameters}>`;
  return define({ name, kind: 'quantized', bits: q.storage.bits, storage: q.storage.storage, lanes: 1, quantization: q });
}

export const isFloat = (e: ElementType): boolean => e.kind === 'float';
export const isComplex = (e: ElementType): boolean => e.kind === 'complex';
export const isInteger = (e: ElementType): boolean => e.kind === 'signed' || e.kind === 'unsigned';
export const isBoolean = (e: ElementType): boolean => e.kind === 'boolean';
/** Whether values of this type have a derivative: floats and complex numbers. */
export const isDifferentiable = (e: ElementType): boolean => e.kind === 'float' || e.kind === 'complex';

/**
 * Whether two element types agree apart from scales and zero points: the specification's equality of baseline types. Plain types are
 * equal only to themselves.
 */
export function sameBaseline(a: ElementType, b: ElementType): boolean {
  const [p, q] = [a.quantization, b.quantization];
  if (!p || !q) return a === b;
  return p.storage === q.storage && p.expressed === q.expressed && p.storageMin === q.storageMin && p.storageMax === q.storageMax && p.axis === q.axis;
}

/** Zeroed storage for `count` elements. */
export function allocate(element: ElementType, count: number): TypedArray {
  return new storageConstructors[element.storage](count * element.lanes);
}

/** The elements that a buffer holds; its length must be a multiple of the element's size. */
export function arrayOver(element: ElementType, buffer: ArrayBuffer): TypedArray {
  return new storageConstructors[element.storage](buffer);
}

const decodeTables = new Map<FloatFormat, Float32Array>();

/** Values of all bit patterns of a narrow format, by pattern; every one of them is exact in f32. */
export function decodeTable(format: FloatFormat): Float32Array {
  let table = decodeTables.get(format);
  if (!table) {
    table = new Float32Array(2 ** format.bits);
    for (let bits = 0; bits < table.length; bits++) table[bits] = decodeFloat(bits, format);
    decodeTables.set(format, table);
  }
  return table;
}

/** Element `index` of a storage array. */
export function readElement(element: ElementType, data: TypedArray, index: number): ElementValue {
  if (element.lanes === 2) return { re: data[2 * index] as number, im: data[2 * index + 1] as number };
  const raw = data[index];
  if (element.kind === 'boolean') return raw !== 0;
  return element.format ? decodeTable(element.format)[raw as number] : raw;
}

/** Writes element `index`, rounding floats to nearest even and wrapping integers modulo 2^bits. */
export function writeElement(element: ElementType, data: TypedArray, index: number, value: ElementValue): void {
  if (element.lanes === 2) {
    const { re, im } = value as Complex;
    data[2 * index] = re;
    data[2 * index + 1] = im;
  } else if (element.storage === 'i64' || element.storage === 'u64') (data as BigInt64Array)[index] = value as bigint;
  else if (element.kind === 'boolean') data[index] = value ? 1 : 0;
  else if (element.format) data[index] = encodeFloat(value as number, element.format);
  else data[index] = element.bits < 8 && element.kind !== 'quantized' ? wrapNarrow(element, value as number) : (value as number);
}

/** A real number rounded once to a floating type. */
export function roundToElement(element: ElementType, x: number): number {
  if (element.format) return decodeTable(element.format)[encodeFloat(x, element.format)];
  return element.bits === 32 ? Math.fround(x) : x;
}

/** Wraps to 2 or 4 bits; wider integers wrap in their storage array. */
function wrapNarrow(element: ElementType, value: number): number {
  const size = 2 ** element.bits;
  const low = ((value % size) + size) % size;
  return element.kind === 'signed' && low >= size / 2 ? low - size : low;
}
