/** Attributes that no primitive declares: every value keeps its type, so that it prints as it was. */
import { type Attributes, type AttributeValue, DenseArray, OpaqueAttribute, SymbolName, TypedNumber, unitAttribute } from '../primitive/attributes.ts';
import { allocate, type ElementType, f64, i64, isBoolean, isFloat, readElement } from '../types/element.ts';
import { type AttributeReader, throughAlias } from './attribute-reader.ts';
import type { Lexer, Token } from './lexer.ts';
import { parseDense, writeBits } from './parse-literals.ts';
import { parseBigInteger, parseInteger, parseReal, parseSigned } from './parse-numbers.ts';
import { atType, parseElementType, parseType } from './parse-types.ts';
import { parseScalar } from './scalar-text.ts';

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
      if (token.text === '[') return lexer.list('[', ']', () => parseFree(reader));
      if (token.text === '{') return parseDictionary(reader) as AttributeValue;
      if (token.text === '-') return parseNumber(reader);
      break;
    case 'word':
      if (token.text === 'true' || token.text === 'false') return lexer.next().text === 'true';
      if (token.text === 'unit') return lexer.next() && unitAttribute;
      if (token.text === 'dense') return parseIndices(lexer) ?? parseDense(lexer, reader.budget);
      if (token.text === 'array') return parseArray(reader);
      if (token.text === 'affine_map' || token.text === 'loc') return parseOpaque(lexer);
      if (token.text !== 'tensor' && token.text !== 'tuple' && atType(lexer)) return parseElementType(lexer);
      break;
  }
  if (atType(lexer)) return token.text === 'quant.uniform' ? parseElementType(lexer) : parseType(lexer);
  throw lexer.expected('an attribute');
}

/** Constants of MLIR's index type, which no tensor here has, stay as they are written: layouts of custom calls. */
function parseIndices(lexer: Lexer): OpaqueAttribute | undefined {
  const text = lexer.raw(/dense<[^<>"]*>\s*:\s*tensor<(?:[0-9]+x)*index>/y);
  return text === undefined ? undefined : new OpaqueAttribute(text);
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
export function parseTypedReal(lexer: Lexer): { readonly value: number; readonly element: ElementType } {
  const { negative, token } = parseSigned(lexer, 'a number');
  const element = lexer.accept(':') ? parseElementType(lexer) : f64;
  if (!token.text.startsWith('0x') || !isFloat(element)) return { value: negative ? -Number(token.text) : Number(token.text), element };
  const data = allocate(element, 1);
  writeBits(lexer, element, data, 0, negative, token);
  return { value: readElement(element, data, 0) as number, element };
}

/** `array<i64: 1, 2>`. */
export function parseArray(reader: AttributeReader): DenseArray {
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
