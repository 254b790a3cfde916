/** Locations in MLIR text: `loc("file.py":3:7)`, `loc("name")`, `loc(fused[...])`, `loc(callsite(... at ...))`, `loc(#loc1)`. */
import { fileLocation, type Location, unknownLocation } from '../types/location.ts';
import type { AttributeReader } from './attribute-reader.ts';
import type { Lexer } from './lexer.ts';
import { quote } from './lexer.ts';
import { parseInteger } from './parse-numbers.ts';

/** The trailing `loc(...)` of an operation or argument, if there is one. */
export function parseLocation(reader: AttributeReader): Location | undefined {
  const { lexer } = reader;
  if (!lexer.accept('loc')) return undefined;
  lexer.expect('(', 'after loc');
  const location = parseInner(reader);
  lexer.expect(')', 'at the end of a location');
  return location;
}

function parseInner(reader: AttributeReader): Location {
  const { lexer } = reader;
  return lexer.nested((): Location => {
    const token = lexer.peek();
    if (token.kind === 'string') return parseNamed(reader);
    if (token.kind === 'attribute') return parseAlias(reader);
    if (lexer.accept('unknown')) return unknownLocation;
    if (lexer.accept('fused')) return { kind: 'fused', locations: lexer.list('[', ']', () => parseInner(reader)) };
    if (lexer.accept('callsite')) {
      lexer.expect('(');
      const callee = parseInner(reader);
      lexer.expect('at', 'between callee and caller');
      const caller = parseInner(reader);
      lexer.expect(')');
      return { kind: 'callsite', callee, caller };
    }
    throw lexer.expected('a location ("file":line:column, a name, fused, callsite or unknown)');
  });
}

function parseNamed(reader: AttributeReader): Location {
  const { lexer } = reader;
  const name = lexer.next().text;
  if (lexer.accept(':')) return parsePlace(lexer, name);
  if (!lexer.accept('(')) return { kind: 'name', name };
  const child = parseInner(reader);
  lexer.expect(')');
  return { kind: 'name', name, child };
}

/** `3:7`, or a range `3:7 to 4:9`, of which the beginning counts. */
function parsePlace(lexer: Lexer, file: string): Location {
  const line = parseInteger(lexer, 'a line number');
  lexer.expect(':', 'between line and column');
  const column = parseInteger(lexer, 'a column number');
  if (lexer.accept('to')) {
    if (!lexer.at(':')) parseInteger(lexer, 'a line number');
    lexer.expect(':');
    parseInteger(lexer, 'a column number');
  }
  return fileLocation(file, line, column);
}

/** An alias that is defined later in the file, as MLIR prints them, is read where it is used. */
function parseAlias(reader: AttributeReader): Location {
  const { lexer } = reader;
  const token = lexer.next();
  const target = reader.aliases.get(token.text);
  if (target === undefined) throw lexer.error(`#${token.text} is not defined`, token.start);
  const back = lexer.mark();
  lexer.reset({ offset: target });
  const location = parseLocation(reader) ?? parseInner(reader);
  lexer.reset(back);
  return location;
}

/** `loc(...)`. */
export const printLocation = (location: Location): string => `loc(${printInner(location)})`;

function printInner(location: Location): string {
  switch (location.kind) {
    case 'file':
      return `${quote(location.file)}:${location.line}:${location.column}`;
    case 'name':
      return `${quote(location.name)}${location.child ? `(${printInner(location.child)})` : ''}`;
    case 'fused':
      return `fused[${location.locations.map(printInner).join(', ')}]`;
    case 'callsite':
      return `callsite(${printInner(location.callee)} at ${printInner(location.caller)})`;
    case 'unknown':
      return 'unknown';
  }
}
