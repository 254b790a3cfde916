/** Attributes of operations as records: JSON's own values as they are, other ones as lists that begin with a letter. */
import {
  type Attributes,
  type AttributeValue,
  applyScalar,
  type ElementType,
  elementTypes,
  type Literal,
  Scalar,
  type ScalarNode,
  type ScalarOp,
  scalarConstant,
  scalarIndex,
  scalarInput,
  scalarOps,
  type TensorType,
} from '@millrace/ir';
import type { BlobWriter } from './blobs.ts';
import { fieldsOf, type Json, listOf, malformed, memberOf, NotStorable, textOf, wholeOf } from './record.ts';
import { elementOf, elementRecord, literalOf, literalRecord, typeOf, typeRecord } from './types.ts';

const known: ReadonlySet<unknown> = new Set(elementTypes);
const isLiteral = (v: object): v is Literal => 'data' in v && 'type' in v;

export const attributesRecord = (attributes: Attributes, blobs: BlobWriter): Json =>
  Object.fromEntries(Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, attributeRecord(value, blobs)]])));
export const attributesOf = (record: Json | undefined, blobs: readonly Uint8Array[]): Attributes =>
  Object.fromEntries(Object.entries(fieldsOf(record)).map(([key, value]) => [key, attributeOf(value, blobs)]));

function attributeRecord(value: AttributeValue, blobs: BlobWriter): Json {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return numberRecord(value);
  if (typeof value === 'bigint') return ['b', String(value)];
  if (Array.isArray(value)) return ['a', ...(value as readonly AttributeValue[]).map((v) => attributeRecord(v, blobs))];
  if ((value as unknown) instanceof Scalar) return ['s', ...scalarRecords(value as unknown as Scalar)];
  if (typeof value !== 'object') throw new NotStorable('a function in an attribute');
  if (known.has(value)) return ['e', elementRecord(value as ElementType)];
  if (isLiteral(value)) return ['l', literalRecord(value, blobs)];
  if ('kind' in value && 'id' in value) return ['t', typeRecord(value as unknown as TensorType)];
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new NotStorable(`a ${value.constructor?.name} in an attribute`);
  return ['o', attributesRecord(value as Attributes, blobs)];
}

function attributeOf(record: Json, blobs: readonly Uint8Array[]): AttributeValue {
  if (typeof record === 'string' || typeof record === 'boolean' || typeof record === 'number') return record;
  const [kind, ...rest] = listOf(record);
  switch (kind) {
    case 'n':
      return Number(textOf(rest[0]));
    case 'b':
      return /^-?\d{1,20}$/.test(textOf(rest[0])) ? BigInt(rest[0] as string) : malformed('no integer');
    case 'a':
      return rest.map((r) => attributeOf(r, blobs));
    case 's':
      return scalarOf(rest) as unknown as AttributeValue;
    case 'e':
      return elementOf(rest[0]);
    case 'l':
      return literalOf(rest[0], blobs);
    case 't':
      return typeOf(rest[0]);
    case 'o':
      return attributesOf(rest[0], blobs) as AttributeValue;
    default:
      return malformed('an attribute of no kind');
  }
}

/** Numbers that JSON changes are texts. */
const numberRecord = (value: number): Json => (Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', Object.is(value, -0) ? '-0' : String(value)]);

/** Each node of an expression once, arguments before what uses them. */
function scalarRecords(expression: Scalar): Json[] {
  const records: Json[] = [];
  const places = new Map<Scalar, number>();
  const visit = (s: Scalar): number => {
    const found = places.get(s);
    if (found !== undefined) return found;
    const record = nodeRecord(s.node, visit);
    places.set(s, records.length);
    return records.push(record) - 1;
  };
  visit(expression);
  return records;
}

function nodeRecord(node: ScalarNode, visit: (s: Scalar) => number): Json {
  switch (node.kind) {
    case 'input':
      return ['i', node.index];
    case 'constant':
      return ['c', numberRecord(node.value)];
    case 'index':
      return ['x', node.axis, elementRecord(node.type)];
    case 'apply':
      return ['f', node.op, node.type ? elementRecord(node.type) : null, ...node.args.map(visit)];
  }
}

function scalarOf(records: readonly Json[]): Scalar {
  const made: Scalar[] = [];
  for (const record of records) made.push(nodeOf(listOf(record), made));
  return made.at(-1) ?? malformed('an expression without nodes');
}

const mostInputs = 2 ** 16;

function nodeOf([kind, first, second, ...rest]: readonly Json[], made: readonly Scalar[]): Scalar {
  if (kind === 'i') return scalarInput(wholeOf(first, 0, mostInputs));
  if (kind === 'c') return scalarConstant(attributeOf(first, []) as number);
  if (kind === 'x') return scalarIndex(wholeOf(first, 0, mostInputs), elementOf(second));
  if (kind !== 'f' || !Object.hasOwn(scalarOps, String(first))) return malformed('a node of no kind');
  const op = first as ScalarOp;
  const args = rest.map((place) => memberOf(made, place));
  if (args.length !== scalarOps[op].arity) return malformed(`${op} of ${args.length} arguments`);
  return applyScalar(op, args, second === null ? undefined : elementOf(second));
}
