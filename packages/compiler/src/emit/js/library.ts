/**
 * Functions that generated JavaScript calls by name: what the language lacks. Definitions of special functions and of arithmetic that can fail
 * are the evaluator's, so that both agree.
 */
import {
  arithmeticOf,
  type Complex,
  complexFunctions,
  decodeTable,
  type ElementType,
  elementTypes,
  encodeFloat,
  type FloatFormat,
  f64,
  failure,
  largestBits,
  nextAfter,
  roundAwayFromZero,
  roundToEven,
  specialFunctions,
} from '@millrace/ir';
import { codeName } from './element-code.ts';

const f64Scratch = new Float64Array(1);
const u32Scratch = new Uint32Array(f64Scratch.buffer);
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const high = littleEndian ? 1 : 0;
const low = 1 - high;

/** An encoder for one format: normal numbers by bit operations on the f64, the rest by the readable definition. */
function encoderOf(format: FloatFormat): (x: number) => number {
  const { mantissaBits, bias } = format;
  if (format.special === 'power-of-two') return (x) => encodeFloat(x, format);
  const dropped = 20 - mantissaBits;
  const half = 2 ** (dropped - 1);
  const lowMask = 2 ** dropped - 1;
  const signShift = 32 - format.bits;
  const signBit = 2 ** (format.bits - 1);
  const largest = largestBits(format);
  const smallestNormal = 2 ** mantissaBits;
  return (x) => {
    f64Scratch[0] = x;
    const top = u32Scratch[high];
    // The exponent's new bias is subtracted in place; values outside the normal range take the slow way.
    let bits = ((top & 0x7fffffff) >>> dropped) - ((1023 - bias) << mantissaBits);
    const rest = top & lowMask;
    if (rest > half || (rest === half && (u32Scratch[low] !== 0 || (bits & 1) === 1))) bits++;
    if (bits < smallestNormal || bits > largest) return encodeFloat(x, format);
    return bits | ((top >>> signShift) & signBit);
  };
}

const elements: ReadonlyMap<string, ElementType> = new Map(elementTypes.map((e) => [codeName(e), e]));
const byName = new Map<string, unknown>();

/** Defines functions of the library; packages above may add their own before the first use. */
export function defineLibrary(functions: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(functions)) byName.set(name, value);
}

/** The value that a name of generated code stands for, or undefined. */
export function libraryValue(name: string): unknown {
  let found = byName.get(name);
  if (found === undefined && (found = typedFunction(name)) !== undefined) byName.set(name, found);
  return found;
}

/** Functions that exist for each element type: `encode_f16`, `nextAfter_f32`, `bitcast_f32_i32`. */
const typedFunctions: Readonly<Record<string, (element: ElementType, to: ElementType | undefined) => unknown>> = {
  decode: ({ format }) => format && decodeTable(format),
  encode: ({ format }) => format && encoderOf(format),
  round(element) {
    if (!element.format) return undefined;
    const table = decodeTable(element.format);
    const encode = encoder(element);
    return (x: number): number => table[encode(x)];
  },
  nextAfter: (element) => (x: number, y: number) => nextAfter(element, x, y),
  integerPower: (element) => arithmeticOf(element).power,
  bitcast: (from, to) => to && bitcast(from, to),
};

function typedFunction(name: string): unknown {
  const [kind, from, to] = name.split('_');
  const element = elements.get(from);
  return element && typedFunctions[kind]?.(element, elements.get(to));
}

const scratch = new DataView(new ArrayBuffer(8));

/** The bits of an element of one type as an element of another of the same width. Narrow floats are given and answered as numbers. */
function bitcast(from: ElementType, to: ElementType): ((x: never) => unknown) | undefined {
  const width = from.bits;
  if (width !== to.bits || from.kind === 'boolean' || to.kind === 'boolean') return undefined;
  const write = bitWriter(from);
  const read = bitReader(to);
  return (x) => {
    write(x);
    return read();
  };
}

function bitWriter(element: ElementType): (x: never) => void {
  if (element.format) {
    const encode = encoder(element);
    return (x) => scratch.setUint32(0, encode(x), true);
  }
  if (element.kind === 'float') return (x) => (element.bits === 32 ? scratch.setFloat32(0, x, true) : scratch.setFloat64(0, x, true));
  return (x) => (element.bits === 64 ? scratch.setBigInt64(0, x, true) : scratch.setInt32(0, x, true));
}

function bitReader(element: ElementType): () => unknown {
  if (element.kind === 'float' && !element.format) return () => (element.bits === 32 ? scratch.getFloat32(0, true) : scratch.getFloat64(0, true));
  if (element.bits === 64) return () => (element.kind === 'signed' ? scratch.getBigInt64(0, true) : scratch.getBigUint64(0, true));
  const mask = element.bits === 32 ? -1 : 2 ** element.bits - 1;
  if (element.format) {
    const table = decodeTable(element.format);
    return () => table[scratch.getInt32(0, true) & mask];
  }
  if (element.kind === 'unsigned') return () => (scratch.getInt32(0, true) & mask) >>> 0;
  return () => signExtend(scratch.getInt32(0, true) & mask, element.bits);
}

/** Encodes a real number in a narrow float format; for kernels written by hand. */
export const encoder = (element: ElementType): ((x: number) => number) => libraryValue(`encode_${codeName(element)}`) as (x: number) => number;

function zeroDivision(op: string): never {
  throw failure('integer-division-by-zero', { op, message: 'integer division by zero' });
}

const asUnsigned = (x: bigint): bigint => BigInt.asUintN(64, x);

