/** Attributes of MLIR text: by the kind that a primitive declares, and freely where nothing declares them. */
import {
  type AttributeSpec,
  type AttributeSpecs,
  type Attributes,
  type AttributeValue,
  DenseArray,
  OpaqueAttribute,
  SymbolName,
  TypedNumber,
  textNameOf,
  unitAttribute,
} from '../primitive/attributes.ts';
import { allocate, type ElementType, f64, i64, isBoolean, isFloat, readElement } from '../types/element.ts';
import { elementsOf } from '../types/literal.ts';
import type { Lexer, Token } from './lexer.ts';
import { parseDense, type SplatBudget, writeBits } from './parse-literals.ts';
import { parseBigInteger, parseInteger, parseReal, parseSigned } from './parse-numbers.ts';
import { atType, parseElementType, parseType } from './parse-types.ts';
import { recordSyntaxes } from './record-syntax.ts';
import { parseScalar } from './scalar-text.ts';

/** What attribute parsing needs besides the tokens. */
export interface AttributeReader {
  readonly lexer: Lexer;
  readonly budget: SplatBudget;
  /** Where the text of each `#alias` begins. */
  readonly aliases: ReadonlyMap<string, number>;
}

const isResultKind = (of: AttributeSpec): boolean => of.kind === 'resultShape' || of.kind === 'resultElement' || of.kind === 'resultTypes';

/** The declared attribute with this name in text, if there is one. */
export function declaredAttribute(specs: AttributeSpecs, textName: string): string | undefined {
  return Object.keys(specs).find((key) => !isResultKind(specs[key]) && textNameOf(key, specs[key]) === textName);
}

/** Reads an attribute at its alias's definition, then goes on after the use. */
function throughAlias<T>(reader: AttributeReader, body: () => T): T {
  const { lexer, aliases } = reader;
  const token = lexer.peek();
  const target = token.kind === 'attribute' ? aliases.get(token.text) : undefined;
  if (target === undefined) return body();
  lexer.next();
  const back = lexer.mark();
  lexer.reset({ offset: target });
  const value = lexer.nested(() => throughAlias(reader, body));
  lexer.reset(back);
  return value;
}

/** A value of the declared kind, in its full form (as in an attribute dictionary). */
export function parseDeclared(reader: AttributeReader, of: AttributeSpec): AttributeValue {
  return throughAlias(reader, () => reader.lexer.nested(() => fullForms[of.kind](reader, of)));
}

type Parse = (reader: AttributeReader, of: AttributeSpec) => AttributeValue;

const list = <T>({ lexer }: AttributeReader, item: () => T): T[] => lexer.list('[', ']', item);

function skipNumberType({ lexer }: AttributeReader): void {
  if (lexer.accept(':')) parseElementType(lexer);
}

/** Integers as `array<i64: 1, 2>`, `dense<[1, 2]> : tensor<2xi64>` or `[1, 2]`; booleans alike. */
function parseNumberList(reader: AttributeReader): AttributeValue[] {
  const { lexer } = reader;
  const { start } = lexer.peek();
  if (lexer.at('array')) return [...parseArray(reader).values];
  if (lexer.at('dense')) {
    const literal = parseDense(lexer, reader.budget);
    if (literal.type.rank > 1) throw lexer.error(`expected a list of numbers; got ${literal.type}`, start);
    return elementsOf(literal) as AttributeValue[];
  }
  return list(reader, () => {
    const value = lexer.at('true') || lexer.at('false') ? lexer.next().text === 'true' : parseInteger(lexer);
    skipNumberType(reader);
    return value;
  });
}

function parseIntegers(reader: AttributeReader): number[] {
  const { start } = reader.lexer.peek();
  return parseNumberList(reader).map((v) => {
    const value = typeof v === 'bigint' ? Number(v) : v;
    if (!Number.isSafeInteger(value)) throw reader.lexer.error('expected a list of integers', start);
    return value as number;
  });
}

function parseBooleans(reader: AttributeReader): boolean[] {
  const { start } = reader.lexer.peek();
  return parseNumberList(reader).map((v) => {
    if (typeof v !== 'boolean') throw reader.lexer.error('expected a list of booleans', start);
    return v;
  });
}

