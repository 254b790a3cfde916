/** Regions and their terminators. A region has one block, whose last operation hands out the results. */
import type { ProgramRegion, ProgramValue } from '../program/program.ts';
import type { Type } from '../types/type.ts';
import type { Lexer } from './lexer.ts';
import { parseLocation } from './locations.ts';
import { checkOperandType, type OperationReader, parseOperand, parseRegionArgument, type RegionArgument } from './operation-reader.ts';
import { parseOperation } from './parse-operation.ts';
import { parseFunctionType, parseType } from './parse-types.ts';
import { Scope } from './scope.ts';

/** Operations that end a block: they hand out its values. */
const terminators: ReadonlySet<string> = new Set(['return', 'func.return', 'stablehlo.return']);

export const atTerminator = ({ lexer }: OperationReader): boolean => {
  const { kind, text } = lexer.peek();
  return (kind === 'word' || kind === 'string') && terminators.has(text);
};

/** `return %a, %b : types`, or the same in generic form. */
export function parseTerminator(reader: OperationReader): ProgramValue[] {
  const { lexer } = reader;
  const values: ProgramValue[] = [];
  const check = (types: readonly Type[], start: number): void => {
    if (types.length !== values.length) throw lexer.error(`expected ${values.length} types; got ${types.length}`, start);
    values.forEach((v, i) => checkOperandType(lexer, v, types[i], start));
  };
  if (lexer.next().kind === 'string') {
    values.push(...lexer.list('(', ')', () => parseOperand(reader)));
    lexer.expect(':');
    const { start } = lexer.peek();
    check(parseFunctionType(lexer).inputs, start);
  } else if (lexer.atKind('value')) {
    do values.push(parseOperand(reader));
    while (lexer.accept(','));
    lexer.expect(':', 'before the types');
    const { start } = lexer.peek();
    const types = [parseType(lexer)];
    while (lexer.accept(',')) types.push(parseType(lexer));
    check(types, start);
  } else if (lexer.at('{')) throw lexer.error('a return has no attributes');
  parseLocation(reader);
  return values;
}

/** The operations of a block and its terminator, up to the closing brace. */
export function parseBlock(reader: OperationReader): ProgramValue[] {
  const { lexer } = reader;
  while (!atTerminator(reader)) {
    if (lexer.at('}')) throw lexer.error('a block must end with return');
    parseOperation(reader);
  }
  const results = parseTerminator(reader);
  if (lexer.atKind('block')) throw lexer.error('a region with several blocks is not supported');
  lexer.expect('}', 'after the return of a block');
  return results;
}

/** `{ ^bb0(%a: type): operations }`; with `args`, the arguments are named outside. */
export function parseRegion(reader: OperationReader, args?: readonly RegionArgument[]): ProgramRegion {
  const { lexer } = reader;
  return lexer.nested(() => {
    lexer.expect('{', 'before a region');
    const scope = new Scope(reader.scope);
    for (const { token, type } of args ?? []) scope.argument(lexer, token, type);
    const inner: OperationReader = { ...reader, scope };
    if (lexer.atKind('block')) {
      if (args) throw lexer.error('this region has its arguments outside');
      parseBlockHeader(inner);
    }
    return scope.close(parseBlock(inner));
  });
}

/** `^bb0(%a: type, %b: type):`. */
export function parseBlockHeader(reader: OperationReader): RegionArgument[] {
  const { lexer, scope } = reader;
  lexer.next();
  const args = lexer.at('(')
    ? lexer.list('(', ')', () => {
        const argument = parseRegionArgument(lexer);
        scope.argument(lexer, argument.token, argument.type);
        parseLocation(reader);
        return argument;
      })
    : [];
  lexer.expect(':', 'after the header of a block');
  return args;
}

/** A function returns what its signature says. */
export function checkReturned(lexer: Lexer, name: string, returned: readonly ProgramValue[], declared: readonly Type[], start: number): void {
  const same = returned.length === declared.length && returned.every((v, i) => String(v.type) === String(declared[i]));
  if (!same) throw lexer.error(`@${name} returns (${returned.map((v) => v.type).join(', ')}), but its signature says (${declared.join(', ')})`, start);
}
