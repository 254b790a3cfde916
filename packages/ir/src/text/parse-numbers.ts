/** Numbers in MLIR text: integers of 64 bits, decimal and hexadecimal floats. */
import type { Lexer, Token } from './lexer.ts';

/** An optional sign and the number after it. */
export function parseSigned(lexer: Lexer, what: string): { readonly negative: boolean; readonly token: Token } {
  const negative = lexer.accept('-');
  const token = lexer.peek();
  if (token.kind !== 'integer' && token.kind !== 'float') throw lexer.expected(what);
  lexer.next();
  return { negative, token };
}

/** An integer that a JavaScript number holds exactly. */
export function parseInteger(lexer: Lexer, what = 'an integer'): number {
  const { start } = lexer.peek();
  const value = Number(parseBigInteger(lexer, what));
  if (!Number.isSafeInteger(value)) throw lexer.error(`integer ${value} is out of range`, start);
  return value;
}

export function parseBigInteger(lexer: Lexer, what = 'an integer'): bigint {
  const { negative, token } = parseSigned(lexer, what);
  if (token.kind !== 'integer') throw lexer.expected(what, token);
  const value = BigInt(token.text);
  return negative ? -value : value;
}

/** A real number, decimal. */
export function parseReal(lexer: Lexer, what = 'a number'): number {
  const { negative, token } = parseSigned(lexer, what);
  return negative ? -Number(token.text) : Number(token.text);
}
