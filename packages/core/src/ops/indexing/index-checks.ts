/** The check of indices before a gather or scatter, whose primitives clamp or skip what is out of range. */
import { type Dim, type ElementType, isStatic, methods, type Value } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, fillTensor } from '../broadcast.ts';
import { checkElements } from '../check.ts';
import { convertTo } from '../math/cast.ts';
import { reduceWith } from '../reduction/family.ts';

/** The largest value of an integer type. */
const largest = ({ kind, bits }: ElementType): number => 2 ** (kind === 'signed' ? bits - 1 : bits) - 1;

/** The size of an axis as a scalar of the indices' type; one that the type cannot hold, so that no index can reach it, as its largest value. */
function boundOf(source: Tensor, axis: number, element: ElementType): Tensor {
  const size: Dim = source.type.shape[axis];
  if (isStatic(size)) return fillTensor(element, [], Math.min(size, largest(element)));
  return convertTo(methods.getDimensionSize(source, { dimension: axis }) as Tensor, element);
}

const within = (indices: Tensor, bound: Value): Tensor =>
  methods.and(
    methods.compare(indices, constantLike(indices, 0), { comparisonDirection: 'GE' }),
    methods.compare(indices, bound, { comparisonDirection: 'LT' }),
  ) as Tensor;

/** Whether each index is in [0, size of an axis of `source`). */
export function isInRange(indices: Tensor, source: Tensor, axis: number): Tensor {
  return within(indices, methods.broadcast(boundOf(source, axis, indices.type.element), indices.type.shape, []));
}

const fitsType = (source: Tensor, axes: readonly number[], element: ElementType): boolean =>
  axes.every((axis) => !isStatic(source.type.shape[axis]) || (source.type.shape[axis] as number) <= largest(element));

/** Raises unless each index is in [0, size of `axis`). */
export function checkIndices(op: string, indices: Tensor, source: Tensor, axis: number, name: string = 'indices'): void {
  const { element, shape } = indices.type;
  // Where the type cannot hold the size, every index that is not negative is valid.
  if (!fitsType(source, [axis], element)) {
    checkCoordinates(op, indices, source, []);
    return;
  }
  const bound = boundOf(source, axis, element);
  const valid = within(indices, methods.broadcast(bound, shape, []));
  checkElements(valid, [indices, bound], {
    op,
    code: 'index-out-of-range',
    message: `${name}${shape.length > 0 ? '[{position}]' : ''} = {0} is not in [0, {1})`,
  });
}

/** Raises unless the coordinates along the last axis of `indices` are in the sizes of `axes`. */
export function checkCoordinates(op: string, indices: Tensor, source: Tensor, axes: readonly number[]): void {
  const { element, shape } = indices.type;
  const message = 'indices[{position}] = {0} is not in [0, {1})';
  if (axes.length === 0 || !fitsType(source, axes, element)) {
    const valid = methods.compare(indices, constantLike(indices, 0), { comparisonDirection: 'GE' }) as Tensor;
    checkElements(valid, [indices], { op, code: 'index-out-of-range', message: 'indices[{position}] = {0} is negative' });
    return;
  }
  const bounds = axes.map((axis) => methods.reshapeTo(boundOf(source, axis, element), [1]));
  const row = bounds.length === 1 ? bounds[0] : methods.concatenate(bounds, { dimension: 0 });
  const spread = methods.broadcast(row, shape, [shape.length - 1]) as Tensor;
  checkElements(within(indices, spread), [indices, spread], { op, code: 'index-out-of-range', message });
}

/** Whether all coordinates along the last axis of `indices` are in range; that axis is dropped. */
export function coordinatesInRange(indices: Tensor, source: Tensor, axes: readonly number[]): Tensor {
  const { element, shape } = indices.type;
  const last = shape.length - 1;
  const bounds = axes.map((axis) => methods.reshapeTo(boundOf(source, axis, element), [1]));
  const row = bounds.length === 1 ? bounds[0] : methods.concatenate(bounds, { dimension: 0 });
  return reduceWith(within(indices, methods.broadcast(row, shape, [last])), [last], 'and', 1);
}
