/** Sorting and searching. NaN counts as larger than every number: last in ascending order, first in descending order. */
import { checkOptions, type ElementType, failure, i32, isStatic, methods, type Region, tensorType, trace } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkChoice, checkInteger, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { commonDtype, constantLike, fillTensor, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { convertTo } from '../math/cast.ts';
import { realNumeric } from '../math/families.ts';
import { gatherAlong } from './gather-along.ts';

export interface SortOptions {
  /** The axis to sort along. Default -1. */
  readonly axis?: number;
  /** Default ASCENDING. */
  readonly direction?: 'ASCENDING' | 'DESCENDING';
}

const directions = ['ASCENDING', 'DESCENDING'] as const;
const comparators = new Map<string, Region>();

/** The comparator of a sort, one for each direction and types: floats in total order, so that NaN has a place. */
function comparatorFor(element: ElementType, direction: string, positions: boolean): Region {
  const key = `${direction}:${element.name}:${positions}`;
  let region = comparators.get(key);
  if (!region) {
    const comparisonDirection = direction === 'ASCENDING' ? 'LT' : 'GT';
    const scalar = tensorType(element, []);
    const place = tensorType(i32, []);
    const options = element.kind === 'float' ? ({ comparisonDirection, compareType: 'TOTALORDER' } as const) : ({ comparisonDirection } as const);
    region = trace(positions ? [scalar, scalar, place, place] : [scalar, scalar], (a, b) => [methods.compare(a, b, options)]);
    comparators.set(key, region);
  }
  return region;
}

/** A NaN whose sign bit is set would come first in total order: all become the one NaN that comes last. */
function canonical(x: Tensor): Tensor {
  if (x.type.element.kind !== 'float') return x;
  const isNan = methods.compare(x, x, { comparisonDirection: 'NE' });
  return methods.select(isNan, constantLike(x, Number.NaN), x) as Tensor;
}

function readSort(op: string, x: TensorLike, options: SortOptions, more: readonly string[]): { operand: Tensor; axis: number; direction: string } {
  checkOptions(op, options, ['axis', 'direction', ...more]);
  const operand = toTensor(op, x);
  requireKind(op, operand, realNumeric);
  const direction = checkChoice(op, 'direction', options.direction ?? 'ASCENDING', directions);
  return { operand, axis: resolveAxis(op, options.axis ?? -1, operand.rank), direction };
}

/**
 * The elements sorted along an axis.
 *
 * - Throws: InvalidArgumentError for an axis out of range, ValueError for an unknown direction. TensorFlow: `tf.sort`.
 */
export function sort<D extends DTypeName>(x: TensorLike<D>, options: SortOptions = {}): Tensor<D> {
  const { operand, axis, direction } = readSort('sort', x, options, []);
  const comparator = comparatorFor(operand.type.element, direction, false);
  return methods.sort([canonical(operand)], { dimension: axis, isStable: true, comparator })[0] as Tensor<D>;
}

export interface ArgsortOptions extends SortOptions {
  /** Whether equal elements keep their order. They always do. */
  readonly stable?: boolean;
}

/** The indices that sort an axis, int32; equal elements keep their order. TensorFlow: `tf.argsort`. */
export function argsort(x: TensorLike, options: ArgsortOptions = {}): Tensor<'int32'> {
  const { operand, axis, direction } = readSort('argsort', x, options, ['stable']);
  const places = coordinates(operand.type.shape, axis, i32);
  const comparator = comparatorFor(operand.type.element, direction, true);
  return methods.sort([canonical(operand), places], { dimension: axis, isStable: true, comparator })[1] as Tensor<'int32'>;
}

export interface TopKOptions {
  /** How many elements of each row. Default 1. */
  readonly k?: number;
  /** Whether they come in descending order; they always do. Default true. */
  readonly sorted?: boolean;
}

/**
 * The k largest elements of each row (last axis), largest first, and their int32 indices. Of equal elements the lower index comes first.
 *
 * - Throws: InvalidArgumentError for a k larger than the row. TensorFlow: `tf.math.top_k`.
 */
export function topK<D extends DTypeName>(x: TensorLike<D>, options: TopKOptions = {}): { values: Tensor<D>; indices: Tensor<'int32'> } {
  checkOptions('topK', options, ['k', 'sorted']);
  const operand = toTensor('topK', x);
  requireKind('topK', operand, realNumeric);
  if (operand.rank < 1) throw failure('rank', { op: 'topK', message: 'x is a scalar', valid: 'rank 1 or more' });
  const k = checkInteger('topK', 'k', options.k ?? 1, { min: 0 });
  const size = operand.type.shape[operand.rank - 1];
  if (isStatic(size) && k > size) throw failure('invalid-value', { op: 'topK', message: `k is ${k} and rows have ${size} elements`, valid: `0 to ${size}` });
  const [values, indices] = methods.topK(canonical(operand), { k });
  return { values: values as Tensor<D>, indices: indices as Tensor<'int32'> };
}

/**
 * Whether each target is among the k largest entries of its row. A target out of range, or a row with a value that is not finite at the target, gives false.
 *
 * - targets: [batch] indices, predictions: [batch, classes]. TensorFlow: `tf.math.in_top_k`.
 */
export function inTopK(targets: TensorLike, predictions: TensorLike, k: number): Tensor<'bool'> {
  const scores = toTensor('inTopK', predictions);
  const places = toTensor('inTopK', targets, Array.isArray(targets) ? i32 : undefined);
  requireKind('inTopK', scores, ['float'], 'predictions');
  requireKind('inTopK', places, ['signed', 'unsigned'], 'targets');
  const count = checkInteger('inTopK', 'k', k, { min: 0 });
  if (scores.rank !== 2 || places.rank !== 1)
    throw failure('rank', { op: 'inTopK', message: `targets has rank ${places.rank} and predictions rank ${scores.rank}`, valid: 'ranks 1 and 2' });
  const classes = scores.type.shape[1];
  const hit = methods.compare(methods.broadcast(places, scores.type.shape, [0]), coordinates(scores.type.shape, 1, places.type.element), {
    comparisonDirection: 'EQ',
  });
  const sum = (mask: Parameters<typeof methods.select>[0], x: Tensor): Tensor => methods.sum(methods.select(mask, x, constantLike(x, 0)), [1]) as Tensor;
  const own = sum(hit, scores);
  const larger = methods.compare(scores, methods.broadcast(own, scores.type.shape, [0]), { comparisonDirection: 'GT' });
  const ones = convertTo(larger as Tensor, i32);
  const rank = methods.sum(ones, [1]) as Tensor;
  const zero = constantLike(places, 0);
  const inRange = methods.and(
    methods.compare(places, zero, { comparisonDirection: 'GE' }),
    methods.compare(places, isStatic(classes) ? constantLike(places, classes) : zero, { comparisonDirection: 'LT' }),
  );
  const valid = methods.and(inRange, methods.isFinite(own));
  return methods.and(valid, methods.compare(rank, constantLike(rank, count), { comparisonDirection: 'LT' })) as Tensor<'bool'>;
}

export interface SearchsortedOptions<D extends 'int32' | 'int64' = 'int32'> {
  /** Where equal values go: before them (left) or after (right). Default left. */
  readonly side?: 'left' | 'right';
  /** Default int32. */
  readonly outType?: DTypeArgument<D>;
}

/**
 * For each value the index at which it would be inserted into its sorted row: `searchsorted([-1, 3.3, 9.1, 10], [0, 4.1, 12])` = [1, 2, 4].
 * Binary search over whole arrays.
 *
 * - sortedSequence: [..., n], values: [..., m] with equal leading sizes. Output: the shape of `values`.
 * - Throws: InvalidArgumentError for other leading sizes, ValueError for an unknown side. TensorFlow: `tf.searchsorted`.
 */
export function searchsorted<D extends 'int32' | 'int64' = 'int32'>(
  sortedSequence: TensorLike,
  values: TensorLike,
  options: SearchsortedOptions<D> = {},
): Tensor<D> {
  checkOptions('searchsorted', options, ['side', 'outType']);
  const [sequence, wanted] = commonDtype('searchsorted', [sortedSequence, values], ['sortedSequence', 'values']);
  requireKind('searchsorted', sequence, realNumeric, 'sortedSequence');
  const side = checkChoice('searchsorted', 'side', options.side ?? 'left', ['left', 'right']);
  const { shape } = sequence.type;
  const axis = sequence.rank - 1;
  const leads = sequence.rank >= 1 && wanted.rank === sequence.rank && wanted.type.shape.slice(0, -1).every((d, i) => d === shape[i]);
  if (!leads)
    throw failure('shape-mismatch', {
      op: 'searchsorted',
      message: `sortedSequence [${shape.join(', ')}] and values [${wanted.type.shape.join(', ')}]`,
      valid: 'equal leading sizes',
    });
  const size = shape[axis];
  if (!isStatic(size)) throw failure('unimplemented', { op: 'searchsorted', message: 'the length of the sequence is not known' });
  let count = fillTensor(i32, wanted.type.shape, 0);
  const comparisonDirection = side === 'left' ? 'LT' : 'LE';
  for (let step = 2 ** Math.floor(Math.log2(Math.max(size, 1))); size > 0 && step >= 1; step /= 2) {
    const candidate = methods.add(count, constantLike(count, step)) as Tensor;
    const place = methods.minimum(methods.subtract(candidate, constantLike(count, 1)), constantLike(count, size - 1)) as Tensor;
    const below = methods.compare(gatherAlong(sequence, place, axis), wanted, { comparisonDirection });
    const fits = methods.compare(candidate, constantLike(count, size), { comparisonDirection: 'LE' });
    count = methods.select(methods.and(below, fits), candidate, count) as Tensor;
  }
  return convertTo(count, elementFor(options.outType as DTypeLike | undefined, i32)) as Tensor<D>;
}
