/** Largest and smallest elements, any and all, and the stable log-sum-exp. */
import { checkOptions, i64, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype, type DTypeArgument, type DTypeLike, type DTypeName } from '../../tensor/dtypes.ts';
import { resolveAxes } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, requireKind } from '../broadcast.ts';
import { floating, numeric, realNumeric } from '../math/families.ts';
import { keepAxes, type ReduceOptions, type Reduction, reduceWith, reduction, spreadAxes } from './family.ts';

/** The identity of maximum (first) or minimum: infinite for floats, else the limit of the dtype. */
function identityOf(x: Tensor, sign: -1 | 1): number {
  if (x.type.element.kind === 'float') return sign * Number.POSITIVE_INFINITY;
  return Number(sign < 0 ? x.dtype.min : x.dtype.max);
}

/** The maximum of an operand along axes that are dropped. */
export const maxOf = (x: Tensor, axes: readonly number[]): Tensor => reduceWith(x, axes, 'maximum', identityOf(x, -1));

/** The minimum of an operand along axes that are dropped. */
export const minOf = (x: Tensor, axes: readonly number[]): Tensor => reduceWith(x, axes, 'minimum', identityOf(x, 1));

/** The largest element; -Infinity (or the smallest integer) of nothing; NaN if any is NaN. Ties share the gradient equally. TensorFlow: `tf.reduce_max`. */
export const reduceMax: Reduction = reduction('reduceMax', realNumeric, maxOf);

/** The smallest element; Infinity (or the largest integer) of nothing; NaN if any is NaN. Ties share the gradient equally. TensorFlow: `tf.reduce_min`. */
export const reduceMin: Reduction = reduction('reduceMin', realNumeric, minOf);

/** Whether every element is true; true of nothing. TensorFlow: `tf.reduce_all`. */
export const reduceAll: (x: TensorLike, options?: ReduceOptions) => Tensor<'bool'> = reduction('reduceAll', ['boolean'], (x, axes) =>
  reduceWith(x, axes, 'and', 1),
) as (x: TensorLike, options?: ReduceOptions) => Tensor<'bool'>;

/** Whether some element is true; false of nothing. TensorFlow: `tf.reduce_any`. */
export const reduceAny: (x: TensorLike, options?: ReduceOptions) => Tensor<'bool'> = reduction('reduceAny', ['boolean'], (x, axes) =>
  reduceWith(x, axes, 'or', 0),
) as (x: TensorLike, options?: ReduceOptions) => Tensor<'bool'>;

/** log(Σ e^x), computed around the largest element so that nothing overflows; -Infinity of nothing. TensorFlow: `tf.reduce_logsumexp`. */
export const reduceLogsumexp: Reduction = reduction('reduceLogsumexp', floating, (x, axes) => {
  const largest = maxOf(x, axes);
  // An infinite maximum would make ∞ - ∞: subtract 0 there.
  const shift = methods.select(methods.isFinite(largest), largest, constantLike(largest, 0));
  const fixed = methods.stopGradient(shift) as Tensor;
  const spread = spreadAxes(fixed, x, axes);
  const sum = reduceWith(methods.exponential(methods.subtract(x, spread)) as Tensor, axes, 'add', 0);
  return methods.add(methods.log(sum), fixed) as Tensor;
});

export interface CountNonzeroOptions<D extends DTypeName = 'int64'> extends ReduceOptions {
  /** Dtype of the count. Default int64. */
  readonly dtype?: DTypeArgument<D>;
}

/** How many elements are not 0 (or are true). TensorFlow: `tf.math.count_nonzero`. */
export function countNonzero<D extends DTypeName = 'int64'>(x: TensorLike, options: CountNonzeroOptions<D> = {}): Tensor<D> {
  checkOptions('countNonzero', options, ['axis', 'keepdims', 'dtype']);
  const operand = toTensor('countNonzero', x);
  requireKind('countNonzero', operand, ['boolean', ...numeric]);
  const axes = resolveAxes('countNonzero', options.axis, operand.rank);
  const element = options.dtype === undefined ? i64 : asDtype(options.dtype as DTypeLike).element;
  const isNonzero = methods.compare(operand, constantLike(operand, 0), { comparisonDirection: 'NE' });
  const count = reduceWith(methods.convert(isNonzero, { element }) as Tensor, axes, 'add', 0);
  return (options.keepdims ? keepAxes(count, operand, axes) : count) as Tensor<D>;
}
