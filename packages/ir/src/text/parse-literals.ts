/** Dense constants: nested lists, splats, hexadecimal bit patterns and hexadecimal strings of raw bytes. */
import { allocate, type ElementType, isBoolean, isComplex, isFloat, type TypedArray, writeElement } from '../types/element.ts';
import type { Literal } from '../types/literal.ts';
import { showShape, staticShape, type TensorType } from '../types/type.ts';
import type { Lexer, Token } from './lexer.ts';
import { maximumSplatBytes } from './limits.ts';
import { parseSigned } from './parse-numbers.ts';
import { parseType } from './parse-types.ts';

/** One written element: a number with its sign, a boolean, or a pair of numbers. */
interface Part {
  readonly negative: boolean;
  readonly token: Token;
}
type Written = readonly [Part] | readonly [Part, Part];

/** What stands between the brackets of `dense<...>`, before its type is known. */
interface Contents {
  readonly elements: Written[];
  /** Sizes by nesting, undefined for a splat. */
  readonly shape: number[] | undefined;
  readonly start: number;
}

/** What all splats of a text have taken so far. */
export interface SplatBudget {
  bytes: number;
}

/** `dense<...> : tensor<...>`. */
export function parseDense(lexer: Lexer, budget: SplatBudget): Literal {
  lexer.expect('dense');
  lexer.expect('<', 'after dense');
  const bytes = lexer.atKind('string') ? lexer.next() : undefined;
  const contents = bytes ? undefined : parseContents(lexer);
  lexer.expect('>', 'at the end of a dense constant');
  lexer.expect(':', 'before the type of a dense constant');
  const { start } = lexer.peek();
  const type = parseType(lexer);
  if (type.kind !== 'tensor' || !type.isStatic) throw lexer.error(`a constant needs a tensor type with known sizes; got ${type}`, start);
  if (bytes) return fromBytes(lexer, type, bytes, budget);
  return contents!.shape === undefined ? fromSplat(lexer, type, contents!, budget) : fromList(lexer, type, contents!);
}

function parseContents(lexer: Lexer): Contents {
  const { start } = lexer.peek();
  const elements: Written[] = [];
  if (lexer.at('>')) return { elements, shape: [0], start };
  if (!lexer.at('[')) return { elements: [parseElement(lexer)], shape: undefined, start };
  return { elements, shape: parseRow(lexer, elements), start };
}

/** A bracketed list; answers its shape, which all rows must share. */
function parseRow(lexer: Lexer, elements: Written[]): number[] {
  return lexer.nested(() => {
    let inner: number[] | undefined;
    let count = 0;
    lexer.list('[', ']', () => {
      const { start } = lexer.peek();
      const shape = lexer.at('[') ? parseRow(lexer, elements) : [];
      if (shape.length === 0) elements.push(parseElement(lexer));
      if (inner && (inner.length !== shape.length || inner.some((d, i) => d !== shape[i]))) {
        throw lexer.error(`rows of a constant differ: one has shape ${showShape(inner)}, this one ${showShape(shape)}`, start);
      }
      inner = shape;
      count++;
    });
    return [count, ...(inner ?? [])];
  });
}

function parseElement(lexer: Lexer): Written {
  if (lexer.at('(')) {
    lexer.next();
    const re = parseSigned(lexer, 'the real part');
    lexer.expect(',', 'between the parts of a complex number');
    const im = parseSigned(lexer, 'the imaginary part');
    lexer.expect(')', 'after a complex number');
    return [re, im];
  }
  if (lexer.at('true') || lexer.at('false')) return [{ negative: false, token: lexer.next() }];
  return [parseSigned(lexer, 'a number, true, false, a list or a complex number')];
}

function fromSplat(lexer: Lexer, type: TensorType, { elements: [element], start }: Contents, budget: SplatBudget): Literal {
  reserve(lexer, type, start, budget);
  const data = allocate(type.element, type.size);
  if (type.size > 0) {
    write(lexer, type.element, data, 0, element);
    repeatFirst(data, type.element.lanes);
  } else write(lexer, type.element, allocate(type.element, 1), 0, element);
  return { type, data };
}

function reserve(lexer: Lexer, type: TensorType, start: number, budget: SplatBudget): void {
  budget.bytes += type.size * type.element.bytes;
  if (!(budget.bytes <= maximumSplatBytes)) throw lexer.error(`repeated constants of this text take more than ${maximumSplatBytes} bytes at ${type}`, start);
}

/** Copies the first `lanes` slots over the whole array. */
function repeatFirst(data: TypedArray, lanes: number): void {
  for (let filled = lanes; filled < data.length; filled *= 2) data.copyWithin(filled, 0, filled);
}

