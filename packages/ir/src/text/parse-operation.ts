/** Operations of MLIR text, in the generic form and in the short forms that primitives declare. */
import { nearest, OpError } from '../errors/index.ts';
import { allPrimitives, primitiveNamed } from '../ops/registry.ts';
import type { AttributeSpec, Attributes, AttributeValue } from '../primitive/attributes.ts';
import { arityOf } from '../primitive/constraints.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { ProgramValue } from '../program/program.ts';
import { boundOf, type Dim } from '../types/dim.ts';
import type { Literal } from '../types/literal.ts';
import { type TensorType, type Type, tensorType } from '../types/type.ts';
import { type AssemblyPart, assemblyOf } from './assembly.ts';
import { directives } from './directives.ts';
import type { Token } from './lexer.ts';
import { parseLocation } from './locations.ts';
import { type OperationReader, operandsOf, type PendingOperation, parseOperand, parseOperationAttributes } from './operation-reader.ts';
import { parseBareChoice, parseBareRecord, parseDeclared } from './parse-attributes.ts';
import { parseInteger, parseReal } from './parse-numbers.ts';
import { keptName } from './scope.ts';
import { parseFunctional, typeForms } from './type-forms.ts';

/** Operations that the text may name without their dialect. */
const withoutDialect: Readonly<Record<string, string>> = { call: 'func.call' };

interface ResultName {
  readonly token: Token;
  readonly count: number;
}

/** `%a, %b:2 =`, or nothing. */
function parseResultNames({ lexer }: OperationReader): ResultName[] {
  const names: ResultName[] = [];
  if (!lexer.atKind('value')) return names;
  do {
    const token = lexer.expectKind('value', 'a result such as %0');
    if (token.index !== undefined) throw lexer.error('a result is named without #', token.start);
    const count = lexer.accept(':') ? parseInteger(lexer, 'the number of results') : 1;
    if (count < 1) throw lexer.error('a result group needs at least one result', token.start);
    names.push({ token, count });
  } while (lexer.accept(','));
  lexer.expect('=', 'after result names');
  return names;
}

/** Reads one operation and adds it to the scope. */
export function parseOperation(reader: OperationReader): void {
  const { lexer } = reader;
  const names = parseResultNames(reader);
  const token = lexer.peek();
  if (token.kind !== 'string' && token.kind !== 'word') throw lexer.expected('an operation');
  lexer.next();
  const primitive = findPrimitive(reader, token);
  const pending: PendingOperation = { primitive, start: token.start, operands: {}, attributes: {}, foreign: {}, regions: [] };
  if (token.kind === 'string') parseGeneric(reader, pending);
  else parseShort(reader, pending);
  finish(reader, pending, names);
}

function findPrimitive({ lexer }: OperationReader, token: Token): Primitive {
  const name = withoutDialect[token.text] ?? token.text;
  const primitive = primitiveNamed(name);
  if (primitive) return primitive;
  const near = nearest(
    name,
    allPrimitives().map((p) => p.name),
  );
  throw lexer.error(`unknown operation ${name}`, token.start, near ? { hint: `did you mean ${near}?` } : {});
}

/** `"name"(%a, %b) <{properties}> ({region}, {region}) {attributes} : (types) -> types`. */
function parseGeneric(reader: OperationReader, pending: PendingOperation): void {
  const { lexer } = reader;
  pending.allOperands = lexer.list('(', ')', () => parseOperand(reader), 'before the operands');
  if (lexer.accept('<')) {
    parseOperationAttributes(reader, pending);
    lexer.expect('>', 'after the properties');
  }
  if (lexer.accept('(')) pending.regions.push(...lexer.restOfList(')', () => reader.region(reader)));
  if (lexer.at('{')) parseOperationAttributes(reader, pending);
  lexer.expect(':', 'before the types of an operation in generic form');
  parseFunctional(reader, pending);
}

function parseShort(reader: OperationReader, pending: PendingOperation): void {
  const { lexer } = reader;
  const assembly = assemblyOf(pending.primitive);
  if (!assembly) {
    const { name } = pending.primitive;
    throw lexer.error(`${name} has no short form`, pending.start, { hint: `write it as "${name}"(...) : (...) -> ...` });
  }
  for (const part of assembly.parts) parsePart(reader, pending, part);
}

