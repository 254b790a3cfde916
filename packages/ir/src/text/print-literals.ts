/** Dense constants as MLIR text. Every value reads back to the same bits. */
import { allocate, type ElementType, isBoolean, isComplex, isFloat, readElement, type TypedArray, writeElement } from '../types/element.ts';
import { encodeFloat } from '../types/float-format.ts';
import type { Literal } from '../types/literal.ts';
import { staticShape } from '../types/type.ts';

/** Constants with more elements print as a string of bytes. */
const longest = 100;

/** `dense<...> : tensor<...>`. */
export const printDense = (l: Literal): string => `dense<${printContents(l)}> : ${l.type}`;

function printContents(l: Literal): string {
  const { size, element } = l.type;
  if (size === 0) return '';
  if (isSplat(l)) return printElement(element, l.data, 0);
  if (size > longest && !isBoolean(element)) return `"0x${hex(new Uint8Array(l.data.buffer, l.data.byteOffset, l.data.byteLength))}"`;
  return printElements(l);
}

/** The elements in nested brackets, however many. */
export function printElements(l: Literal): string {
  const shape = staticShape(l.type);
  let next = 0;
  const row = (axis: number): string =>
    axis === shape.length ? printElement(l.type.element, l.data, next++) : `[${Array.from({ length: shape[axis] }, () => row(axis + 1)).join(', ')}]`;
  return row(0);
}

function isSplat({ type, data }: Literal): boolean {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const { bytes: width } = type.element;
  for (let i = width; i < bytes.length; i++) if (bytes[i] !== bytes[i - width]) return false;
  return true;
}

const hexByte: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).toUpperCase().padStart(2, '0'));
const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => hexByte[b]).join('');

function printElement(element: ElementType, data: TypedArray, index: number): string {
  if (isComplex(element)) return `(${printElement(element.part!, data, 2 * index)}, ${printElement(element.part!, data, 2 * index + 1)})`;
  if (isFloat(element)) return printFloat(element, data, index);
  return element.kind === 'quantized' ? String(data[index]) : String(readElement(element, data, index));
}

/** Bits of a float as they lie in storage. */
function bitsOf(element: ElementType, data: TypedArray, index: number): bigint {
  if (element.format) return BigInt(data[index] as number);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return element.bits === 32 ? BigInt(view.getUint32(index * 4, true)) : view.getBigUint64(index * 8, true);
}

function printFloat(element: ElementType, data: TypedArray, index: number): string {
  const value = readElement(element, data, index) as number;
  if (Number.isFinite(value)) return printReal(value, (x) => roundTo(element, x));
  const digits = Math.ceil(element.bits / 4);
  return `0x${bitsOf(element, data, index).toString(16).toUpperCase().padStart(digits, '0')}`;
}

function roundTo(element: ElementType, x: number): number {
  if (element.format) return encodeFloat(x, element.format);
  return element.bits === 32 ? Math.fround(x) : x;
}

/** A number of an element type as attributes write it: infinities and NaN by their bits. */
export function printRealAs(value: number, element: ElementType): string {
  const data = allocate(element, 1);
  writeElement(element, data, 0, value);
  return printFloat(element, data, 0);
}

/** A finite number as MLIR writes it, with six decimals or as many as it takes to read the same number back. */
export function printReal(value: number, round: (x: number) => number = (x) => x): string {
  const wanted = round(value);
  const sign = Object.is(value, -0) ? '-' : '';
  const write = (decimals: number): string => sign + value.toExponential(decimals).replace(/e([+-])(\d)$/, 'e$10$2');
  // 17 significant digits distinguish all numbers of f64.
  return [6, 8].map(write).find((text) => Object.is(round(Number(text)), wanted)) ?? write(16);
}
