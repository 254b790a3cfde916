/** Attributes of MLIR text by the kind that a primitive declares. */
import { type AttributeSpec, type AttributeSpecs, type AttributeValue, textNameOf } from '../primitive/attributes.ts';
import { isFloat } from '../types/element.ts';
import { elementsOf } from '../types/literal.ts';
import { type AttributeReader, throughAlias } from './attribute-reader.ts';
import type { Lexer } from './lexer.ts';
import { parseArray, parseDictionary, parseFree, parseTypedReal } from './parse-free-attributes.ts';
import { parseDense } from './parse-literals.ts';
import { parseInteger, parseReal } from './parse-numbers.ts';
import { parseElementType, parseType } from './parse-types.ts';
import { recordSyntaxes } from './record-syntax.ts';

const isResultKind = (of: AttributeSpec): boolean => of.kind === 'resultShape' || of.kind === 'resultElement' || of.kind === 'resultTypes';

/** The declared attribute with this name in text, if there is one. */
export function declaredAttribute(specs: AttributeSpecs, textName: string): string | undefined {
  return Object.keys(specs).find((key) => !isResultKind(specs[key]) && textNameOf(key, specs[key]) === textName);
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

/** A number of any element type: `true`, `#complex.number<:f32 1.0, 0.0>` (without an imaginary part), `7 : i64`, `0.5 : f32`. */
function parseAnyNumber(lexer: Lexer): number {
  if (lexer.accept('true')) return 1;
  if (lexer.accept('false')) return 0;
  if (!lexer.atKind('attribute')) return parseTypedReal(lexer).value;
  const token = lexer.next();
  if (token.text !== 'complex.number') throw lexer.expected('a number', token);
  for (const part of ['<', ':']) lexer.expect(part);
  parseElementType(lexer);
  const real = parseReal(lexer);
  lexer.expect(',');
  const { start } = lexer.peek();
  if (parseReal(lexer) !== 0) throw lexer.error('expected a number without an imaginary part', start);
  lexer.expect('>');
  return real;
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
  float: ({ lexer }, of) => (of.asResult ? parseAnyNumber(lexer) : parseTypedReal(lexer).value),
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
