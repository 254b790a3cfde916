/** How short forms write the types of operands and results; named in `type(...)` of an assembly. */
import type { Operation, ProgramValue } from '../program/program.ts';
import type { Type } from '../types/type.ts';
import { checkOperandType, type OperationReader, operandsOf, type PendingOperation } from './operation-reader.ts';
import { parseFunctionType, parseResultTypes, parseType } from './parse-types.ts';

export interface TypeForm {
  readonly parse: (reader: OperationReader, pending: PendingOperation) => void;
  readonly print: (operation: Operation) => string;
}

const typesOf = (values: readonly ProgramValue[]): string[] => values.map((v) => String(v.type));
const parenthesized = (types: readonly string[]): string => (types.length === 1 && !types[0].startsWith('(') ? types[0] : `(${types.join(', ')})`);

/** `(tensor<f32>) -> tensor<f32>`. */
export const printFunctional = ({ operands, results }: Pick<Operation, 'operands' | 'results'>): string =>
  `(${typesOf(operands).join(', ')}) -> ${parenthesized(typesOf(results))}`;

function checkOperands({ lexer }: OperationReader, pending: PendingOperation, types: readonly Type[], start: number): void {
  const operands = operandsOf(pending);
  if (operands.length !== types.length) throw lexer.error(`expected ${operands.length} operand types; got ${types.length}`, start);
  operands.forEach((o, i) => checkOperandType(lexer, o, types[i], start));
}

/** `(operand types) -> result types`. */
export function parseFunctional(reader: OperationReader, pending: PendingOperation): void {
  const { start } = reader.lexer.peek();
  const { inputs, results } = parseFunctionType(reader.lexer);
  checkOperands(reader, pending, inputs, start);
  pending.resultTypes = results;
}

const functional: TypeForm = { parse: parseFunctional, print: printFunctional };

/** A form that is written shorter where `short` answers; else functional. */
function shortenedBy(short: (operation: Operation) => string | undefined, parse: TypeForm['parse']): TypeForm {
  return {
    parse: (reader, pending) => (reader.lexer.at('(') ? parseFunctional(reader, pending) : parse(reader, pending)),
    print: (operation) => short(operation) ?? printFunctional(operation),
  };
}

function parseTypeList(reader: OperationReader): Type[] {
  const types = [parseType(reader.lexer)];
  while (reader.lexer.accept(',')) types.push(parseType(reader.lexer));
  return types;
}

/** How many results a primitive has, where its definition says so. */
const resultCount = ({ primitive }: PendingOperation): number => (primitive.results === 'one' ? 1 : primitive.results === 'variadic' ? 1 : primitive.results);

/** One type for all operands and results. */
const same: TypeForm = shortenedBy(
  ({ operands, results }) => {
    const types = new Set(typesOf([...operands, ...results]));
    return types.size === 1 ? [...types][0] : undefined;
  },
  (reader, pending) => {
    const { start } = reader.lexer.peek();
    const type = parseType(reader.lexer);
    for (const operand of operandsOf(pending)) checkOperandType(reader.lexer, operand, type, start);
    pending.resultTypes = new Array<Type>(resultCount(pending)).fill(type);
  },
);

/** A type for each operand, and the results have the same. */
const pairwise: TypeForm = shortenedBy(
  ({ operands, results }) => (operands.length > 0 && typesOf(operands).join() === typesOf(results).join() ? typesOf(operands).join(', ') : undefined),
  (reader, pending) => {
    const { start } = reader.lexer.peek();
    const types = parseTypeList(reader);
    checkOperands(reader, pending, types, start);
    pending.resultTypes = types;
  },
);

/** The types of the operands; there are no results. */
const operands: TypeForm = {
  parse: (reader, pending) => {
    const { start } = reader.lexer.peek();
    checkOperands(reader, pending, parseTypeList(reader), start);
    pending.resultTypes = [];
  },
  print: (operation) => typesOf(operation.operands).join(', '),
};

/** The result types alone. */
const results: TypeForm = shortenedBy(
  (operation) => (operation.results.length > 0 ? typesOf(operation.results).join(', ') : undefined),
  (reader, pending) => {
    pending.resultTypes = parseTypeList(reader);
  },
);

/** The type of the predicate and one for the two branches and the result. */
const select: TypeForm = shortenedBy(
  (operation) => {
    const [predicate, ...others] = typesOf([...operation.operands, ...operation.results]);
    return new Set(others).size === 1 ? `${predicate}, ${others[0]}` : undefined;
  },
  (reader, pending) => {
    const { start } = reader.lexer.peek();
    const types = parseTypeList(reader);
    if (types.length !== 2) throw reader.lexer.error('expected the type of the predicate and the type of the branches', start);
    checkOperands(reader, pending, [types[0], types[1], types[1]], start);
    pending.resultTypes = [types[1]];
  },
);

/** `operand types -> result types`, without parentheses around the operands. */
const arrow: TypeForm = {
  parse: (reader, pending) => {
    const { start } = reader.lexer.peek();
    const types = reader.lexer.at('(') ? reader.lexer.list('(', ')', () => parseType(reader.lexer)) : parseTypeList(reader);
    reader.lexer.expect('->', 'before the result types');
    checkOperands(reader, pending, types, start);
    pending.resultTypes = parseResultTypes(reader.lexer);
  },
  print: (operation) => `${operation.operands.length === 0 ? '()' : typesOf(operation.operands).join(', ')} -> ${parenthesized(typesOf(operation.results))}`,
};

export const typeForms: Readonly<Record<string, TypeForm | undefined>> = { functional, same, pairwise, operands, results, select, arrow };
