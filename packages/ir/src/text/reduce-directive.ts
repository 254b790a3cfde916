/**
 * `(%x init: %a), (%y init: %b) applies stablehlo.add across dimensions = [0] : types`, or with the region written out:
 * `(%x init: %a) across dimensions = [0] : types  reducer(%l: type, %r: type) { ... }`, a pair of arguments for each input.
 */
import { unreachable } from '../errors/index.ts';
import { primitiveNamed } from '../ops/registry.ts';
import { type Operation, Program, type ProgramRegion, ProgramValue } from '../program/program.ts';
import { type TensorType, type Type, tensorType } from '../types/type.ts';
import type { Directive } from './directive.ts';
import type { Token } from './lexer.ts';
import {
  type OperationReader,
  type PendingOperation,
  parseOperand,
  parseOperationAttributes,
  parseRegionArgument,
  type RegionArgument,
} from './operation-reader.ts';
import { parseInteger } from './parse-numbers.ts';
import { printedAttributes, printedForeign } from './print-attributes.ts';
import { parseFunctional, printFunctional } from './type-forms.ts';

function parseInputs(reader: OperationReader, pending: PendingOperation): void {
  const { lexer } = reader;
  const inputs: ProgramValue[] = [];
  const initial: ProgramValue[] = [];
  do {
    lexer.expect('(', 'before an input');
    inputs.push(parseOperand(reader));
    lexer.expect('init', 'before the initial value');
    lexer.expect(':');
    initial.push(parseOperand(reader));
    lexer.expect(')', 'after the initial value');
  } while (lexer.accept(','));
  pending.operands.inputs = inputs;
  pending.operands.initValues = initial;
}

/** The region `(a, b) → name(a, b)` on scalars. */
function appliedRegion(reader: OperationReader, pending: PendingOperation, token: Token): ProgramRegion {
  const { lexer } = reader;
  const primitive = primitiveNamed(token.text);
  if (!primitive) throw lexer.error(`unknown operation ${token.text}`, token.start);
  const operands = pending.operands.initValues;
  if (operands.length !== 1) throw lexer.error('applies needs exactly one input', token.start);
  const scalar = tensorType((operands[0].type as TensorType).element, []);
  const [a, b] = [new ProgramValue(scalar), new ProgramValue(scalar)];
  let types: readonly Type[];
  try {
    types = primitive.infer([scalar, scalar], primitive.complete({}), []);
  } catch (cause) {
    throw lexer.error(`${token.text} does not combine two values of ${scalar}`, token.start, { cause });
  }
  if (types.length !== 1) throw lexer.error(`${token.text} does not combine two values into one`, token.start);
  const result = new ProgramValue(types[0]);
  const location = lexer.locate(token.start);
  const operation = { primitive, operands: [a, b], attributes: primitive.complete({}), regions: [], results: [result], location };
  return { program: new Program([a, b], [operation], [result]), captures: [] };
}

/** The name of the operation that a region applies to two arguments of type `scalar`, where it does nothing else. */
function appliedName({ program, captures }: ProgramRegion, scalar: Type): string | undefined {
  const [operation] = program.operations;
  if (program.operations.length !== 1 || captures.length > 0 || program.arguments.length !== 2 || program.results.length !== 1) return undefined;
  const { primitive, operands, results, foreign } = operation;
  if (operands.length !== 2 || operands.some((o, i) => o !== program.arguments[i]) || results.length !== 1 || results[0] !== program.results[0])
    return undefined;
  const plain = Object.keys(primitive.attributes).length === 0 && Object.keys(primitive.regions).length === 0 && !foreign;
  const scalars = [...operands, ...results].every((v) => v.type === scalar);
  return plain && scalars ? primitive.name : undefined;
}

/** Argument groups of `reducer`: the block's arguments are the first of each pair, then the second of each. */
function parseReducerArguments({ lexer }: OperationReader, count: number): RegionArgument[] {
  const pairs = Array.from({ length: count }, () => {
    const { start } = lexer.peek();
    const pair = lexer.list('(', ')', () => parseRegionArgument(lexer), 'before the arguments of the reducer');
    if (pair.length !== 2) throw lexer.error(`expected a pair of arguments; got ${pair.length}`, start);
    return pair;
  });
  return [...pairs.map((p) => p[0]), ...pairs.map((p) => p[1])];
}

export const reduceDirective: Directive = {
  parse(reader, pending) {
    const { lexer } = reader;
    parseInputs(reader, pending);
    const applied = lexer.accept('applies') ? lexer.expectKind('word', 'the name of an operation') : undefined;
    lexer.expect('across');
    lexer.expect('dimensions');
    lexer.expect('=');
    pending.attributes.dimensions = lexer.list('[', ']', () => parseInteger(lexer));
    if (lexer.at('{')) parseOperationAttributes(reader, pending);
    lexer.expect(':', 'before the types');
    parseFunctional(reader, pending);
    if (applied) {
      pending.regions.push(appliedRegion(reader, pending, applied));
      return;
    }
    lexer.expect('reducer', "before the reducer's arguments");
    pending.regions.push(reader.region(reader, parseReducerArguments(reader, pending.operands.inputs.length)));
  },
  print(operation: Operation, printer) {
    const { operands, attributes, regions, foreign } = operation;
    const count = operands.length / 2;
    const pairs = operands.slice(0, count).map((o, i) => `(${printer.name(o)} init: ${printer.name(operands[count + i])})`);
    const name = count === 1 ? appliedName(regions[0], operands[1].type) : undefined;
    const applies = name ? ` applies ${name}` : '';
    const dimensions = ` across dimensions = [${(attributes.dimensions as readonly number[]).join(', ')}]`;
    const entries = [...printedAttributes(operation, new Set(['dimensions'])), ...printedForeign(foreign ?? {})];
    const extra = entries.length > 0 ? ` {${entries.join(', ')}}` : '';
    const head = `${pairs.join(', ')}${applies}${dimensions}${extra} : ${printFunctional(operation)}`;
    if (name) return head;
    const region = printer.region(regions[0]);
    const own = regions[0].program.arguments.slice(regions[0].captures.length);
    if (own.length !== 2 * count) return unreachable('a reducer takes two arguments for each input');
    const groups = pairs.map((_, i) => `(${region.names[i]}: ${own[i].type}, ${region.names[count + i]}: ${own[count + i].type})`);
    return `${head}\n${printer.indent}reducer${groups.join(' ')} ${region.body}`;
  },
};
