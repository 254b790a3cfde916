/** Small questions that rules of many primitives ask about their operands. */
import type { Methods } from '../builder/methods.ts';
import type { Value } from '../builder/value.ts';
import type { Batched } from '../primitive/index.ts';
import { type Dim, isStatic } from '../types/dim.ts';
import { isComplex, isDifferentiable } from '../types/element.ts';
import type { TensorType } from '../types/type.ts';

/** The type of a value that is known to be a tensor. */
export const tensorTypeOf = (v: Value): TensorType => v.type as TensorType;

/** Whether a value is a tensor that has tangents. */
export const isDifferentiableValue = (v: Value): boolean => v.type.kind === 'tensor' && isDifferentiable(v.type.element);

/** [0, 1, …, rank - 1]. */
export const axesOf = (rank: number): number[] => Array.from({ length: rank }, (_, i) => i);

/** The axes below `rank` that are not in `taken`, ascending. */
export const otherAxes = (rank: number, taken: readonly number[]): number[] => axesOf(rank).filter((i) => !taken.includes(i));

/** Whether every entry is an axis of a tensor of this rank. */
export const isAxes = (axes: readonly number[], rank: number): boolean => axes.every((d) => d >= 0 && d < rank);
export const isUnique = (axes: readonly number[]): boolean => new Set(axes).size === axes.length;
export const isSorted = (axes: readonly number[]): boolean => axes.every((d, i) => i === 0 || axes[i - 1] <= d);

/** Axes of one example as axes of a batch, whose batch axis is first. */
export const shiftAxes = (axes: readonly number[]): number[] => axes.map((a) => a + 1);

/** The whole batch of an operand, batch axis first; one that all examples share is repeated. */
export function batchOf({ value, batched, type }: Batched, size: Dim, b: Methods): Value {
  return batched ? value : b.broadcast(value, [size, ...type.shape], shiftAxes(axesOf(type.rank)));
}

/** A value in another real or complex element type, or itself where it has that type. Complex to real takes the real part. */
export function convertTo(x: Value, like: TensorType, b: Methods): Value {
  const { element } = tensorTypeOf(x);
  if (element === like.element) return x;
  return b.convert(isComplex(element) && !isComplex(like.element) ? b.real(x) : x, { element: like.element });
}

/** Reorders axes so that what was axis i becomes axis `positions[i]`. */
export function placeAxes(x: Value, positions: readonly number[], b: Methods): Value {
  if (positions.every((p, i) => p === i)) return x;
  return b.transpose(x, { permutation: positions.map((_, axis) => positions.indexOf(axis)) });
}

/** Splits axis `axis` of size a * b into two axes of sizes a and b. */
export function splitAxis(x: Value, axis: number, sizes: readonly [Dim, Dim], b: Methods): Value {
  const { shape } = tensorTypeOf(x);
  return b.reshape(x, { shape: [...shape.slice(0, axis), ...sizes, ...shape.slice(axis + 1)] });
}

/** The number of elements along `axes`, as a scalar of x's element type; sizes that arrive with the data are asked for. */
export function elementCount(x: Value, axes: readonly number[], b: Methods): Value {
  const { shape, element } = tensorTypeOf(x);
  const known = axes.map((axis) => shape[axis]).filter(isStatic);
  const first = b.scalar(
    element,
    known.reduce((n, d) => n * d, 1),
  );
  return axes
    .filter((axis) => !isStatic(shape[axis]))
    .reduce((count, axis) => b.multiply(count, b.convert(b.getDimensionSize(x, { dimension: axis }), { element })), first);
}
