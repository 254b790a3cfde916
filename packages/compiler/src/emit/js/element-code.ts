/**
 * How elements look in generated JavaScript: 0 or 1 for booleans, a bigint for 64-bit integers, a number for the rest, and two numbers for
 * complex types. Arithmetic results are brought back to the element type by `wrapCode` after every operation.
 */
import type { ElementType } from '@millrace/ir';

/** Families of element types that share their code. */
export type CodeKind = 'boolean' | 'integer' | 'big' | 'real' | 'complex';

/** The parts of an element as JavaScript expressions: one, or two for complex types. */
export type Code = readonly string[];

/** The family of an element type, or null where generated code has no arithmetic for it (quantized types). */
export function codeKind(element: ElementType): CodeKind | null {
  switch (element.kind) {
    case 'boolean':
      return 'boolean';
    case 'signed':
    case 'unsigned':
      return element.bits === 64 ? 'big' : 'integer';
    case 'float':
      return 'real';
    case 'complex':
      return 'complex';
    case 'quantized':
      return null;
  }
}

/** A name for generated code: letters and digits only. */
export const codeName = (element: ElementType): string => element.name.replace(/[^A-Za-z0-9]/g, '');

/** Brings a result of arithmetic to the element type: rounds floats, wraps integers. `x` is one part. */
export function wrapCode(element: ElementType, x: string): string {
  switch (element.kind) {
    case 'float':
      return element.format ? `round_${codeName(element)}(${x})` : element.bits === 32 ? `Math.fround(${x})` : x;
    case 'complex':
      return element.bits === 64 ? `Math.fround(${x})` : x;
    case 'signed':
      if (element.bits === 64) return `BigInt.asIntN(64, ${x})`;
      return element.bits === 32 ? `(${x} | 0)` : `((${x}) << ${32 - element.bits} >> ${32 - element.bits})`;
    case 'unsigned':
      if (element.bits === 64) return `BigInt.asUintN(64, ${x})`;
      return element.bits === 32 ? `((${x}) >>> 0)` : `((${x}) & ${2 ** element.bits - 1})`;
    default:
      return x;
  }
}

/** The element at `index` (an expression without side effects) of a storage array. */
export function loadCode(element: ElementType, array: string, index: string): Code {
  if (element.lanes === 2) return [`${array}[2 * (${index})]`, `${array}[2 * (${index}) + 1]`];
  return [element.format ? `decode_${codeName(element)}[${array}[${index}]]` : `${array}[${index}]`];
}

/** A statement that stores an element. */
export function storeCode(element: ElementType, array: string, index: string, value: Code): string {
  if (element.lanes === 2) return `${array}[2 * (${index})] = ${value[0]}; ${array}[2 * (${index}) + 1] = ${value[1]};`;
  return `${array}[${index}] = ${element.format ? `encode_${codeName(element)}(${value[0]})` : value[0]};`;
}

/** A real number as an element, rounded to the type. */
export function constantCode(element: ElementType, value: number, round: (element: ElementType, value: number) => number): Code {
  switch (codeKind(element)) {
    case 'big':
      return [value < 0 ? `(${BigInt(value)}n)` : `${BigInt(value)}n`];
    case 'boolean':
      return [value !== 0 ? '1' : '0'];
    case 'complex':
      return [numberCode(round(element.part ?? element, value)), '0'];
    default:
      return [numberCode(round(element, value))];
  }
}

export const numberCode = (value: number): string => (value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : String(value));

/**
 * A comment that keeps functions for different arrays apart: equal texts are one function, and a function that has seen several kinds of arrays is
 * several times slower.
 */
export const typeTag = (elements: readonly ElementType[]): string => `/* ${elements.map((e) => e.name).join(' ')} */ `;
