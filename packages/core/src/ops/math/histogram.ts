/** Counting values by interval. NaN counts nowhere in histograms, and buckets to the last interval. */
import { checkOptions, f32, failure, i32, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { type DTypeArgument, type DTypeLike, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { constantLike, requireKind } from '../broadcast.ts';
import { searchsorted } from '../indexing/sort.ts';
import { convertTo } from './cast.ts';
import { realNumeric } from './families.ts';
import { unsortedSegmentSum } from './segment.ts';

export interface HistogramOptions<D extends 'int32' | 'int64' = 'int32'> {
  /** Number of intervals. Default 100. */
  readonly nbins?: number;
  /** Default int32. */
  readonly dtype?: DTypeArgument<D>;
}

function checkRange(op: string, range: readonly [number, number]): readonly [number, number] {
  const isPair = Array.isArray(range) && range.length === 2 && range.every((v) => typeof v === 'number' && Number.isFinite(v));
  if (!isPair || !(range[0] < range[1])) throw failure('value', { op, message: `range is ${describe(range)}`, valid: 'two finite numbers, the smaller first' });
  return range;
}

/**
 * For each value the index of its interval among `nbins` equal ones over `range`; values outside go to the first or last.
 *
 * - Output: the shape of `values`. Throws ValueError for a range that is none. TensorFlow: `tf.histogram_fixed_width_bins`.
 */
export function histogramFixedWidthBins<D extends 'int32' | 'int64' = 'int32'>(
  values: TensorLike,
  range: readonly [number, number],
  options: HistogramOptions<D> = {},
): Tensor<D> {
  const op = 'histogramFixedWidthBins';
  checkOptions(op, options, ['nbins', 'dtype']);
  const operand = toTensor(op, values);
  requireKind(op, operand, realNumeric, 'values');
  const [low, high] = checkRange(op, range);
  const bins = checkInteger(op, 'nbins', options.nbins ?? 100, { min: 1 });
  const real = operand.type.element.kind === 'float' ? operand : convertTo(operand, f32);
  const scaled = methods.multiply(methods.subtract(real, constantLike(real, low)), constantLike(real, bins / (high - low)));
  const clamped = methods.clamp(constantLike(real, 0), methods.floor(scaled), constantLike(real, bins - 1));
  return convertTo(clamped as Tensor, elementFor(options.dtype as DTypeLike | undefined, i32)) as Tensor<D>;
}

/**
 * How many values fall in each of `nbins` equal intervals over `range`; values outside count in the first or last, NaN nowhere.
 *
 * - Output: [nbins]. Throws ValueError for a range that is none. TensorFlow: `tf.histogram_fixed_width`.
 */
export function histogramFixedWidth<D extends 'int32' | 'int64' = 'int32'>(
  values: TensorLike,
  range: readonly [number, number],
  options: HistogramOptions<D> = {},
): Tensor<D> {
  checkOptions('histogramFixedWidth', options, ['nbins', 'dtype']);
  const operand = toTensor('histogramFixedWidth', values);
  const bins = histogramFixedWidthBins(operand, range, { nbins: options.nbins });
  // A negative id is dropped.
  const isNumber = methods.compare(operand, operand, { comparisonDirection: 'EQ' });
  const ids = reshapeTensor(methods.select(isNumber, bins, constantLike(bins, -1)) as Tensor, [operand.size]);
  const ones = constantLike(convertTo(ids, elementFor(options.dtype as DTypeLike | undefined, i32)), 1);
  return unsortedSegmentSum(ones, ids, options.nbins ?? 100) as Tensor<D>;
}

/**
 * For each value the number of boundaries that are not above it: boundaries [0, 10] put -1 in 0, 5 in 1, 10 in 2.
 *
 * - Output: int32, the shape of `x`. Throws ValueError for boundaries that are not sorted. TensorFlow: `tf.raw_ops.Bucketize`.
 */
export function bucketize(x: TensorLike, boundaries: readonly number[]): Tensor<'int32'> {
  const operand = toTensor('bucketize', x);
  requireKind('bucketize', operand, realNumeric);
  const valid = Array.isArray(boundaries) && boundaries.every((b, i) => typeof b === 'number' && !Number.isNaN(b) && (i === 0 || b >= boundaries[i - 1]));
  if (!valid) throw failure('value', { op: 'bucketize', message: `boundaries is ${describe(boundaries)}`, valid: 'numbers in ascending order' });
  const real = operand.type.element.kind === 'float' ? operand : convertTo(operand, f32);
  const flat = reshapeTensor(real, [operand.size]);
  const sorted = toTensor('bucketize', boundaries as number[], real.type.element);
  return reshapeTensor(searchsorted(sorted, flat, { side: 'right' }), operand.type.shape) as Tensor<'int32'>;
}
