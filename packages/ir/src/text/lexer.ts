/** Splits MLIR text into tokens, on demand, so that the parser can read shapes and raw text between tokens. Source: MLIR language reference, "Lexical". */
import { failure } from '../errors/index.ts';
import { type FileLocation, fileLocation } from '../types/location.ts';
import type { Type } from '../types/type.ts';
import { maximumDepth, maximumDigits } from './limits.ts';

export type TokenKind = 'punctuation' | 'integer' | 'float' | 'string' | 'word' | 'value' | 'symbol' | 'block' | 'attribute' | 'type' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Text of a word or number, content of a string, name without its sigil (`%`, `@`, `^`, `#`, `!`). */
  readonly text: string;
  /** Which result of an operation: 1 in `%x#1`. */
  readonly index?: number;
  readonly start: number;
  readonly end: number;
}

const sigils: Readonly<Record<string, TokenKind>> = { '%': 'value', '@': 'symbol', '^': 'block', '#': 'attribute', '!': 'type' };
const shownSigils: Readonly<Partial<Record<TokenKind, string>>> = { value: '%', symbol: '@', block: '^', attribute: '#', type: '!' };
const word = /[A-Za-z_][A-Za-z0-9_$.]*/y;
const suffix = /[A-Za-z0-9_$.-]+/y;
const number = /0x[0-9A-Fa-f]+|[0-9]+(?:\.[0-9]*(?:[eE][+-]?[0-9]+)?)?/y;
const space = /(?:[ \t\r\n]+|\/\/[^\n]*)+/y;

/** A token for messages: `'->'`, `'%x'`, `end of the text`. */
export function showToken(token: Token): string {
  if (token.kind === 'end') return 'the end of the text';
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  if (token.kind === 'string') return `the string "${text}"`;
  return `'${shownSigils[token.kind] ?? ''}${text}${token.index === undefined ? '' : `#${token.index}`}'`;
}

/** A position in the text, from which reading can start again. */
export interface Mark {
  readonly offset: number;
}

/** Reads tokens with one token of lookahead. Every complaint carries line and column. */
export class Lexer {
  readonly text: string;
  readonly file: string;
  /** What `!name = type` defined. */
  readonly typeAliases: Map<string, Type> = new Map();
  #offset = 0;
  #ahead: Token | undefined;
  #depth = 0;
  #lineStarts: readonly number[] | undefined;
  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  /** Where an offset lies: 1-based line and column. */
  locate(offset: number): FileLocation {
    this.#lineStarts ??= [0, ...Array.from(this.text.matchAll(/\n/g), (m) => m.index + 1)];
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return fileLocation(this.file, low + 1, offset - this.#lineStarts[low] + 1);
  }

  /** The error for text that is not as it should be. */
  error(message: string, offset: number = this.peek().start, facts: { readonly valid?: string; readonly hint?: string; readonly cause?: unknown } = {}): Error {
    return failure('parse', { op: 'parseModule', message, location: this.locate(offset), ...facts });
  }

  /** The error for a token other than the expected one. */
  expected(what: string, token: Token = this.peek()): Error {
    return this.error(`expected ${what}; got ${showToken(token)}`, token.start);
  }

  peek(): Token {
    this.#ahead ??= this.#lex();
    return this.#ahead;
  }

  next(): Token {
    const token = this.peek();
    this.#offset = token.end;
    this.#ahead = undefined;
    return token;
  }

  /** Whether the next token is this punctuation or word. */
  at(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.kind === 'punctuation' || token.kind === 'word');
  }

  atKind(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  /** Takes the next token if it is this punctuation or word. */
  accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.next();
    return true;
  }

  expect(text: string, where = ''): Token {
    if (!this.at(text)) throw this.expected(`'${text}'${where && ` ${where}`}`);
    return this.next();
  }

  expectKind(kind: TokenKind, what: string): Token {
    if (!this.atKind(kind)) throw this.expected(what);
    return this.next();
  }

  mark(): Mark {
    return { offset: this.#ahead?.start ?? this.#offset };
  }

  reset(mark: Mark): void {
    this.#offset = mark.offset;
    this.#ahead = undefined;
  }

  /** Items between an open and a close token, separated by commas. */
  list<T>(open: string, close: string, item: () => T, where = ''): T[] {
    this.expect(open, where);
    return this.restOfList(close, item);
  }

  restOfList<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    if (this.accept(close)) return items;
    do items.push(item());
    while (this.accept(','));
    if (!this.at(close)) throw this.expected(`',' or '${close}'`);
    this.next();
    return items;
  }

