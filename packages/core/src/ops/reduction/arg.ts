/** Places of the largest and smallest elements. */
import { checkOptions, type ElementType, failure, i32, i64, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, elementFor } from '../../tensor/dtypes.ts';
import { resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { convertTo } from '../math/cast.ts';
import { realNumeric } from '../math/families.ts';
import { maxOf, minOf } from './extremes.ts';
import { reduceWith, spreadAxes } from './family.ts';

export interface ArgOptions<D extends 'int32' | 'int64' = 'int64'> {
  /** The axis to reduce. Default 0. */
  readonly axis?: number;
  /** Default int64. */
  readonly outputType?: DTypeArgument<D>;
}

/** Above every index of an axis. */
const beyond = 2 ** 31 - 1;

/** The lowest index along `axis` of an element that equals the best one, or of a NaN where there is one; the axis is dropped. int32. */
function firstIndexOf(x: Tensor, axis: number, best: Tensor): Tensor {
  const spread = spreadAxes(best, x, [axis]);
  let hit = methods.compare(x, spread, { comparisonDirection: 'EQ' });
  if (x.type.element.kind === 'float') hit = methods.or(hit, methods.compare(x, x, { comparisonDirection: 'NE' }));
  const places = coordinates(x.type.shape, axis, i32);
  return reduceWith(methods.select(hit, places, constantLike(places, beyond)) as Tensor, [axis], 'minimum', beyond);
}

type Best = (x: Tensor, axes: readonly number[]) => Tensor;

function arg<D extends 'int32' | 'int64'>(op: string, best: Best, x: TensorLike, options: ArgOptions<D>): Tensor<D> {
  checkOptions(op, options, ['axis', 'outputType']);
  const given = toTensor(op, x);
  requireKind(op, given, ['boolean', ...realNumeric]);
  const operand = given.type.element.kind === 'boolean' ? convertTo(given, i32) : given;
  const axis = resolveAxis(op, options.axis ?? 0, operand.rank);
  const index: ElementType = elementFor(options.outputType as DTypeLike | undefined, i64);
  if (index.kind !== 'signed' && index.kind !== 'unsigned')
    throw failure('operand-type', { op, message: `outputType is ${index.name}`, valid: 'an integer dtype' });
  if (operand.type.shape[axis] === 0) throw failure('invalid-value', { op, message: `axis ${axis} has size 0`, valid: 'an axis with elements' });
  return convertTo(firstIndexOf(operand, axis, best(operand, [axis])), index) as Tensor<D>;
}

/**
 * The index of the largest element along an axis; of equal ones the lowest index. NaN counts as larger than every number.
 *
 * - Output: the shape without the axis, int64. Throws InvalidArgumentError for an axis without elements. TensorFlow: `tf.argmax`.
 */
export const argmax = <D extends 'int32' | 'int64' = 'int64'>(x: TensorLike, options: ArgOptions<D> = {}): Tensor<D> => arg('argmax', maxOf, x, options);

/**
 * The index of the smallest element along an axis; of equal ones the lowest index. NaN counts as smaller than every number.
 *
 * - Output: the shape without the axis, int64. Throws InvalidArgumentError for an axis without elements. TensorFlow: `tf.argmin`.
 */
export const argmin = <D extends 'int32' | 'int64' = 'int64'>(x: TensorLike, options: ArgOptions<D> = {}): Tensor<D> => arg('argmin', minOf, x, options);
