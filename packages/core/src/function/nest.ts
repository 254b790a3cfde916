/**
 * Nested structures: arrays, plain objects and Maps of leaves; everything else is a leaf, `null` included.
 * Keys of objects and Maps are visited in sorted order, as `tf.nest` does, so that two objects with equal keys flatten alike.
 */
import { failure } from '@millrace/ir';

/** A leaf, or an array, plain object or Map of structures. */
export type Nested<T> = T | readonly Nested<T>[] | { readonly [key: string]: Nested<T> } | ReadonlyMap<string, Nested<T>>;

/** The children of one container, in visiting order, and how to build the same container around others. */
interface Container {
  readonly kind: 'array' | 'object' | 'map';
  readonly keys: readonly string[];
  readonly children: readonly unknown[];
  readonly rebuild: (children: readonly unknown[]) => unknown;
}

function isPlainObject(x: unknown): x is Record<string, unknown> {
  if (typeof x !== 'object' || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

function containerOf(x: unknown): Container | null {
  if (Array.isArray(x)) {
    return { kind: 'array', keys: x.map((_, i) => String(i)), children: x, rebuild: (c) => [...c] };
  }
  if (x instanceof Map) {
    const keys = [...(x.keys() as Iterable<string>)].sort();
    return { kind: 'map', keys, children: keys.map((k) => x.get(k) as unknown), rebuild: (c) => rebuildMap(x, keys, c) };
  }
  if (isPlainObject(x)) {
    const keys = Object.keys(x).sort();
    return { kind: 'object', keys, children: keys.map((k) => x[k]), rebuild: (c) => rebuildObject(x, keys, c) };
  }
  return null;
}

/** Sorted order is for visiting only: the copy keeps the insertion order of the original. */
function rebuildObject(original: Record<string, unknown>, keys: readonly string[], children: readonly unknown[]): Record<string, unknown> {
  const byKey = new Map(keys.map((k, i) => [k, children[i]]));
  return Object.fromEntries(Object.keys(original).map((k) => [k, byKey.get(k)]));
}

function rebuildMap(original: ReadonlyMap<string, unknown>, keys: readonly string[], children: readonly unknown[]): Map<string, unknown> {
  const byKey = new Map(keys.map((k, i) => [k, children[i]]));
  return new Map([...original.keys()].map((k) => [k, byKey.get(k)]));
}

/** Whether `x` is a container rather than a leaf. */
export const isNested = (x: unknown): boolean => containerOf(x) !== null;

/** The leaves of a structure in visiting order. Source: `tf.nest.flatten`. */
export function flatten<T>(structure: Nested<T>): T[] {
  const leaves: T[] = [];
  const visit = (x: unknown): void => {
    const container = containerOf(x);
    if (container) container.children.forEach(visit);
    else leaves.push(x as T);
  };
  visit(structure);
  return leaves;
}

/**
 * A structure like `structure` with these leaves in visiting order. Source: `tf.nest.pack_sequence_as`.
 * @throws ValueError when the number of leaves differs
 */
export function packSequenceAs<T>(structure: Nested<unknown>, leaves: readonly T[]): Nested<T> {
  const expected = flatten(structure).length;
  if (leaves.length !== expected)
    throw failure('value', { op: 'nest.packSequenceAs', message: `the structure has ${expected} leaves; got ${leaves.length} values` });
  let next = 0;
  const build = (x: unknown): unknown => {
    const container = containerOf(x);
    return container ? container.rebuild(container.children.map(build)) : leaves[next++];
  };
  return build(structure) as Nested<T>;
}

/**
 * Applies `fn` to corresponding leaves of structures of one form. Source: `tf.nest.map_structure`.
 * @throws ValueError or TypeError when the forms differ
 */
export function mapStructure<R>(fn: (...leaves: never[]) => R, first: Nested<unknown>, ...rest: readonly Nested<unknown>[]): Nested<R> {
  for (const other of rest) assertSameStructure(first, other);
  const columns = [first, ...rest].map((s) => flatten(s));
  return packSequenceAs(
    first,
    columns[0].map((_, i) => fn(...(columns.map((c) => c[i]) as never[]))),
  );
}

/**
 * Throws unless two structures have the same containers with the same keys. Source: `tf.nest.assert_same_structure`.
 * @param options.checkTypes  whether an array and an object of equal size differ; default true
 * @throws TypeError where kinds of containers differ, ValueError where sizes or keys do
 */
export function assertSameStructure(a: Nested<unknown>, b: Nested<unknown>, options: { readonly checkTypes?: boolean } = {}): void {
  compare(a, b, '', options.checkTypes ?? true);
}

const placeName = (path: string): string => (path === '' ? 'at the top' : `at ${path}`);

function compare(a: unknown, b: unknown, path: string, checkTypes: boolean): void {
  const op = 'nest.assertSameStructure';
  const [x, y] = [containerOf(a), containerOf(b)];
  if (!x && !y) return;
  if (!x || !y || (checkTypes && x.kind !== y.kind))
    throw failure('wrong-kind', { op, message: `${placeName(path)} one structure has ${kindName(x)}, the other ${kindName(y)}` });
  if (x.children.length !== y.children.length)
    throw failure('value', { op, message: `${placeName(path)} one structure has ${x.children.length} elements, the other ${y.children.length}` });
  x.keys.forEach((key, i) => {
    if (checkTypes && key !== y.keys[i])
      throw failure('value', { op, message: `${placeName(path)} keys differ: ${x.keys.join(', ')} and ${y.keys.join(', ')}` });
    compare(x.children[i], y.children[i], x.kind === 'array' ? `${path}[${key}]` : `${path}.${key}`, checkTypes);
  });
}

const kindName = (c: Container | null): string => (c === null ? 'a leaf' : c.kind === 'map' ? 'a Map' : `an ${c.kind}`);