function parsePart(reader: OperationReader, pending: PendingOperation, part: AssemblyPart): void {
  const { lexer } = reader;
  switch (part.kind) {
    case 'literal':
      lexer.expect(part.text);
      return;
    case 'operands':
      pending.allOperands = parseOperandList(reader);
      return;
    case 'attributes':
      if (lexer.at('{')) parseOperationAttributes(reader, pending);
      return;
    case 'types':
      lexer.expect(':', 'before the types');
      typeForms[part.form]!.parse(reader, pending);
      return;
    case 'custom':
      directives[part.name]!.parse(reader, pending);
      return;
    case 'variable':
      parseVariable(reader, pending, part.name, part.each);
      return;
    case 'optional':
      parseOptional(reader, pending, part.parts);
  }
}

/** Present when its leading literals are. */
function parseOptional(reader: OperationReader, pending: PendingOperation, parts: readonly AssemblyPart[]): void {
  const mark = reader.lexer.mark();
  let leading = 0;
  for (const part of parts) {
    if (part.kind !== 'literal') break;
    leading++;
    if (!reader.lexer.accept(part.text)) {
      reader.lexer.reset(mark);
      return;
    }
  }
  for (const part of parts.slice(leading)) parsePart(reader, pending, part);
}

/** Values separated by commas; a comma before something else is left. */
function parseOperandList(reader: OperationReader): ProgramValue[] {
  const { lexer } = reader;
  const values: ProgramValue[] = [];
  while (lexer.atKind('value')) {
    values.push(parseOperand(reader));
    const mark = lexer.mark();
    if (!lexer.accept(',') || !lexer.atKind('value')) {
      lexer.reset(mark);
      break;
    }
  }
  return values;
}

function parseVariable(reader: OperationReader, pending: PendingOperation, name: string, each: boolean): void {
  const { primitive } = pending;
  const of = primitive.attributes[name];
  if (of) {
    pending.attributes[name] = parseBare(reader, of);
    return;
  }
  if (each) {
    const values: ProgramValue[] = [];
    while (reader.lexer.atKind('value')) {
      values.push(parseOperand(reader));
      reader.lexer.expect(',', 'after an operand');
    }
    pending.operands[name] = values;
  } else pending.operands[name] = arityOf(primitive.operands[name]) === 'one' ? [parseOperand(reader)] : parseOperandList(reader);
}

/** An attribute as short forms write it: without the type of numbers and without the dialect's name. */
function parseBare(reader: OperationReader, of: AttributeSpec): AttributeValue {
  const { lexer } = reader;
  switch (of.kind) {
    case 'choice':
      return parseBareChoice(lexer, of);
    case 'choices':
      return lexer.list('[', ']', () => parseBareChoice(lexer, of));
    case 'int':
      return parseInteger(lexer);
    case 'float':
      return parseReal(lexer);
    case 'record':
      return parseBareRecord(reader, of, false);
    default:
      return parseDeclared(reader, of);
  }
}

/** Stored values as the quantized values that the result's type makes of them. */
function readAs(value: Literal | undefined, type: TensorType): Literal | undefined {
  const { quantization } = type.element;
  const fits = value && quantization && type.isStatic && value.type === tensorType(quantization.storage, type.shape);
  return fits ? { type, data: value.data } : value;
}

/** Attributes that the result types say. */
function takeFromTypes(pending: PendingOperation, types: readonly Type[] | undefined): void {
  if (!types) return;
  for (const [key, of] of Object.entries(pending.primitive.attributes)) {
    const first = types[0] as TensorType | undefined;
    if (of.kind === 'resultTypes') pending.attributes[key] = types;
    else if (of.kind === 'resultShape' && first?.kind === 'tensor') pending.attributes[key] = first.shape as unknown as AttributeValue;
    else if (of.kind === 'resultElement' && first?.kind === 'tensor') pending.attributes[key] = first.element;
    else if (of.asStored && first?.kind === 'tensor') pending.attributes[key] = readAs(pending.attributes[key] as Literal | undefined, first);
  }
}

