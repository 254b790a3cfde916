/** What the pieces of the operation parser share: tokens, names in scope, and the operation that is being read. */
import { type AttributeValue, textNameOf, unitAttribute } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { ProgramRegion, ProgramValue } from '../program/program.ts';
import type { Type } from '../types/type.ts';
import type { AttributeReader } from './attribute-reader.ts';
import type { Lexer, Token } from './lexer.ts';
import { declaredAttribute, parseDeclared } from './parse-attributes.ts';
import { parseEntry, parseFree } from './parse-free-attributes.ts';
import { parseType } from './parse-types.ts';
import type { Scope } from './scope.ts';

export interface OperationReader extends AttributeReader {
  readonly scope: Scope;
  /** Reads a region `{ ... }` whose arguments, if given, are already named. */
  readonly region: (reader: OperationReader, args?: readonly RegionArgument[]) => ProgramRegion;
}

export interface RegionArgument {
  readonly token: Token;
  readonly type: Type;
}

/** An operation of which some parts have been read. */
export interface PendingOperation {
  readonly primitive: Primitive;
  readonly start: number;
  /** Operands by name, in the order read. */
  readonly operands: Record<string, ProgramValue[]>;
  readonly attributes: Record<string, AttributeValue | undefined>;
  readonly foreign: Record<string, AttributeValue | undefined>;
  readonly regions: ProgramRegion[];
  /** All operands, where the text gave them without names. */
  allOperands?: ProgramValue[];
  resultTypes?: readonly Type[];
}

/** The operands in the order of the primitive's definition. */
export const operandsOf = (pending: PendingOperation): ProgramValue[] =>
  pending.allOperands ?? pending.primitive.operandNames.flatMap((name) => pending.operands[name] ?? []);

export const parseOperand = ({ lexer, scope }: OperationReader): ProgramValue => scope.resolve(lexer, lexer.expectKind('value', 'a value such as %0'));

/** `%x: tensor<f32>`. */
export function parseRegionArgument(lexer: Lexer): RegionArgument {
  const token = lexer.expectKind('value', 'an argument such as %arg0');
  lexer.expect(':', 'before the type of an argument');
  return { token, type: parseType(lexer) };
}

/** Attributes without a dialect that only choose an implementation; they are kept, and change no meaning. */
const hints: ReadonlySet<string> = new Set(['result_accuracy']);

/** `{name = value, ...}` of an operation: declared attributes by their kinds, others by name with a dialect. */
export function parseOperationAttributes(reader: OperationReader, pending: PendingOperation, open = '{', close = '}'): void {
  const { lexer } = reader;
  const { primitive, attributes, foreign } = pending;
  lexer.list(open, close, () => {
    let key: string | undefined;
    const { name, value } = parseEntry<AttributeValue | undefined>(
      reader,
      (token) => {
        key = declaredAttribute(primitive.attributes, token.text);
        return key === undefined ? parseFree(reader) : parseDeclared(reader, primitive.attributes[key]);
      },
      undefined,
    );
    key ??= declaredAttribute(primitive.attributes, name.text);
    if (key === undefined) {
      if (!name.text.includes('.') && !hints.has(name.text))
        throw lexer.error(`${primitive.name} has no attribute ${name.text}`, name.start, { valid: attributeNames(primitive) });
      foreign[name.text] = value ?? unitAttribute;
    } else if (attributes[key] !== undefined) throw lexer.error(`attribute ${name.text} is given twice`, name.start);
    else attributes[key] = value ?? aloneValue(lexer, primitive, key, name);
  });
}

function aloneValue(lexer: Lexer, primitive: Primitive, key: string, name: Token): AttributeValue {
  if (primitive.attributes[key].kind !== 'boolean') throw lexer.error(`attribute ${name.text} needs a value`, name.start);
  return true;
}

function attributeNames(primitive: Primitive): string {
  const names = Object.entries(primitive.attributes)
    .filter(([, of]) => !of.kind.startsWith('result'))
    .map(([key, of]) => textNameOf(key, of));
  return names.join(', ') || 'no attributes';
}

/** Checks that a written operand type is the type of the value. */
export function checkOperandType(lexer: Lexer, value: ProgramValue, written: Type, start: number): void {
  if (value.type !== written && String(value.type) !== String(written)) throw lexer.error(`a value of type ${value.type} is used as ${written}`, start);
}