/** Rows of integers, as a dense constant of rank 2 or as nested lists. */
function parseMatrix(reader: AttributeReader): number[][] {
  const { lexer } = reader;
  const { start } = lexer.peek();
  if (!lexer.at('dense')) return list(reader, () => list(reader, () => parseInteger(lexer)));
  const literal = parseDense(lexer, reader.budget);
  if (literal.type.rank !== 2 || isFloat(literal.type.element)) throw lexer.error(`expected a constant of integers with rank 2; got ${literal.type}`, start);
  const [rows, columns] = literal.type.shape as readonly number[];
  const values = elementsOf(literal).map(Number);
  return Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
}

/** `#stablehlo<comparison_direction LT>`, `#stablehlo<precision HIGH>`. */
function parseChoice({ lexer }: AttributeReader, of: AttributeSpec): string {
  if (lexer.atKind('string')) return parseBareChoice(lexer, of);
  if (!lexer.atKind('attribute')) throw lexer.expected(`#stablehlo<${of.mlir} ...>`);
  lexer.next();
  lexer.expect('<');
  // `#stablehlo.result_accuracy_mode<DEFAULT>` names the kind before the bracket.
  if (of.mlir && lexer.at(of.mlir) && !of.choices!.includes(of.mlir)) lexer.next();
  const value = parseBareChoice(lexer, of);
  lexer.expect('>');
  return value;
}

/** One of the attribute's values, as a word or a string. */
export function parseBareChoice(lexer: Lexer, of: AttributeSpec): string {
  const token = lexer.peek();
  if ((token.kind !== 'word' && token.kind !== 'string') || !of.choices!.includes(token.text)) throw lexer.expected(`one of ${of.choices!.join(', ')}`);
  return lexer.next().text;
}

function parseSymbol({ lexer }: AttributeReader): string {
  return lexer.expectKind('symbol', 'a symbol such as @main').text;
}

/** `#stablehlo.gather<offset_dims = [1], index_vector_dim = 1>`; other syntaxes are in record-syntax.ts. */
function parseRecord(reader: AttributeReader, of: AttributeSpec): AttributeValue {
  const { lexer } = reader;
  if (lexer.at('{')) return parseFields(reader, of, '{', '}');
  const token = lexer.expectKind('attribute', `#stablehlo.${of.mlir}<...>`);
  if (!token.text.endsWith(`.${of.mlir}`)) throw lexer.expected(`#stablehlo.${of.mlir}<...>`, token);
  return parseBareRecord(reader, of, true);
}

/** A record without its name. `bracketed`: within `<...>`. */
export function parseBareRecord(reader: AttributeReader, of: AttributeSpec, bracketed: boolean): AttributeValue {
  const syntax = recordSyntaxes[of.mlir ?? ''];
  if (!syntax) return parseFields(reader, of, '<', '>');
  if (bracketed) reader.lexer.expect('<');
  const value = syntax.parse(reader.lexer);
  if (bracketed) reader.lexer.expect('>');
  return value;
}

function parseFields(reader: AttributeReader, of: AttributeSpec, open: string, close: string): AttributeValue {
  const { lexer } = reader;
  const specs = of.fields!;
  const fields: Record<string, AttributeValue | undefined> = {};
  const { start } = lexer.peek();
  lexer.expect(open);
  // MLIR allows a comma after the last field.
  while (!lexer.at(close)) {
    const name = lexer.expectKind('word', 'a field name');
    const key = Object.keys(specs).find((k) => textNameOf(k, specs[k]) === name.text);
    if (!key)
      throw lexer.error(`unknown field ${name.text}`, name.start, {
        valid: Object.entries(specs)
          .map(([k, s]) => textNameOf(k, s))
          .join(', '),
      });
    lexer.expect('=');
    fields[key] = parseField(reader, specs[key]);
    if (!lexer.accept(',')) break;
  }
  lexer.expect(close, 'after the fields');
  for (const [key, field] of Object.entries(specs)) {
    if (fields[key] !== undefined) continue;
    if (!field.fallback) throw lexer.error(`field ${textNameOf(key, field)} is missing`, start);
    fields[key] = field.fallback.value as AttributeValue;
  }
  return fields;
}

