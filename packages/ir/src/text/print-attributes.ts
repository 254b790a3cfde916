/** Attributes as MLIR text: the inverse of parse-attributes.ts. */
import { Scalar } from '../algebra/index.ts';
import { unreachable } from '../errors/index.ts';
import {
  type AttributeSpec,
  type Attributes,
  type AttributeValue,
  DenseArray,
  OpaqueAttribute,
  SymbolName,
  TypedNumber,
  textNameOf,
  UnitAttribute,
} from '../primitive/attributes.ts';
import { sameAttribute } from '../primitive/same-attribute.ts';
import type { Operation } from '../program/program.ts';
import { DimExpr } from '../types/dim.ts';
import { type ElementType, f64, isBoolean, isFloat } from '../types/element.ts';
import { elementValue, type Literal } from '../types/literal.ts';
import { showType, type TensorType, type Type, tensorType } from '../types/type.ts';
import { quote, showSymbol } from './lexer.ts';
import { floatOfWidth } from './parse-types.ts';
import { printDense, printReal, printRealAs } from './print-literals.ts';
import { recordSyntaxes } from './record-syntax.ts';
import { printScalar } from './scalar-text.ts';

type Print = (value: AttributeValue, of: AttributeSpec, dialect: string) => string;

const numbers = (value: AttributeValue): readonly number[] => value as readonly number[];
const bracketed = (items: readonly unknown[]): string => `[${items.join(', ')}]`;

function denseRows(rows: readonly (readonly number[])[], width: number): string {
  const columns = rows[0]?.length ?? 0;
  const body = columns === 0 ? '' : bracketed(rows.map(bracketed));
  return `dense<${body}> : tensor<${rows.length}x${columns}xi${width}>`;
}

function printNumberList(values: readonly (number | boolean)[], of: AttributeSpec, element: string): string {
  if (of.list === 'plain') return bracketed(values);
  if (of.list === 'dense') return `dense<${values.length === 0 ? '' : bracketed(values)}> : tensor<${values.length}x${element}>`;
  return `array<${element}${values.length === 0 ? '' : `: ${values.join(', ')}`}>`;
}

/** The dialect's name in `#stablehlo<...>`; dialects without attributes of their own borrow StableHLO's. */
const attributeDialect = (dialect: string): string => (dialect === 'chlo' ? 'chlo' : 'stablehlo');

const printChoice = (value: AttributeValue, of: AttributeSpec, dialect: string): string =>
  of.mlir ? `#${attributeDialect(dialect)}<${of.mlir} ${value}>` : quote(value as string);

const fullForms: Readonly<Record<AttributeSpec['kind'], Print>> = {
  int: (value, of) => `${value} : i${of.width ?? 64}`,
  float: (value, of) => `${printRealAs(value as number, floatOfWidth(of.width ?? 64))} : f${of.width ?? 64}`,
  ints: (value, of) => printNumberList(numbers(value), of, `i${of.width ?? 64}`),
  bools: (value, of) => printNumberList(value as unknown as readonly boolean[], of, 'i1'),
  matrix: (value, of) => denseRows(value as unknown as readonly (readonly number[])[], of.width ?? 64),
  boolean: String,
  string: (value) => quote(value as string),
  choice: printChoice,
  choices: (value, of, dialect) => bracketed((value as readonly AttributeValue[]).map((v) => printChoice(v, of, dialect))),
  literal: (value, of) => printDense(of.asStored ? stored(value as Literal) : (value as Literal)),
  elementType: (value) => (value as ElementType).name,
  type: (value) => showType(value as Type),
  symbol: (value) => showSymbol(value as string),
  symbols: (value) => bracketed((value as readonly string[]).map(showSymbol)),
  symbolRows: (value) => bracketed((value as unknown as readonly (readonly string[])[]).map((row) => bracketed(row.map(showSymbol)))),
  dictionary: (value) => printDictionary(value as Attributes),
  record: (value, of) => `#stablehlo.${of.mlir}<${printFields(value, of)}>`,
  any: printFree,
  resultShape: () => unreachable('a result shape is not written as an attribute'),
  resultElement: () => unreachable('a result element is not written as an attribute'),
  resultTypes: () => unreachable('result types are not written as an attribute'),
};

/** A quantized literal as its stored values. */
function stored({ type, data }: Literal): Literal {
  const { quantization } = type.element;
  return { type: quantization ? tensorType(quantization.storage, type.shape) : type, data };
}

/** A declared attribute in its full form. */
export const printDeclared: Print = (value, of, dialect) => fullForms[of.kind](value, of, dialect);

