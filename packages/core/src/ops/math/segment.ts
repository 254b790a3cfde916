/** Reductions of rows by segment: result row s combines the rows whose id is s. */
import { type CombinerName, checkOptions, combinerRegion, dispatch, failure, i32, isStatic, methods, primitives, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { constantLike, fillTensor, type Kinds, requireKind } from '../broadcast.ts';
import { checkElements } from '../check.ts';
import { spreadAxes } from '../reduction/family.ts';
import { convertTo } from './cast.ts';
import { floatingOrComplex, integers, numeric, realNumeric } from './families.ts';

interface Segmentation {
  readonly data: Tensor;
  readonly ids: Tensor;
  readonly count: number;
}

/** Combines rows into `count` rows that start as `initial`; rows with a negative id are dropped. */
function combineRows({ data, ids, count }: Segmentation, combiner: CombinerName, initial: number): Tensor {
  const { element, shape } = data.type;
  const window = shape.slice(ids.rank);
  const target = fillTensor(element, [count, ...window], initial);
  const { scatter } = primitives;
  const attributes = scatter.complete({
    scatterDimensionNumbers: {
      updateWindowDims: window.map((_, i) => ids.rank + i),
      insertedWindowDims: [0],
      scatterDimsToOperandDims: [0],
      indexVectorDim: ids.rank,
    },
  });
  return dispatch(scatter, [target, ids, data], attributes, [combinerRegion(combiner, element)])[0] as Tensor;
}

/** How many rows each segment has, in the data's dtype, as a column that divides the result. */
function countRows(s: Segmentation): Tensor {
  const ones = constantLike(convertTo(s.ids, i32), 1);
  const counts = convertTo(combineRows({ ...s, data: ones }, 'add', 0), s.data.type.element);
  const shape = [s.count, ...s.data.type.shape.slice(s.ids.rank)];
  const like = fillTensor(s.data.type.element, shape, 0);
  return spreadAxes(
    methods.maximum(counts, constantLike(counts, 1)) as Tensor,
    like,
    shape.slice(1).map((_, i) => i + 1),
  );
}

type Combine = (s: Segmentation) => Tensor;
const sumRows: Combine = (s) => combineRows(s, 'add', 0);

const meanRows: Combine = (s) => methods.divide(sumRows(s), countRows(s)) as Tensor;
const maxRows: Combine = (s) => combineRows(s, 'maximum', Number(s.data.dtype.min));
const minRows: Combine = (s) => combineRows(s, 'minimum', Number(s.data.dtype.max));
const prodRows: Combine = (s) => combineRows(s, 'multiply', 1);
const sqrtRows: Combine = (s) => methods.divide(sumRows(s), methods.sqrt(countRows(s))) as Tensor;

function readSegments(op: string, x: TensorLike, ids: TensorLike, kinds: Kinds): { data: Tensor; ids: Tensor } {
  const data = toTensor(op, x);
  requireKind(op, data, kinds);
  const segments = toTensor(op, ids, Array.isArray(ids) ? i32 : undefined);
  requireKind(op, segments, integers, 'segmentIds');
  const { shape } = data.type;
  if (segments.rank > shape.length || segments.rank === 0 || !segments.type.shape.every((d, i) => sameDim(d, shape[i])))
    throw failure('shape-mismatch', {
      op,
      message: `segmentIds has shape ${showShape(segments.type.shape)}`,
      valid: `the leading axes of x, ${showShape(shape)}`,
    });
  return { data, ids: segments };
}

/**
 * Rows combined by id into `numSegments` rows. Rows with a negative id are dropped.
 * Throws InvalidArgumentError for an id of `numSegments` or more.
 */
export type UnsortedSegment = <D extends DTypeName>(x: TensorLike<D>, segmentIds: TensorLike, numSegments: number) => Tensor<D>;

function unsorted(op: string, kinds: Kinds, combine: Combine): UnsortedSegment {
  return <D extends DTypeName>(x: TensorLike<D>, segmentIds: TensorLike, numSegments: number): Tensor<D> => {
    const { data, ids } = readSegments(op, x, segmentIds, kinds);
    const count = checkInteger(op, 'numSegments', numSegments, { min: 0 });
    const bound = fillTensor(ids.type.element, [], count);
    const valid = methods.compare(ids, constantLike(ids, count), { comparisonDirection: 'LT' }) as Tensor;
    checkElements(valid, [ids, bound], { op, code: 'index-out-of-range', message: 'segmentIds[{position}] = {0} is not below {1}' });
    return combine({ data, ids, count }) as Tensor<D>;
  };
}

/** Sums by id; 0 for an id without rows. TensorFlow: `tf.math.unsorted_segment_sum`. */
export const unsortedSegmentSum: UnsortedSegment = unsorted('unsortedSegmentSum', numeric, sumRows);
/** Means by id; 0 for an id without rows. TensorFlow: `tf.math.unsorted_segment_mean`. */
export const unsortedSegmentMean: UnsortedSegment = unsorted('unsortedSegmentMean', floatingOrComplex, meanRows);
/** Maxima by id; the lowest finite value of the dtype for an id without rows. TensorFlow: `tf.math.unsorted_segment_max`. */
export const unsortedSegmentMax: UnsortedSegment = unsorted('unsortedSegmentMax', realNumeric, maxRows);
/** Minima by id; the highest finite value of the dtype for an id without rows. TensorFlow: `tf.math.unsorted_segment_min`. */
export const unsortedSegmentMin: UnsortedSegment = unsorted('unsortedSegmentMin', realNumeric, minRows);
/** Products by id; 1 for an id without rows. TensorFlow: `tf.math.unsorted_segment_prod`. */
export const unsortedSegmentProd: UnsortedSegment = unsorted('unsortedSegmentProd', numeric, prodRows);
/** Sums by id over the root of the number of rows; 0 for an id without rows. TensorFlow: `tf.math.unsorted_segment_sqrt_n`. */
export const unsortedSegmentSqrtN: UnsortedSegment = unsorted('unsortedSegmentSqrtN', floatingOrComplex, sqrtRows);

/**
 * Rows combined by sorted ids; the number of rows is the last id + 1. Missing ids give 0 (prod: 1). The ids are read, so they must be eager.
 * Throws InvalidArgumentError for ids that decrease or are negative.
 */
export type SortedSegment = <D extends DTypeName>(x: TensorLike<D>, segmentIds: TensorLike) => Tensor<D>;

function sorted(op: string, kinds: Kinds, combine: Combine, fillsZero: boolean): SortedSegment {
  return <D extends DTypeName>(x: TensorLike<D>, segmentIds: TensorLike): Tensor<D> => {
    const { data, ids } = readSegments(op, x, segmentIds, kinds);
    if (ids.rank !== 1) throw failure('rank', { op, message: `segmentIds has rank ${ids.rank}`, valid: 'rank 1' });
    if (ids.builder !== eager)
      throw failure('unimplemented', {
        op,
        message: 'needs eager ids: the size of its result depends on them',
        hint: 'the unsorted form, which takes numSegments',
      });
    const values = Array.from(eager.dataOf(ids, op) as ArrayLike<number | bigint>, Number);
    values.forEach((id, i) => {
      if (id < 0 || (i > 0 && id < values[i - 1]))
        throw failure('invalid-value', {
          op,
          message: `segmentIds[${i}] = ${id}${i > 0 ? ` after ${values[i - 1]}` : ''}`,
          valid: 'ids from 0 that do not decrease',
        });
    });
    const count = values.length === 0 ? 0 : values[values.length - 1] + 1;
    const combined = combine({ data, ids, count });
    return (fillsZero ? zeroMissing(combined, ids, count) : combined) as Tensor<D>;
  };
}

/** 0 in rows that no id names. */
function zeroMissing(combined: Tensor, ids: Tensor, count: number): Tensor {
  const ones = constantLike(convertTo(ids, i32), 1);
  const rows = combineRows({ data: ones, ids, count }, 'add', 0);
  const isThere = methods.compare(rows, constantLike(rows, 0), { comparisonDirection: 'GT' });
  const others = combined.type.shape.slice(1).map((_, i) => i + 1);
  return methods.select(spreadAxes(isThere as Tensor, combined, others), combined, constantLike(combined, 0)) as Tensor;
}

/** Sums by sorted id. TensorFlow: `tf.math.segment_sum`. */
export const segmentSum: SortedSegment = sorted('segmentSum', numeric, sumRows, false);
/** Means by sorted id. TensorFlow: `tf.math.segment_mean`. */
export const segmentMean: SortedSegment = sorted('segmentMean', floatingOrComplex, meanRows, false);
/** Maxima by sorted id. TensorFlow: `tf.math.segment_max`. */
export const segmentMax: SortedSegment = sorted('segmentMax', realNumeric, maxRows, true);
/** Minima by sorted id. TensorFlow: `tf.math.segment_min`. */
export const segmentMin: SortedSegment = sorted('segmentMin', realNumeric, minRows, true);
/** Products by sorted id. TensorFlow: `tf.math.segment_prod`. */
export const segmentProd: SortedSegment = sorted('segmentProd', numeric, prodRows, false);

export interface BincountOptions {
  /** What each value adds. Default 1, an int32. */
  readonly weights?: TensorLike;
  /** The result has at least this length. Default 0. */
  readonly minlength?: number;
  /** Values of this and more are dropped. */
  readonly maxlength?: number;
  /** Whether the result says only which values appear. Default false. */
  readonly binaryOutput?: boolean;
}

/**
 * How often each integer from 0 appears. The length is the largest value + 1, so the values are read and must be eager.
 *
 * - Throws: InvalidArgumentError for negative values. TensorFlow: `tf.math.bincount`.
 */
export function bincount(x: TensorLike, options: BincountOptions = {}): Tensor {
  checkOptions('bincount', options, ['weights', 'minlength', 'maxlength', 'binaryOutput']);
  const given = toTensor('bincount', x, Array.isArray(x) ? i32 : undefined);
  requireKind('bincount', given, integers);
  if (!isStatic(given.size) || given.builder !== eager)
    throw failure('unimplemented', { op: 'bincount', message: 'needs an eager tensor: the size of its result depends on data' });
  const ids = reshapeTensor(given, [given.size]);
  const values = Array.from(eager.dataOf(ids, 'bincount') as ArrayLike<number | bigint>, Number);
  values.forEach((v, i) => {
    if (v < 0) throw failure('invalid-value', { op: 'bincount', message: `x holds ${v} at ${i}`, valid: 'integers from 0' });
  });
  const least = checkInteger('bincount', 'minlength', options.minlength ?? 0, { min: 0 });
  const most = options.maxlength === undefined ? Number.POSITIVE_INFINITY : checkInteger('bincount', 'maxlength', options.maxlength, { min: 0 });
  const largest = values.reduce((a, b) => Math.max(a, b), -1);
  const count = Math.min(Math.max(largest + 1, least), most);
  const weights = options.weights === undefined ? fillTensor(i32, [ids.size], 1) : reshapeTensor(toTensor('bincount', options.weights), [ids.size]);
  const counts = combineRows({ data: weights, ids, count }, 'add', 0);
  if (!options.binaryOutput) return counts;
  return convertTo(methods.compare(counts, constantLike(counts, 0), { comparisonDirection: 'NE' }) as Tensor, counts.type.element);
}

export interface ConfusionMatrixOptions {
  /** Default: the largest label or prediction + 1. */
  readonly numClasses?: number;
  /** What each pair adds. Default 1. */
  readonly weights?: TensorLike;
}

/**
 * The matrix that counts, in row l and column p, how often label l was predicted as p.
 *
 * - Output: [numClasses, numClasses], int32 or the dtype of the weights. Throws InvalidArgumentError for a class out of range. TensorFlow: `tf.math.confusion_matrix`.
 */
export function confusionMatrix(labels: TensorLike, predictions: TensorLike, options: ConfusionMatrixOptions = {}): Tensor {
  checkOptions('confusionMatrix', options, ['numClasses', 'weights']);
  const [rows, columns] = [labels, predictions].map((v, k) => {
    const t = toTensor('confusionMatrix', v, Array.isArray(v) ? i32 : undefined);
    requireKind('confusionMatrix', t, integers, k === 0 ? 'labels' : 'predictions');
    return convertTo(t, i32);
  });
  if (rows.rank !== 1 || rows.type !== columns.type)
    throw failure('shape-mismatch', {
      op: 'confusionMatrix',
      message: `labels is ${rows.type} and predictions ${columns.type}`,
      valid: 'two vectors of one length',
    });
  const classes =
    options.numClasses === undefined ? largestClass(rows, columns) : checkInteger('confusionMatrix', 'numClasses', options.numClasses, { min: 1 });
  for (const [name, t] of [
    ['labels', rows],
    ['predictions', columns],
  ] as const) {
    const bound = fillTensor(i32, [], classes);
    const valid = methods.and(
      methods.compare(t, constantLike(t, 0), { comparisonDirection: 'GE' }),
      methods.compare(t, constantLike(t, classes), { comparisonDirection: 'LT' }),
    ) as Tensor;
    checkElements(valid, [t, bound], { op: 'confusionMatrix', code: 'index-out-of-range', message: `${name}[{position}] = {0} is not in [0, {1})` });
  }
  const ids = methods.add(methods.multiply(rows, constantLike(rows, classes)), columns) as Tensor;
  const data = options.weights === undefined ? constantLike(rows, 1) : toTensor('confusionMatrix', options.weights);
  return reshapeTensor(combineRows({ data, ids, count: classes * classes }, 'add', 0), [classes, classes]);
}

function largestClass(...tensors: readonly Tensor[]): number {
  if (tensors.some((t) => t.builder !== eager))
    throw failure('value', { op: 'confusionMatrix', message: 'numClasses is missing', hint: 'give it inside traced functions' });
  let largest = 0;
  for (const t of tensors) for (const v of eager.dataOf(t, 'confusionMatrix') as Int32Array) largest = Math.max(largest, v);
  return largest + 1;
}