/** A field of a record: choices and strings may be bare words there. */
function parseField(reader: AttributeReader, of: AttributeSpec): AttributeValue {
  const { lexer } = reader;
  if (of.kind === 'choice' && lexer.atKind('word')) return parseBareChoice(lexer, of);
  return of.kind === 'string' && lexer.atKind('word') ? lexer.next().text : parseDeclared(reader, of);
}

const fullForms: Readonly<Record<AttributeSpec['kind'], Parse>> = {
  int: (reader) => {
    const value = parseInteger(reader.lexer);
    skipNumberType(reader);
    return value;
  },
  float: ({ lexer }) => parseTypedReal(lexer).value,
  ints: parseIntegers,
  bools: parseBooleans,
  matrix: parseMatrix,
  boolean: ({ lexer }) => {
    if (lexer.accept('unit')) return true;
    if (!lexer.at('true') && !lexer.at('false')) throw lexer.expected('true or false');
    return lexer.next().text === 'true';
  },
  string: ({ lexer }) => lexer.expectKind('string', 'a string').text,
  choice: parseChoice,
  choices: (reader, of) => list(reader, () => throughAlias(reader, () => parseChoice(reader, of))),
  literal: (reader) => parseDense(reader.lexer, reader.budget),
  elementType: ({ lexer }) => parseElementType(lexer),
  type: ({ lexer }) => parseType(lexer),
  symbol: parseSymbol,
  symbols: (reader) => list(reader, () => parseSymbol(reader)),
  symbolRows: (reader) => list(reader, () => list(reader, () => parseSymbol(reader))),
  dictionary: (reader) => parseDictionary(reader),
  record: parseRecord,
  any: (reader) => parseFree(reader),
  resultShape: ({ lexer }) => {
    throw lexer.expected('no attribute: the result type says it');
  },
  resultElement: ({ lexer }) => {
    throw lexer.expected('no attribute: the result type says it');
  },
  resultTypes: ({ lexer }) => {
    throw lexer.expected('no attribute: the result types say it');
  },
};

/** `{name = value, flag, "other.name" = value}`. */
export function parseDictionary(reader: AttributeReader): Attributes {
  const entries: Record<string, AttributeValue> = {};
  reader.lexer.list('{', '}', () => {
    const { name, value } = parseEntry(reader, () => parseFree(reader), unitAttribute);
    entries[name.text] = value;
  });
  return entries;
}

/** One `name = value` of a dictionary; a name alone has the value `alone`. */
export function parseEntry<T>(reader: AttributeReader, value: (name: Token) => T, alone: T): { readonly name: Token; readonly value: T } {
  const { lexer } = reader;
  const name = lexer.peek();
  if (name.kind !== 'word' && name.kind !== 'string') throw lexer.expected('an attribute name');
  if (name.text === '__proto__') throw lexer.error('an attribute may not be named __proto__', name.start);
  lexer.next();
  return { name, value: lexer.accept('=') ? value(name) : alone };
}

/** An attribute that nothing declares. */
export function parseFree(reader: AttributeReader): AttributeValue {
  return throughAlias(reader, () => reader.lexer.nested(() => parseFreeValue(reader)));
}

function parseFreeValue(reader: AttributeReader): AttributeValue {
  const { lexer } = reader;
  const token = lexer.peek();
  switch (token.kind) {
    case 'string':
    case 'integer':
    case 'float':
      return token.kind === 'string' ? lexer.next().text : parseNumber(reader);
    case 'symbol':
      return new SymbolName(lexer.next().text);
    case 'attribute':
      if (token.text !== 'millrace.scalar') return parseOpaque(lexer);
      lexer.next();
      return parseScalar(lexer) as unknown as AttributeValue;
    case 'punctuation':
      if (token.text === '[') return list(reader, () => parseFree(reader));
      if (token.text === '{') return parseDictionary(reader) as AttributeValue;
      if (token.text === '-') return parseNumber(reader);
      break;
    case 'word':
      if (token.text === 'true' || token.text === 'false') return lexer.next().text === 'true';
      if (token.text === 'unit') return lexer.next() && unitAttribute;
      if (token.text === 'dense') return parseDense(lexer, reader.budget);
      if (token.text === 'array') return parseArray(reader);
      if (token.text === 'affine_map' || token.text === 'loc') return parseOpaque(lexer);
      if (token.text !== 'tensor' && token.text !== 'tuple' && atType(lexer)) return parseElementType(lexer);
      break;
  }
  if (atType(lexer)) return token.text === 'quant.uniform' ? parseElementType(lexer) : parseType(lexer);
  throw lexer.expected('an attribute');
}

