/** What `if` and `case` share: derivatives and batching of branches that use outer values. */
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import type { Program } from '../../program/program.ts';
import { commonType, isCompatible } from '../../types/compatible.ts';
import { type Dim, isStatic } from '../../types/dim.ts';
import { i32, isDifferentiable } from '../../types/element.ts';
import { type Type, tensorType } from '../../types/type.ts';
import { isDifferentiableValue, tensorTypeOf } from '../values.ts';

/** Applies the operation to other branches. */
export type Choose = (branches: readonly Region[]) => readonly Value[];

/** Branches must return the same types, as far as sizes are known. */
export const sameResults = (branches: readonly Program[]): true | string => {
  const show = (p: Program): string => `(${p.results.map((r) => r.type).join(', ')})`;
  const [first] = branches;
  const differs = branches.find((p) => p.results.length !== first.results.length || p.results.some((r, i) => !isCompatible(r.type, first.results[i].type)));
  return differs === undefined || `branches must return the same types; got ${show(first)} and ${show(differs)}`;
};

/** Types of the results: sizes are those that all branches know. */
export const resultTypesOf = ([first, ...others]: readonly Program[]): readonly Type[] =>
  first.results.map((r, i) => others.reduce<Type>((type, p) => commonType(type, p.results[i].type), r.type));

/** Tangents of the results: each branch with its tangents, so that only the branch that is taken runs. */
export function branchTangents(branches: readonly Region[], choose: Choose, b: Methods): (Value | null)[] {
  const first = branches.map((r) => b.jvpRegion(r, []).active);
  const active = first[0].map((_, i) => first.some((a) => a[i]));
  if (!active.some(Boolean)) return active.map(() => null);
  const all = choose(branches.map((r) => b.jvpRegion(r, [], active).region));
  let next = active.length;
  return active.map((moves) => (moves ? all[next++] : null));
}

/**
 * Cotangents of the captures, in the order of the branches: a second choice between the branches' pullbacks, which run the branch again.
 * A value that several branches use gets its whole cotangent at its first place.
 */
export function branchCotangents(
  branches: readonly Region[],
  cts: readonly (Value | null)[],
  needed: readonly boolean[],
  choose: Choose,
  b: Methods,
): (Value | null)[] {
  const captures = branches.flatMap((r) => r.captures);
  const wanted = [...new Set(captures.filter((c, i) => (needed[i] ?? true) && isDifferentiableValue(c)))];
  const none = captures.map(() => null);
  if (wanted.length === 0 || cts.every((c) => c === null)) return none;
  const cotangents = choose(
    branches.map((branch) =>
      b.trace([], () => {
        const back = b.pullbackRegion(branch, [], cts, { captures: branch.captures.map((c) => wanted.includes(c)) }).captures;
        return wanted.map((w) => {
          const sum = branch.captures.reduce<Value | null>((total, c, i) => (c === w ? b.add2(total, back[i]) : total), null);
          return sum ?? b.zeros(tensorTypeOf(w));
        });
      }),
    ),
  );
  return captures.map((c, i) => (captures.indexOf(c) === i && wanted.includes(c) ? cotangents[wanted.indexOf(c)] : null));
}

/** The branches on a whole batch, all results batched where any branch's is; and which are. */
export function batchBranches(branches: readonly Region[], size: Dim, every: boolean, b: Methods): { regions: Region[]; batched: boolean[] } {
  const first = branches.map((r) => b.batchRegion(r, [], size).batched);
  const batched = first[0].map((_, i) => every || first.some((f) => f[i]));
  return { regions: branches.map((r) => b.batchRegion(r, [], size, batched).region), batched };
}

/** Batched results as the rule must return them: repeated where all examples share them. */
export const spreadResults = (results: readonly Value[], batched: readonly boolean[], size: Dim, b: Methods): Value[] =>
  results.map((r, i) => {
    if (batched[i]) return r;
    const { shape } = tensorTypeOf(r);
    return b.broadcast(
      r,
      [size, ...shape],
      shape.map((_, axis) => axis + 1),
    );
  });

/** A predicate for each example ([size]) at the shape of a batched value. */
export const maskFor = (predicate: Value, like: Value, b: Methods): Value => b.broadcast(predicate, tensorTypeOf(like).shape, [0]);

/** Where examples take different branches, every branch runs: effects would happen for examples that do not take it. */
export function refuseEffects(op: string, programs: readonly Program[]): void {
  for (const program of programs) {
    for (const operation of program.operations) {
      if (operation.primitive.traits.sideEffect && !operation.primitive.traits.maskable) {
        throw failure('not-batchable', {
          op,
          message: `${operation.primitive.shortName} has an effect, and the examples of a batch take different branches`,
          hint: 'call it outside of the branch, or run the examples one by one',
        });
      }
      refuseEffects(
        op,
        operation.regions.map((r) => r.program),
      );
    }
  }
}

/**
 * A branch for the examples of `mask`: of the others, operands are replaced by those of the first example that takes the branch, so that no
 * NaN or infinity arises for them, which would reach gradients of values that all examples share (0 * infinity). Where nobody takes the
 * branch they stay as they are.
 */
export function forTaken(branch: Region, mask: Value, size: Dim, b: Methods): Region {
  const moving = branch.captures.map((c, i) => (branch.batchedCaptures?.[i] ?? false) && c.type.kind === 'tensor' && isDifferentiable(c.type.element));
  if (!isStatic(size) || size === 0 || !moving.some(Boolean)) return branch;
  const numbers = b.iota({ iotaDimension: 0, shape: [size], element: i32 });
  const candidates = b.select(mask, numbers, b.full(tensorType(i32, [size]), size - 1));
  const first = b.reduce([candidates], [b.scalar(i32, size - 1)], { dimensions: [0], body: b.combiner('minimum', i32) })[0];
  const zero = b.scalar(i32, 0);
  const captures = branch.captures.map((c, i) => {
    if (!moving[i]) return c;
    const { shape } = tensorTypeOf(c);
    const starts = shape.map((_, axis) => (axis === 0 ? first : zero));
    const row = b.dynamicSlice(c, starts, { sliceSizes: [1, ...shape.slice(1)] });
    const rows = b.broadcast(
      row,
      shape,
      shape.map((_, axis) => axis),
    );
    return b.select(maskFor(mask, c, b), c, rows);
  });
  return { ...branch, captures };
}