  /** Runs `body` one level deeper. */
  nested<T>(body: () => T): T {
    if (++this.#depth > maximumDepth) throw this.error(`nesting is deeper than ${maximumDepth} levels`);
    const result = body();
    this.#depth--;
    return result;
  }

  /** Matches a sticky pattern at the current position, past the lookahead; for shapes, whose parts are not tokens. */
  raw(pattern: RegExp): string | undefined {
    const at = this.#ahead?.start ?? this.#offset;
    pattern.lastIndex = at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.#ahead = undefined;
    this.#offset = at + found[0].length;
    return found[0];
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0];
  }

  #lex(): Token {
    const start = this.#offset + (this.#match(space, this.#offset)?.length ?? 0);
    const { text } = this;
    if (start >= text.length) return { kind: 'end', text: '', start: text.length, end: text.length };
    const character = text[start];
    const name = this.#match(word, start);
    if (name) return { kind: 'word', text: name, start, end: start + name.length };
    if (character >= '0' && character <= '9') return this.#number(start);
    if (character === '"') return this.#string(start);
    if (character in sigils) return this.#named(start, sigils[character]);
    const size = character === '-' && text[start + 1] === '>' ? 2 : 1;
    if (!'(){}[]<>,:=-+?*/|'.includes(character)) throw this.error(`unexpected character ${JSON.stringify(character)}`, start);
    return { kind: 'punctuation', text: text.slice(start, start + size), start, end: start + size };
  }

  #number(start: number): Token {
    const found = this.#match(number, start)!;
    const end = start + found.length;
    if (found.length > maximumDigits) throw this.error(`a number has more than ${maximumDigits} digits`, start);
    return { kind: found.includes('.') ? 'float' : 'integer', text: found, start, end };
  }

  #named(start: number, kind: TokenKind): Token {
    if (kind === 'symbol' && this.text[start + 1] === '"') return { ...this.#string(start + 1), kind, start };
    const name = this.#match(kind === 'value' || kind === 'block' ? suffix : word, start + 1);
    if (!name) throw this.error(`expected a name after '${this.text[start]}'`, start);
    const end = start + 1 + name.length;
    if (kind !== 'value' || this.text[end] !== '#') return { kind, text: name, start, end };
    const index = this.#match(/[0-9]{1,6}/y, end + 1);
    if (!index) throw this.error("expected a result number after '#'", end);
    return { kind, text: name, index: Number(index), start, end: end + 1 + index.length };
  }

  #string(start: number): Token {
    let end = start + 1;
    for (;;) {
      end = this.#match(/[^"\\\n]*/y, end)!.length + end;
      if (this.text[end] === '"') break;
      if (this.text[end] !== '\\') throw this.error('a string has no closing quote', start);
      end += 2;
    }
    const raw = this.text.slice(start + 1, end);
    return { kind: 'string', text: raw.includes('\\') ? this.#unescape(raw, start + 1) : raw, start, end: end + 1 };
  }

  #unescape(raw: string, start: number): string {
    const bytes: number[] = [];
    const encoder = new TextEncoder();
    for (const piece of raw.matchAll(/\\([0-9A-Fa-f]{2}|[\s\S])|[^\\]+/g)) {
      const code = piece[1];
      if (code === undefined) for (const byte of encoder.encode(piece[0])) bytes.push(byte);
      else if (code.length === 2) bytes.push(Number.parseInt(code, 16));
      else if (Object.hasOwn(escapes, code)) bytes.push(escapes[code]);
      else throw this.error(`unknown escape \\${code} in a string`, start + piece.index);
    }
    return new TextDecoder().decode(new Uint8Array(bytes));
  }
}

const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, '"': 34, '\\': 92 };

/** A string as MLIR text, quotes included. */
export function quote(text: string): string {
  let quoted = '"';
  for (const byte of new TextEncoder().encode(text)) {
    if (byte === 34 || byte === 92) quoted += `\\${String.fromCharCode(byte)}`;
    else quoted += byte < 32 || byte > 126 ? `\\${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte);
  }
  return `${quoted}"`;
}

const plainSymbol = /^[A-Za-z_][A-Za-z0-9_$.]*$/;

/** A symbol reference as MLIR text. */
export const showSymbol = (name: string): string => `@${plainSymbol.test(name) ? name : quote(name)}`;
