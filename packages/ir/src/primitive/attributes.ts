/** Kinds of attributes: each knows its valid values, its default and (in text/) how it prints and parses. */
import { DimExpr } from '../types/dim.ts';
import type { ElementType } from '../types/element.ts';
import type { Literal } from '../types/literal.ts';
import type { Shape, Type } from '../types/type.ts';

/** A number whose type is neither i64 nor f64: `1 : i32`. Only in attributes that no primitive declares. */
export class TypedNumber {
  readonly value: number | bigint;
  readonly element: ElementType;
  constructor(value: number | bigint, element: ElementType) {
    this.value = value;
    this.element = element;
  }
}

/** A reference to a symbol: `@main`. The name is without `@`. */
export class SymbolName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** `array<i64: 1, 2>` in an attribute that no primitive declares. */
export class DenseArray {
  readonly element: ElementType;
  readonly values: readonly (number | bigint | boolean)[];
  constructor(element: ElementType, values: readonly (number | bigint | boolean)[]) {
    this.element = element;
    this.values = values;
  }
}

/** An attribute of a dialect that is not known here, kept as its text: `#sdy.mesh<...>`. */
export class OpaqueAttribute {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An attribute that is only present: `unit`. */
export class UnitAttribute {
  readonly unit: true = true;
}
export const unitAttribute: UnitAttribute = Object.freeze(new UnitAttribute());

/** A value of an attribute. In attributes that no primitive declares, a bigint is an i64 and a number an f64. */
export type AttributeValue =
  | TypedNumber
  | SymbolName
  | DenseArray
  | OpaqueAttribute
  | UnitAttribute
  | DimExpr
  | number
  | bigint
  | boolean
  | string
  | ElementType
  | Type
  | Literal
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue | undefined };

/** Attributes of an operation by camelCase key. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

export type AttributeKind =
  | 'int'
  | 'ints'
  | 'bools'
  | 'matrix'
  | 'float'
  | 'boolean'
  | 'string'
  | 'choice'
  | 'choices'
  | 'literal'
  | 'elementType'
  | 'type'
  | 'symbol'
  | 'symbols'
  | 'symbolRows'
  | 'dictionary'
  | 'record'
  | 'any'
  /** Not written as an attribute: part of the operation's result type. */
  | 'resultShape'
  | 'resultElement'
  | 'resultTypes';

export interface AttributeSpec<T = unknown> {
  readonly kind: AttributeKind;
  /** Present when the attribute may be left out. */
  readonly fallback?: { readonly value: T };
  /** Valid values of a choice. */
  readonly choices?: readonly string[];
  /** Fields of a record, such as dot_dimension_numbers. */
  readonly fields?: Readonly<Record<string, AttributeSpec>>;
  /** Dialect type in MLIR text: `comparison_direction` prints as `#stablehlo<comparison_direction LT>`, `dot` as `#stablehlo.dot<...>`. */
  readonly mlir?: string;
  /** Width of the integer type in MLIR text: 64, or 32. */
  readonly width?: 32 | 64;
  /** How lists print: `array<i64: 1, 2>`, `dense<[1, 2]> : tensor<2xi64>`, or `[1, 2]`. */
  readonly list?: 'array' | 'dense' | 'plain';
  /** Integers may be symbolic sizes: limits of a slice of a whole axis. */
  readonly symbolic?: boolean;
  /** A quantized literal is written with the type of its stored values; the result's type says how they are read. */
  readonly asStored?: boolean;
  /** A number is written in the element type of the result: `1 : i32`, `true`. */
  readonly asResult?: boolean;
  /** Name in MLIR text where it is not the key in snake_case. */
  readonly textName?: string;
}

type Extra = Pick<AttributeSpec, 'mlir' | 'width' | 'list' | 'textName' | 'asStored' | 'asResult'>;

const spec = <T>(kind: AttributeKind, more: Partial<AttributeSpec<T>> = {}): AttributeSpec<T> => ({ kind, ...more });

