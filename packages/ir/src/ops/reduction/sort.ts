import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { linesOf } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive, type RegionCall, variadic, withDefault } from '../../primitive/index.ts';
import { allocate, i1, i32, writeElement } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, tensorType } from '../../types/type.ts';
import { takeAlong } from '../gather/take-along.ts';
import { usesBatch } from '../regions.ts';
import { batchOf, tensorTypeOf } from '../values.ts';

const adjusted = (dimension: number, rank: number): number => (dimension < 0 ? rank + dimension : dimension);

/** Positions along the sorted axis, from the smallest element to the largest; equal ones keep their order. */
function sortedPositions(inputs: readonly Literal[], at: (k: number) => number, length: number, comparator: RegionCall): number[] {
  const element = (x: Literal, k: number): Literal => scalarLiteral(x.type.element, elementAt(x, at(k)));
  const less = (j: number, k: number): boolean => elementAt(comparator(...inputs.flatMap((x) => [element(x, j), element(x, k)]))[0] as Literal, 0) === true;
  return Array.from({ length }, (_, k) => k).sort((j, k) => (less(j, k) ? -1 : less(k, j) ? 1 : 0));
}

function evaluateSort(inputs: readonly Literal[], axis: number, comparator: RegionCall): Literal[] {
  const shape = staticShape(inputs[0].type);
  const results = inputs.map((x) => ({ type: x.type, data: allocate(x.type.element, x.type.size) }));
  for (const at of linesOf(shape, axis)) {
    sortedPositions(inputs, at, shape[axis], comparator).forEach((from, to) => {
      results.forEach((result, i) => writeElement(result.type.element, result.data, at(to), elementAt(inputs[i], at(from))));
    });
  }
  return results;
}

/** For each sorted element the position that it came from: the same sort with the positions as one more operand. */
export function sortPermutation(inputs: readonly Value[], axis: number, comparator: Region, b: Methods): Value {
  const { shape } = tensorTypeOf(inputs[0]);
  const positions = b.iota({ iotaDimension: axis, shape, element: i32 });
  const scalars = [...inputs, positions].flatMap((x) => [tensorType(tensorTypeOf(x).element, []), tensorType(tensorTypeOf(x).element, [])]);
  const extended = b.trace(scalars, (...args) => b.call(comparator, args.slice(0, 2 * inputs.length)));
  const sorted = b.sort([...inputs, positions], { dimension: axis, isStable: true, comparator: extended });
  return sorted[inputs.length];
}

/**
 * Sorts along `dimension` so that `comparator(left, right)` holds for no pair in the wrong order; several inputs move together.
 * Millrace's sort is stable whether `isStable` asks for it or not. Source: StableHLO specification, sort.
 */
export const sort: Primitive = definePrimitive({
  name: 'stablehlo.sort',
  operands: { inputs: variadic(anyTensor) },
  attributes: { dimension: withDefault(attr.int(), -1), isStable: withDefault(attr.boolean(), false) },
  regions: { comparator: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ inputs }) => inputs.length > 0 || 'at least one input is needed',
    c3: ({ inputs }) =>
      inputs.every((x) => sameShape(x.shape, inputs[0].shape)) || `inputs must have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c4: ({ inputs, dimension }) =>
      (dimension >= -inputs[0].rank && dimension < inputs[0].rank) || `dimension ${dimension} must be an axis of ${showShape(inputs[0].shape)}`,
    c5: ({ inputs, comparator }) => {
      const wanted = inputs.flatMap((x) => [tensorType(x.element, []), tensorType(x.element, [])]);
      const own = comparator.arguments.slice(-wanted.length).map((a) => a.type);
      const [result] = comparator.results;
      return (
        (own.length === wanted.length && own.every((t, i) => t === wanted[i]) && comparator.results.length === 1 && result.type === tensorType(i1, [])) ||
        `comparator must have type (${wanted.join(', ')}) → tensor<i1>`
      );
    },
  },
  infer: ({ inputs }) => inputs.map((x) => x.type),
  evaluate: ({ inputs, dimension, comparator }) => evaluateSort(inputs, adjusted(dimension, inputs[0].type.rank), comparator),
  derivative: {
    jvp: ({ inputs, dimension, comparator, tangents }, b) => {
      const axis = adjusted(dimension, tensorTypeOf(inputs[0]).rank);
      const permutation = sortPermutation(inputs, axis, comparator, b);
      return tangents.inputs.map((t) => t && takeAlong(t, permutation, axis, b));
    },
  },
  batch: ({ inputs, dimension, isStable, comparator, size }, b) => {
    if (usesBatch(comparator)) return 'loop';
    const axis = adjusted(dimension, inputs[0].type.rank) + 1;
    return b.sort(
      inputs.map((x) => batchOf(x, size, b)),
      { dimension: axis, isStable, comparator },
    );
  },
  lower: () => opaque('sort'),
  traits: { expensive: true },
});
