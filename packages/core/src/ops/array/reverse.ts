/** Reversing and rolling along axes. */
import { checkOptions, failure, i32, isStatic, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { type Axis, checkIntegers, resolveAxes, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastTensor, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { gatherAlong } from '../indexing/gather-along.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { integers } from '../math/families.ts';
import { concatTensors } from './join.ts';

/** The elements in reverse order along axes. Throws InvalidArgumentError for axes out of range or repeated. TensorFlow: `tf.reverse`. */
export function reverse<D extends DTypeName>(x: TensorLike<D>, axis: Axis): Tensor<D> {
  const operand = toTensor('reverse', x);
  if (axis === undefined || axis === null)
    throw failure('wrong-kind', { op: 'reverse', message: `axis is ${axis}`, valid: 'an integer or a list of integers' });
  const axes = resolveAxes('reverse', axis, operand.rank);
  return (axes.length === 0 ? operand : methods.reverse(operand, { dimensions: axes })) as Tensor<D>;
}

/**
 * The elements shifted along axes; what leaves at the end comes back at the start: `roll([0, 1, 2, 3, 4], 2, 0)` = [3, 4, 0, 1, 2].
 *
 * - Throws: InvalidArgumentError where `shift` and `axis` have different counts. TensorFlow: `tf.roll`.
 */
export function roll<D extends DTypeName>(x: TensorLike<D>, shift: number | readonly number[], axis: number | readonly number[]): Tensor<D> {
  const operand = toTensor('roll', x);
  const shifts = checkIntegers('roll', 'shift', shift);
  const axes = checkIntegers('roll', 'axis', axis).map((a) => resolveAxis('roll', a, operand.rank));
  if (shifts.length !== axes.length)
    throw failure('invalid-value', { op: 'roll', message: `shift has ${shifts.length} entries and axis has ${axes.length}`, valid: 'equal counts' });
  return axes.reduce((t, at, i) => rollAxis(t, shifts[i], at), operand as Tensor) as Tensor<D>;
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  const size = x.type.shape[axis];
  if (!isStatic(size)) throw failure('unimplemented', { op: 'roll', message: `the size of axis ${axis} is not known` });
  const start = size === 0 ? 0 : ((-shift % size) + size) % size;
  if (start === 0) return x;
  return concatTensors([sliceAxis(x, axis, start, size), sliceAxis(x, axis, 0, start)], axis);
}

export interface ReverseSequenceOptions {
  /** The axis that is reversed in part. */
  readonly seqAxis: number;
  /** The axis whose entries have lengths of their own. Default 0. */
  readonly batchAxis?: number;
}

/**
 * The first `lengths[b]` elements of each sequence b reversed; the rest stays.
 *
 * - Throws: InvalidArgumentError where lengths does not fit the batch axis. TensorFlow: `tf.reverse_sequence`.
 */
export function reverseSequence<D extends DTypeName>(x: TensorLike<D>, lengths: TensorLike, options: ReverseSequenceOptions): Tensor<D> {
  checkOptions('reverseSequence', options, ['seqAxis', 'batchAxis']);
  const operand = toTensor('reverseSequence', x);
  const counts = toTensor('reverseSequence', lengths, Array.isArray(lengths) ? i32 : undefined);
  requireKind('reverseSequence', counts, integers, 'lengths');
  const axis = resolveAxis('reverseSequence', options?.seqAxis, operand.rank, 'seqAxis');
  const batch = resolveAxis('reverseSequence', options.batchAxis ?? 0, operand.rank, 'batchAxis');
  const { shape } = operand.type;
  if (axis === batch) throw failure('invalid-value', { op: 'reverseSequence', message: `seqAxis and batchAxis are both ${axis}` });
  if (counts.rank !== 1 || counts.type.shape[0] !== shape[batch])
    throw failure('shape-mismatch', {
      op: 'reverseSequence',
      message: `lengths has shape ${showShape(counts.type.shape)}`,
      valid: `[${shape[batch]}], the size of axis ${batch}`,
    });
  const { element } = counts.type;
  const place = coordinates(shape, axis, element);
  const length = methods.broadcast(counts, shape, [batch]);
  const mirrored = methods.subtract(methods.subtract(length, broadcastTensor(toTensor('reverseSequence', 1, element), shape)), place);
  const source = methods.select(methods.compare(place, length, { comparisonDirection: 'LT' }), mirrored, place) as Tensor;
  return gatherAlong(operand, source, axis) as Tensor<D>;
}