function finish(reader: OperationReader, pending: PendingOperation, names: readonly ResultName[]): void {
  const { lexer, scope } = reader;
  const { primitive, regions, foreign, start } = pending;
  const location = parseLocation(reader) ?? lexer.locate(start);
  takeFromTypes(pending, pending.resultTypes);
  const operands = operandsOf(pending);
  const attributes = wrapped(reader, start, () => {
    primitive.positions(operands.length);
    return primitive.complete(pending.attributes);
  });
  checkRegions(reader, pending);
  const types =
    pending.resultTypes ??
    wrapped(reader, start, () =>
      primitive.infer(
        operands.map((o) => o.type),
        attributes,
        regions.map((r) => r.program),
      ),
    );
  const results = makeResults(reader, pending, names, withKnownSizes(pending, operands, attributes, types));
  const extra = Object.keys(foreign).length > 0 ? { foreign } : {};
  scope.operations.push({ primitive, operands, attributes, regions, results, location, ...extra });
}

/**
 * The written result types, in which a `?` stands for the symbolic size that inference gives: so sizes stay equal along a chain of operations.
 * What inference refuses is left to the verifier.
 */
function withKnownSizes(
  { primitive, regions }: PendingOperation,
  operands: readonly ProgramValue[],
  attributes: Attributes,
  types: readonly Type[],
): readonly Type[] {
  if (types.every((t) => t.kind !== 'tensor' || t.isStatic)) return types;
  try {
    const inferred = primitive.infer(
      operands.map((o) => o.type),
      attributes,
      regions.map((r) => r.program),
    );
    return inferred.length === types.length ? types.map((t, i) => refineType(t, inferred[i])) : types;
  } catch (error) {
    if (error instanceof OpError || error instanceof RangeError) return types;
    throw error;
  }
}

function refineType(written: Type, inferred: Type): Type {
  if (written.kind !== 'tensor' || inferred.kind !== 'tensor' || written.rank !== inferred.rank) return written;
  const shape = written.shape.map((d, i): Dim => {
    const known = inferred.shape[i];
    return typeof d === 'number' || typeof known === 'number' || boundOf(d) !== boundOf(known) ? d : known;
  });
  return tensorType(written.element, shape);
}

/** Errors of a primitive's own checks, as errors at this place of the text. */
function wrapped<T>({ lexer }: OperationReader, start: number, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof OpError)) throw error;
    const [first] = error.message.split('\n');
    const valid = /^ {2}valid {2}(.*)$/m.exec(error.message)?.[1];
    throw lexer.error(first.replace(/ at \S+:\d+:\d+$/, ''), start, { valid, cause: error });
  }
}

function checkRegions({ lexer }: OperationReader, { primitive, regions, start }: PendingOperation): void {
  const kinds = Object.values(primitive.regions);
  const fixed = kinds.filter((k) => k === 'one').length;
  const fits = kinds.includes('variadic') ? regions.length >= fixed : regions.length === fixed;
  if (!fits) throw lexer.error(`${primitive.name} has ${kinds.includes('variadic') ? `at least ${fixed}` : fixed} regions; got ${regions.length}`, start);
}

function makeResults(
  { lexer, scope }: OperationReader,
  { primitive, start }: PendingOperation,
  names: readonly ResultName[],
  types: readonly Type[],
): ProgramValue[] {
  const named = names.reduce((sum, n) => sum + n.count, 0);
  if (typeof primitive.results === 'number' || primitive.results === 'one') {
    const count = primitive.results === 'one' ? 1 : primitive.results;
    if (types.length !== count) throw lexer.error(`${primitive.name} has ${count} results; got ${types.length} result types`, start);
  }
  if (names.length > 0 && named !== types.length)
    throw lexer.error(`${primitive.name} has ${types.length} results here, but ${named} are named`, names[0].token.start);
  const results: ProgramValue[] = [];
  for (const { token, count } of names) {
    const group = Array.from({ length: count }, (_, i) => new ProgramValue(types[results.length + i], i === 0 ? keptName(token.text) : undefined));
    scope.define(lexer, token, group);
    results.push(...group);
  }
  return names.length > 0 ? results : types.map((t) => new ProgramValue(t));
}
