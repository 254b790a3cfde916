/** MLIR text to modules: functions, aliases, and the operations in them. Source: MLIR language reference; dialects builtin, func, stablehlo, chlo, check, interpreter, millrace. */
import type { Attributes } from '../primitive/attributes.ts';
import type { Module, ModuleFunction } from '../program/program.ts';
import type { Type } from '../types/type.ts';
import type { AttributeReader } from './attribute-reader.ts';
import { Lexer } from './lexer.ts';
import { parseLocation } from './locations.ts';
import type { OperationReader } from './operation-reader.ts';
import { parseDictionary, parseFree } from './parse-free-attributes.ts';
import { parseGenericFunction, parseGenericModuleHead } from './parse-generic-function.ts';
import { checkReturned, parseBlock, parseRegion } from './parse-region.ts';
import { parseFunctionType, parseType } from './parse-types.ts';
import { Scope } from './scope.ts';

export interface ParseOptions {
  /** Name of the text in error messages and locations. Default `module.mlir`. */
  readonly file?: string;
}

interface ModuleReader extends AttributeReader {
  readonly aliases: Map<string, number>;
}

/**
 * The module that MLIR text describes. Types are kept as they are written; `verifyModule` checks them.
 * Throws InvalidArgumentError (`parse`) with line and column.
 */
export function parseModule(text: string, options: ParseOptions = {}): Module {
  const lexer = new Lexer(text, options.file ?? 'module.mlir');
  const reader: ModuleReader = { lexer, budget: { bytes: 0 }, aliases: new Map() };
  findLateAliases(reader);
  parseAliases(reader);
  const module = parseTop(reader);
  parseAliases(reader);
  if (!lexer.atKind('end')) throw lexer.expected('the end of the text');
  return module;
}

function parseTop(reader: ModuleReader): Module {
  const { lexer } = reader;
  if (lexer.at('module') || lexer.at('builtin.module')) return parseExplicitModule(reader);
  if (lexer.atKind('string') && lexer.peek().text === 'builtin.module') return parseGenericModule(reader);
  return { attributes: {}, functions: parseFunctions(reader, false) };
}

/** MLIR prints `#loc1 = loc(...)` after the module: such aliases must be known before. */
function findLateAliases({ lexer, aliases }: ModuleReader): void {
  for (const found of lexer.text.matchAll(/^#(loc[0-9]*)[ \t]*=[ \t]*(?=loc\()/gm)) aliases.set(found[1], found.index + found[0].length);
}

const atAlias = ({ lexer }: ModuleReader): boolean => lexer.atKind('attribute') || lexer.atKind('type');

/** `#name = attribute` and `!name = type`. The place of an attribute is kept, and read at each use by the kind that is wanted there. */
function parseAliases(reader: ModuleReader): void {
  const { lexer, aliases } = reader;
  while (atAlias(reader)) {
    const { text, kind } = lexer.next();
    lexer.expect('=', 'after the name of an alias');
    if (kind === 'type') {
      lexer.typeAliases.set(text, parseType(lexer));
      continue;
    }
    aliases.set(text, lexer.peek().start);
    if (lexer.at('loc')) parseLocation(reader);
    else parseFree(reader);
  }
}

function parseExplicitModule(reader: ModuleReader): Module {
  const { lexer } = reader;
  lexer.next();
  const name = lexer.atKind('symbol') ? lexer.next().text : undefined;
  const attributes = lexer.accept('attributes') ? parseDictionary(reader) : {};
  lexer.expect('{', 'at the beginning of the module');
  const functions = parseFunctions(reader, true);
  lexer.expect('}', 'at the end of the module');
  parseLocation(reader);
  return { ...(name === undefined ? {} : { name }), attributes, functions };
}

/** `"builtin.module"() <{sym_name = "m"}> ({ functions }) {attributes} : () -> ()`. */
function parseGenericModule(reader: ModuleReader): Module {
  const { lexer } = reader;
  const head = parseGenericModuleHead(reader);
  const functions = parseFunctions(reader, true);
  lexer.expect('}', 'at the end of the module');
  lexer.expect(')');
  const attributes = lexer.at('{') ? parseDictionary(reader) : {};
  lexer.expect(':', 'before the type of the module');
  parseFunctionType(lexer);
  parseLocation(reader);
  return { ...(head.name === undefined ? {} : { name: head.name }), attributes: { ...head.attributes, ...attributes }, functions };
}

function parseFunctions(reader: ModuleReader, inBraces: boolean): ModuleFunction[] {
  const { lexer } = reader;
  const functions: ModuleFunction[] = [];
  const names = new Set<string>();
  while (!lexer.atKind('end') && !(inBraces && lexer.at('}'))) {
    if (!inBraces && atAlias(reader)) {
      parseAliases(reader);
      continue;
    }
    const { start, kind, text } = lexer.peek();
    if (text !== 'func.func' || (kind !== 'word' && kind !== 'string')) throw lexer.expected(`func.func${inBraces ? " or '}'" : ''}`);
    const made = kind === 'word' ? parseFunction(reader) : parseGenericFunction(reader);
    if (names.has(made.name)) throw lexer.error(`function @${made.name} is defined twice`, start);
    names.add(made.name);
    functions.push(made);
  }
  return functions;
}

function parseVisibility(reader: ModuleReader): ModuleFunction['visibility'] {
  const { lexer } = reader;
  if (lexer.at('nested')) throw lexer.expected('public, private or a function name');
  if (lexer.accept('private')) return 'private';
  lexer.accept('public');
  return 'public';
}

/** `func.func public @name(%arg: type {attributes}) -> (type {attributes}) attributes {...} { ... }`. */
function parseFunction(reader: ModuleReader): ModuleFunction {
  const { lexer } = reader;
  const { start } = lexer.next();
  const visibility = parseVisibility(reader);
  const name = lexer.expectKind('symbol', 'a function name such as @main').text;
  const scope = new Scope();
  const argumentAttributes = lexer.list('(', ')', () => parseArgument(reader, scope), 'before the arguments');
  const results = lexer.accept('->') ? parseResults(reader) : [];
  const attributes = lexer.accept('attributes') ? parseDictionary(reader) : {};
  if (!lexer.at('{')) throw lexer.expected("'{': a function needs a body");
  const operations: OperationReader = { ...reader, scope, region: parseRegion };
  lexer.next();
  const { start: bodyStart } = lexer.peek();
  const values = lexer.nested(() => parseBlock(operations));
  checkReturned(
    lexer,
    name,
    values,
    results.map((r) => r.type),
    bodyStart,
  );
  const location = parseLocation(reader) ?? lexer.locate(start);
  const { program } = scope.close(values);
  return { name, visibility, program, argumentAttributes, resultAttributes: results.map((r) => r.attributes), attributes, location };
}

function parseArgument(reader: ModuleReader, scope: Scope): Attributes {
  const { lexer } = reader;
  const token = lexer.expectKind('value', 'an argument such as %arg0');
  lexer.expect(':', 'before the type of an argument');
  scope.argument(lexer, token, parseType(lexer));
  const attributes = lexer.at('{') ? parseDictionary(reader) : {};
  parseLocation(reader);
  return attributes;
}

interface Result {
  readonly type: Type;
  readonly attributes: Attributes;
}

function parseResults(reader: ModuleReader): Result[] {
  const { lexer } = reader;
  const result = (): Result => ({ type: parseType(lexer), attributes: lexer.at('{') ? parseDictionary(reader) : {} });
  return lexer.at('(') ? lexer.list('(', ')', result) : [{ type: parseType(lexer), attributes: {} }];
}