/** x as an f64 that rounds correctly to any narrower float: the nearest f64 where exact, else the neighbor whose last bit is odd. */
function bigToOddRounded(x: bigint): number {
  const near = Number(x);
  const back = BigInt(near);
  if (back === x) return near;
  f64Scratch[0] = near;
  if ((u32Scratch[low] & 1) === 1) return near;
  const towardZero = x > 0n ? back > x : back < x;
  // An even last bit: one step down cannot borrow from the high word unless the low word is 0.
  if (towardZero) {
    if (u32Scratch[low] === 0) u32Scratch[high]--;
    u32Scratch[low]--;
  } else u32Scratch[low]++;
  return f64Scratch[0];
}

function saturateBig(x: number, lowest: bigint, highest: bigint): bigint {
  if (Number.isNaN(x)) return 0n;
  if (x >= Number(highest)) return highest;
  return x <= Number(lowest) ? lowest : BigInt(Math.trunc(x));
}

defineLibrary({
  zeroDivision,
  divideInteger: (a: number, b: number): number => (b === 0 ? zeroDivision('divide') : Math.trunc(a / b)),
  remainderInteger: (a: number, b: number): number => (b === 0 ? zeroDivision('remainder') : a % b),
  divideBig: (a: bigint, b: bigint): bigint => (b === 0n ? zeroDivision('divide') : a / b),
  remainderBig: (a: bigint, b: bigint): bigint => (b === 0n ? zeroDivision('remainder') : a % b),
  saturate: (x: number, lowest: number, highest: number): number => (Number.isNaN(x) ? 0 : x <= lowest ? lowest : x >= highest ? highest : Math.trunc(x)),
  saturate_i64: (x: number): bigint => saturateBig(x, -(1n << 63n), (1n << 63n) - 1n),
  saturate_ui64: (x: number): bigint => saturateBig(x, 0n, (1n << 64n) - 1n),
  bigToOddRounded,
  roundEven: roundToEven,
  roundAway: roundAwayFromZero,
  realPower: arithmeticOf(f64).power,
  ...specialFunctions,
  shiftArithmetic: (a: number, b: number, bits: number): number => (b >= 0 && b < bits ? signExtend(a, bits) >> b : signExtend(a, bits) < 0 ? -1 : 0),
  countOnes(x: number): number {
    let count = 0;
    for (let rest = x; rest !== 0; rest &= rest - 1) count++;
    return count;
  },
  shiftLeftBig: (a: bigint, b: bigint): bigint => (b >= 0n && b < 64n ? a << b : 0n),
  shiftArithmeticBig: (a: bigint, b: bigint): bigint => (b >= 0n && b < 64n ? BigInt.asIntN(64, a) >> b : BigInt.asIntN(64, a) < 0n ? -1n : 0n),
  shiftLogicalBig: (a: bigint, b: bigint): bigint => (b >= 0n && b < 64n ? asUnsigned(a) >> b : 0n),
  countOnesBig(x: bigint): bigint {
    let count = 0n;
    for (let rest = asUnsigned(x); rest !== 0n; rest &= rest - 1n) count++;
    return count;
  },
  countLeadingZerosBig(x: bigint): bigint {
    const unsigned = asUnsigned(x);
    const top = Math.clz32(Number(unsigned >> 32n));
    return BigInt(top < 32 ? top : 32 + Math.clz32(Number(unsigned & 0xffffffffn)));
  },
});

/** The value of the low `bits` bits of x as a signed integer. */
const signExtend = (x: number, bits: number): number => (x << (32 - bits)) >> (32 - bits);

const complexNames: Readonly<Record<string, keyof typeof complexFunctions>> = {
  divide: 'divide',
  power: 'power',
  atan2: 'atan2',
  sign: 'sign',
  sqrt: 'sqrt',
  rsqrt: 'rsqrt',
  cbrt: 'cbrt',
  exponential: 'exp',
  exponential_minus_one: 'expm1',
  log: 'log',
  log_plus_one: 'log1p',
  logistic: 'logistic',
  sine: 'sin',
  cosine: 'cos',
  tan: 'tan',
  tanh: 'tanh',
  acos: 'acos',
  acosh: 'acosh',
  asin: 'asin',
  asinh: 'asinh',
  atan: 'atan',
  atanh: 'atanh',
  sinh: 'sinh',
  cosh: 'cosh',
};
type ComplexFunction = (a: Complex, b: Complex) => Complex;
for (const [op, name] of Object.entries(complexNames)) {
  const f = complexFunctions[name] as ComplexFunction;
  byName.set(`complex_${op}`, (re: number, im: number, re2: number, im2: number) => f({ re, im }, { re: re2, im: im2 }));
}

/** Complex numbers are ordered by real part, then imaginary part. */
const precedes = (a: number, b: number, c: number, d: number): boolean => a < c || (a === c && b < d);
const same = (a: number, b: number, c: number, d: number): boolean => a === c && b === d;
defineLibrary({
  complexOrder_less: precedes,
  complexOrder_lessOrEqual: (a: number, b: number, c: number, d: number): boolean => precedes(a, b, c, d) || same(a, b, c, d),
  complexOrder_greater: (a: number, b: number, c: number, d: number): boolean => precedes(c, d, a, b),
  complexOrder_greaterOrEqual: (a: number, b: number, c: number, d: number): boolean => precedes(c, d, a, b) || same(a, b, c, d),
  complex_maximum: (a: number, b: number, c: number, d: number): Complex => (precedes(a, b, c, d) ? { re: c, im: d } : { re: a, im: b }),
  complex_minimum: (a: number, b: number, c: number, d: number): Complex => (precedes(c, d, a, b) ? { re: c, im: d } : { re: a, im: b }),
});