/** `1`, `1 : i32`, `0.5 : f32`, `0x7FC00000 : f32`. */
function parseNumber(reader: AttributeReader): AttributeValue {
  const { lexer } = reader;
  const { start } = lexer.peek();
  const mark = lexer.mark();
  lexer.accept('-');
  const isReal = lexer.atKind('float');
  lexer.reset(mark);
  if (isReal) return parseFloatAttribute(reader);
  const value = parseBigInteger(lexer);
  const element = lexer.accept(':') ? parseElementType(lexer) : i64;
  if (isFloat(element)) {
    if (!lexer.text.startsWith('0x', start)) throw lexer.error(`expected a number with a decimal point for ${element.name}`, start);
    lexer.reset(mark);
    return parseFloatAttribute(reader);
  }
  return element === i64 ? value : new TypedNumber(value, element);
}

function parseFloatAttribute({ lexer }: AttributeReader): AttributeValue {
  const { start } = lexer.peek();
  const { value, element } = parseTypedReal(lexer);
  if (!isFloat(element)) throw lexer.error(`${value} is not a value of ${element.name}`, start);
  return element === f64 ? value : new TypedNumber(value, element);
}

/** A real number and its type, f64 where none is written. A hexadecimal number is the bit pattern of a float. */
function parseTypedReal(lexer: Lexer): { readonly value: number; readonly element: ElementType } {
  const { negative, token } = parseSigned(lexer, 'a number');
  const element = lexer.accept(':') ? parseElementType(lexer) : f64;
  if (!token.text.startsWith('0x') || !isFloat(element)) return { value: negative ? -Number(token.text) : Number(token.text), element };
  const data = allocate(element, 1);
  writeBits(lexer, element, data, 0, negative, token);
  return { value: readElement(element, data, 0) as number, element };
}

/** `array<i64: 1, 2>`. */
function parseArray(reader: AttributeReader): DenseArray {
  const { lexer } = reader;
  lexer.expect('array');
  lexer.expect('<');
  const element = parseElementType(lexer);
  if (lexer.accept(':'))
    return new DenseArray(
      element,
      lexer.restOfList('>', () => parseArrayValue(lexer, element)),
    );
  lexer.expect('>');
  return new DenseArray(element, []);
}

function parseArrayValue(lexer: Lexer, element: ElementType): number | bigint | boolean {
  if (isBoolean(element)) {
    if (!lexer.at('true') && !lexer.at('false')) throw lexer.expected('true or false');
    return lexer.next().text === 'true';
  }
  if (isFloat(element)) return parseReal(lexer);
  return element === i64 ? parseBigInteger(lexer) : parseInteger(lexer);
}

/** The text of an attribute of a foreign dialect: its name and what its brackets hold. */
function parseOpaque(lexer: Lexer): OpaqueAttribute {
  const { start } = lexer.peek();
  let { end } = lexer.next();
  const close: string[] = [];
  const pairs: Readonly<Record<string, string>> = { '<': '>', '(': ')', '[': ']', '{': '}' };
  if (lexer.at('<') || lexer.at('(')) {
    do {
      const token = lexer.next();
      if (token.kind === 'end') throw lexer.expected(`'${close.at(-1)}'`, token);
      if (token.kind === 'punctuation') {
        if (token.text in pairs) close.push(pairs[token.text]);
        else if (token.text === close.at(-1)) close.pop();
        else if (')]}'.includes(token.text)) throw lexer.expected(`'${close.at(-1)}'`, token);
      }
      end = token.end;
    } while (close.length > 0);
  }
  return new OpaqueAttribute(lexer.text.slice(start, end));
}