/** A field of a record: numbers without their types, names without quotes. */
function printField(value: AttributeValue, field: AttributeSpec): string {
  if (field.kind === 'int') return String(value);
  if (field.kind === 'ints') return bracketed(numbers(value));
  return field.kind === 'string' && /^[A-Za-z_][A-Za-z0-9_$.]*$/.test(value as string) ? (value as string) : printDeclared(value, field, '');
}

/** Dialects leave out what is an empty list or zero, and nothing else. */
const isEmpty = (value: AttributeValue): boolean => value === 0 || (Array.isArray(value) && value.length === 0);

/** What stands between the brackets of a record. */
function printFields(value: AttributeValue, of: AttributeSpec): string {
  const syntax = recordSyntaxes[of.mlir ?? ''];
  if (syntax) return syntax.print(value);
  const fields = value as Readonly<Record<string, AttributeValue | undefined>>;
  return Object.entries(of.fields!)
    .flatMap(([key, field]) => {
      const value = fields[key];
      if (value === undefined || (isEmpty(value) && field.fallback && sameAttribute(value, field.fallback.value as AttributeValue | undefined))) return [];
      return [`${textNameOf(key, field)} = ${printField(value, field)}`];
    })
    .join(', ');
}

/** A record without its name; in brackets unless it has a syntax of its own. */
export const printBareRecord = (value: AttributeValue, of: AttributeSpec): string =>
  recordSyntaxes[of.mlir ?? ''] ? printFields(value, of) : `<${printFields(value, of)}>`;

/** Names and texts of an operation's declared attributes that differ from their defaults, except those in `written`. */
export function printedAttributes({ primitive, attributes, results }: Operation, written: ReadonlySet<string> = new Set()): string[] {
  const { attributes: specs, dialect } = primitive;
  return Object.entries(specs).flatMap(([key, of]) => {
    const value = attributes[key];
    if (value === undefined || written.has(key) || of.kind.startsWith('result')) return [];
    if (of.fallback && sameAttribute(value, of.fallback.value as AttributeValue | undefined)) return [];
    // `unit` attributes are only present.
    if (of.kind === 'boolean' && of.mlir === 'unit') return value ? [textNameOf(key, of)] : [];
    const shown = of.asResult ? printAs((results[0].type as TensorType).element, value as number) : printDeclared(value, of, dialect);
    return [`${textNameOf(key, of)} = ${shown}`];
  });
}

/** A number as an attribute of an element type. */
function printAs(element: ElementType, value: number): string {
  if (element.part) return `#complex.number<:${element.part.name} ${printRealAs(value, element.part)}, ${printRealAs(0, element.part)}>`;
  if (isBoolean(element)) return String(value !== 0);
  return `${isFloat(element) ? printRealAs(value, element) : elementValue(element, value)} : ${element.name}`;
}

/** Entries of attributes that nothing declares. */
export const printedForeign = (attributes: Attributes): string[] =>
  Object.entries(attributes).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const key = /^[A-Za-z_][A-Za-z0-9_$.]*$/.test(name) ? name : quote(name);
    return [value instanceof UnitAttribute ? key : `${key} = ${printFree(value)}`];
  });

const printDictionary = (attributes: Attributes): string => `{${printedForeign(attributes).join(', ')}}`;

/** An attribute that nothing declares. */
export function printFree(value: AttributeValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return `${value} : i64`;
  if (typeof value === 'number') return `${printRealAs(value, f64)} : f64`;
  if (value instanceof TypedNumber)
    return `${isFloat(value.element) ? printRealAs(value.value as number, value.element) : value.value} : ${value.element.name}`;
  if (value instanceof SymbolName) return showSymbol(value.name);
  if (value instanceof OpaqueAttribute) return value.text;
  if (value instanceof UnitAttribute) return 'unit';
  if (value instanceof DenseArray) return printArray(value);
  // A symbolic size has no MLIR text of its own; it is shown, and does not read back as a size.
  if (value instanceof DimExpr) return quote(value.text);
  if ((value as unknown) instanceof Scalar) return printScalar(value as unknown as Scalar);
  if (Array.isArray(value)) return bracketed((value as readonly AttributeValue[]).map(printFree));
  return printStructured(value as Exclude<typeof value, readonly AttributeValue[]>);
}

function printStructured(value: Literal | Type | ElementType | Attributes): string {
  if ('data' in value && 'type' in value) return printDense(value as Literal);
  if ('storage' in value && 'lanes' in value) return (value as ElementType).name;
  if ('kind' in value && 'id' in value) return showType(value as Type);
  return printDictionary(value as Attributes);
}

function printArray({ element, values }: DenseArray): string {
  const shown = values.map((v) => (isFloat(element) ? printReal(v as number) : String(v)));
  return `array<${element.name}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}>`;
}
