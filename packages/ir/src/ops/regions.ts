/** What primitives with combining regions share: the types that a body must have, and batching of regions that use outer values. */
import type { Methods } from '../builder/methods.ts';
import type { Region, Value } from '../builder/value.ts';
import type { Arg } from '../primitive/index.ts';
import type { Program } from '../program/program.ts';
import type { ElementType } from '../types/element.ts';
import { type TensorType, tensorType } from '../types/type.ts';

/** Whether values of `from` can be computed with in `to` without loss of range: `is_promotable` of the StableHLO specification. */
export function isPromotable(from: ElementType, to: ElementType): boolean {
  const integers = ['signed', 'unsigned'];
  const sameKind = from.kind === to.kind || (integers.includes(from.kind) && integers.includes(to.kind));
  return sameKind && from.bits <= to.bits;
}

/** A region's own arguments follow its captures, of which the program itself does not know the number: arguments are counted from the end. */
const ownArguments = (program: Program, count: number): readonly TensorType[] => program.arguments.slice(-count).map((a) => a.type as TensorType);

/**
 * Whether a body has type (E0, …, EN-1, E0, …, EN-1) → (E0, …, EN-1) on scalars, where each input's element type is promotable to Ei.
 * What is wrong otherwise.
 */
export function combinesElements(name: string, program: Program, inputs: readonly Arg[]): true | string {
  const count = inputs.length;
  if (program.results.length !== count || program.arguments.length < 2 * count) return `${name} must take ${2 * count} scalars and return ${count}`;
  const results = program.results.map((r) => r.type as TensorType);
  const args = ownArguments(program, 2 * count);
  const agrees = results.every((r, i) => r.kind === 'tensor' && r.rank === 0 && args[i] === r && args[count + i] === r);
  if (!agrees) return `${name} must take two scalars of each result's type; it has type (${args.join(', ')}) → (${results.join(', ')})`;
  const bad = results.findIndex((r, i) => !isPromotable(inputs[i].element, r.element));
  return bad < 0 || `${name} returns ${results[bad]}, to which ${inputs[bad].element.name} cannot be promoted`;
}

/** Element types of a body's results. */
export const bodyElements = (program: Program): readonly ElementType[] => program.results.map((r) => (r.type as TensorType).element);

/** Whether a region uses values that differ between examples; a body on single elements cannot. */
export const usesBatch = (region: Region): boolean => region.batchedCaptures?.some((batched) => batched) ?? false;

const interned = new Map<string, Region>();

/** A region over scalars that uses nothing from outside: traced once for each element type, so that caches of kernels know it again. */
function internedRegion(kind: string, element: ElementType, b: Methods, body: (a: Value, c: Value) => Value): Region {
  const key = `${kind}:${element.name}`;
  let region = interned.get(key);
  if (!region) {
    const scalar = tensorType(element, []);
    interned.set(key, (region = b.trace([scalar, scalar], (a, c) => [body(a, c)])));
  }
  return region;
}

/** `(old, next) → next`: the update computation of a scatter that replaces. */
export const replacementRegion = (element: ElementType, b: Methods): Region => internedRegion('replace', element, b, (_old, next) => next);

/** `(a, b) → a >= b` and the like. */
export const comparisonRegion = (comparisonDirection: 'GE' | 'GT' | 'LE' | 'LT', element: ElementType, b: Methods): Region =>
  internedRegion(comparisonDirection, element, b, (a, c) => b.compare(a, c, { comparisonDirection }));