function fromList(lexer: Lexer, type: TensorType, { elements, shape, start }: Contents): Literal {
  const sizes = staticShape(type);
  // `dense<>` has no elements and fits every shape that has none; so does an empty list.
  const fits = elements.length === 0 ? type.size === 0 : shape!.length === sizes.length && sizes.every((d, i) => d === shape![i]);
  if (!fits) throw lexer.error(`a constant of ${type} was written with shape ${showShape(shape!)}`, start);
  const data = allocate(type.element, type.size);
  elements.forEach((element, i) => write(lexer, type.element, data, i, element));
  return { type, data };
}

/** Writes element `index` as its text says; complains at its place where it does not fit the type. */
function write(lexer: Lexer, element: ElementType, data: TypedArray, index: number, written: Written): void {
  if (isComplex(element)) {
    if (written.length !== 2) throw lexer.error(`expected a pair (real, imaginary) for ${element.name}`, written[0].token.start);
    written.forEach((part, i) => writePart(lexer, element.part!, data, 2 * index + i, part));
    return;
  }
  if (written.length === 2) throw lexer.error(`a pair is not a value of ${element.name}`, written[0].token.start);
  writePart(lexer, element, data, index, written[0]);
}

function writePart(lexer: Lexer, element: ElementType, data: TypedArray, index: number, { negative, token }: Part): void {
  if (token.kind === 'word') {
    if (!isBoolean(element)) throw lexer.error(`${token.text} is not a value of ${element.name}`, token.start);
    writeElement(element, data, index, token.text === 'true');
  } else if (isFloat(element)) {
    if (token.text.startsWith('0x')) writeBits(lexer, element, data, index, negative, token);
    else writeElement(element, data, index, negative ? -Number(token.text) : Number(token.text));
  } else {
    const value = integerOf(lexer, element, negative, token);
    if (isBoolean(element)) writeElement(element, data, index, value !== 0n);
    else writeElement(element, data, index, element.storage === 'i64' || element.storage === 'u64' ? value : Number(value));
  }
}

/** An integer within the type's width; a signless type takes both signed and unsigned values, as in MLIR. */
function integerOf(lexer: Lexer, element: ElementType, negative: boolean, token: Token): bigint {
  if (token.kind !== 'integer') throw lexer.error(`${token.text} is not a value of ${element.name}`, token.start);
  const magnitude = BigInt(token.text);
  const value = negative ? -magnitude : magnitude;
  const unsigned = element.kind === 'unsigned' || element.quantization?.storage.kind === 'unsigned';
  const low = unsigned ? 0n : -(1n << BigInt(element.bits - 1));
  if (value < low || value >= 1n << BigInt(element.bits)) throw lexer.error(`${value} is out of range for ${element.name}`, token.start);
  return unsigned ? value : BigInt.asIntN(element.bits === 1 ? 2 : element.bits, value);
}

/** A float by its bit pattern: `0x7FC00000`. */
export function writeBits(lexer: Lexer, element: ElementType, data: TypedArray, index: number, negative: boolean, token: Token): void {
  const bits = BigInt(token.text);
  if (negative || bits >> BigInt(element.bits) !== 0n) {
    throw lexer.error(`${negative ? '-' : ''}${token.text} is not a bit pattern of ${element.name}, which has ${element.bits} bits`, token.start);
  }
  if (element.format) data[index] = Number(bits);
  else {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    if (element.bits === 32) view.setUint32(index * 4, Number(bits), true);
    else view.setBigUint64(index * 8, bits, true);
  }
}

/** The raw bytes of all elements, or of one that repeats, little-endian: `dense<"0x0000803F">`. */
function fromBytes(lexer: Lexer, type: TensorType, token: Token, budget: SplatBudget): Literal {
  const digits = token.text.slice(2);
  if (!token.text.startsWith('0x') || digits.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(digits)) {
    throw lexer.error('expected a string of hexadecimal bytes that begins with 0x', token.start);
  }
  const count = digits.length / 2;
  const { element, size } = type;
  const packed = isBoolean(element) && count === Math.ceil(size / 8) && count !== size;
  const splat = count === element.bytes && size !== 1;
  if (!packed && !splat && count !== size * element.bytes) {
    throw lexer.error(`a constant of ${type} has ${size * element.bytes} bytes; the string has ${count}`, token.start);
  }
  if (splat) reserve(lexer, type, token.start, budget);
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  const data = allocate(element, size);
  if (packed) for (let i = 0; i < size; i++) data[i] = (bytes[i >> 3] >> (i & 7)) & 1;
  else if (isBoolean(element)) for (let i = 0; i < size; i++) data[i] = (splat ? bytes[0] : bytes[i]) & 1;
  else {
    new Uint8Array(data.buffer).set(bytes.subarray(0, data.byteLength));
    if (splat) repeatFirst(data, element.lanes);
    if (element.bits < 8) narrow(element, data);
  }
  return { type, data };
}

/** Clears the bits of a byte that a narrow integer does not use, keeping the sign. */
function narrow(element: ElementType, data: TypedArray): void {
  if (element.format) for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) & (2 ** element.bits - 1);
  else for (let i = 0; i < data.length; i++) writeElement(element, data, i, data[i] as number);
}