/** Makers of attribute kinds. */
export const attr = {
  int: (extra: Extra = {}): AttributeSpec<number> => spec('int', extra),
  ints: (extra: Extra = {}): AttributeSpec<readonly number[]> => spec('ints', { list: 'array', ...extra }),
  /** Integers that may be symbolic sizes. */
  dims: (extra: Extra = {}): AttributeSpec<Shape> => spec('ints', { list: 'array', symbolic: true, ...extra }),
  bools: (extra: Extra = {}): AttributeSpec<readonly boolean[]> => spec('bools', { list: 'array', ...extra }),
  /** A two-dimensional integer array, one row a list: padding, replica groups. */
  matrix: (extra: Extra = {}): AttributeSpec<readonly (readonly number[])[]> => spec('matrix', { list: 'dense', ...extra }),
  float: (extra: Extra = {}): AttributeSpec<number> => spec('float', extra),
  boolean: (extra: Extra = {}): AttributeSpec<boolean> => spec('boolean', extra),
  string: (extra: Extra = {}): AttributeSpec<string> => spec('string', extra),
  choice: <const C extends readonly string[]>(choices: C, extra: Extra = {}): AttributeSpec<C[number]> => spec('choice', { choices, ...extra }),
  choices: <const C extends readonly string[]>(choices: C, extra: Extra = {}): AttributeSpec<readonly C[number][]> => spec('choices', { choices, ...extra }),
  literal: (extra: Extra = {}): AttributeSpec<Literal> => spec('literal', extra),
  elementType: (extra: Extra = {}): AttributeSpec<ElementType> => spec('elementType', extra),
  type: (extra: Extra = {}): AttributeSpec<Type> => spec('type', extra),
  /** Name of a function, without `@`. */
  symbol: (extra: Extra = {}): AttributeSpec<string> => spec('symbol', extra),
  symbols: (extra: Extra = {}): AttributeSpec<readonly string[]> => spec('symbols', extra),
  /** Names of functions, a list a row: the programs of a process grid. */
  symbolRows: (extra: Extra = {}): AttributeSpec<readonly (readonly string[])[]> => spec('symbolRows', extra),
  dictionary: (extra: Extra = {}): AttributeSpec<Attributes> => spec('dictionary', extra),
  record: <F extends Readonly<Record<string, AttributeSpec>>>(fields: F, extra: Extra = {}): AttributeSpec<AttributeValues<F>> =>
    spec('record', { fields, ...extra }),
  any: (extra: Extra = {}): AttributeSpec<AttributeValue> => spec('any', extra),
  /** The shape of the result, which the text form gives as the result's type. */
  resultShape: (): AttributeSpec<Shape> => spec('resultShape'),
  resultElement: (): AttributeSpec<ElementType> => spec('resultElement'),
  resultTypes: (): AttributeSpec<readonly Type[]> => spec('resultTypes'),
};

/** The attribute may be left out; then it has this value. */
export const withDefault = <T>(of: AttributeSpec<T>, value: T): AttributeSpec<T> => ({ ...of, fallback: { value } });
/** The attribute may be absent. */
export const absentOr = <T>(of: AttributeSpec<T>): AttributeSpec<T | undefined> => ({ ...of, fallback: { value: undefined } }) as AttributeSpec<T | undefined>;

export type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;
export type AttributeValues<A extends AttributeSpecs> = { readonly [K in keyof A]: A[K] extends AttributeSpec<infer T> ? T : never };

/** The key in MLIR text: camelCase to snake_case, unless the spec names another. */
export const textNameOf = (key: string, of: AttributeSpec): string => of.textName ?? key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

const isIntegerList = (v: unknown, symbolic: boolean = false): boolean =>
  Array.isArray(v) && v.every((x) => Number.isSafeInteger(x) || (symbolic && x instanceof DimExpr));

/** Whether `value` is of the attribute's kind; otherwise what is valid. */
export function checkAttribute(of: AttributeSpec, value: unknown): true | string {
  switch (of.kind) {
    case 'int':
      return Number.isSafeInteger(value) || 'an integer';
    case 'ints':
      return isIntegerList(value, of.symbolic) || 'a list of integers';
    case 'bools':
      return (Array.isArray(value) && value.every((x) => typeof x === 'boolean')) || 'a list of booleans';
    case 'matrix':
      return (Array.isArray(value) && value.every((row) => isIntegerList(row))) || 'a list of lists of integers';
    case 'float':
      return typeof value === 'number' || 'a number';
    case 'boolean':
      return typeof value === 'boolean' || 'true or false';
    case 'string':
    case 'symbol':
      return typeof value === 'string' || 'a string';
    case 'choice':
      return of.choices!.includes(value as string) || `one of ${of.choices!.join(', ')}`;
    case 'choices':
      return (Array.isArray(value) && value.every((x) => of.choices!.includes(x as string))) || `a list of ${of.choices!.join(', ')}`;
    case 'record':
      return (typeof value === 'object' && value !== null && !Array.isArray(value)) || `an object with ${Object.keys(of.fields!).join(', ')}`;
    default:
      return value !== undefined || 'a value';
  }
}
