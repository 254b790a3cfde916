/** Repeating: tile and repeat. */
import { checkOptions, failure, isStatic, methods, multiplyDims, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkIntegers, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { gather } from '../indexing/gather.ts';
import { reshapeTensor } from './reshape.ts';

/**
 * `x` repeated as a whole, `multiples[i]` times along axis i.
 *
 * - Throws: InvalidArgumentError unless there is one multiple an axis. TensorFlow: `tf.tile`.
 */
export function tile<D extends DTypeName>(x: TensorLike<D>, multiples: readonly number[]): Tensor<D> {
  const operand = toTensor('tile', x);
  const times = checkIntegers('tile', 'multiples', multiples, { min: 0 });
  const { shape } = operand.type;
  if (times.length !== shape.length)
    throw failure('invalid-value', { op: 'tile', message: `multiples ${showShape(times)} for shape ${showShape(shape)}`, valid: `${shape.length} entries` });
  if (times.every((t) => t === 1)) return operand as Tensor<D>;
  // Each axis gets an axis of copies before it; both become one.
  const spread = methods.broadcast(
    operand,
    shape.flatMap((d, i) => [times[i], d]),
    shape.map((_, i) => 2 * i + 1),
  ) as Tensor;
  return reshapeTensor(
    spread,
    shape.map((d, i) => multiplyDims(d, times[i])),
  ) as Tensor<D>;
}

export interface RepeatOptions {
  /** The axis along which slices are repeated. Default: the elements of the flattened tensor. */
  readonly axis?: number;
}

/**
 * Each slice along an axis repeated in place: `repeat([1, 2], [3, 0])` = [1, 1, 1]. `repeats` is one number, or one for each slice.
 *
 * - Throws: InvalidArgumentError where the count of `repeats` is not the size of the axis. TensorFlow: `tf.repeat`.
 */
export function repeat<D extends DTypeName>(x: TensorLike<D>, repeats: number | readonly number[], options: RepeatOptions = {}): Tensor<D> {
  checkOptions('repeat', options, ['axis']);
  const given = toTensor('repeat', x);
  const operand = options.axis === undefined ? reshapeTensor(given, [given.type.shape.reduce(multiplyDims, 1)]) : given;
  const axis = resolveAxis('repeat', options.axis ?? 0, operand.rank);
  const counts = checkIntegers('repeat', 'repeats', repeats, { min: 0 });
  const { shape } = operand.type;
  if (counts.length === 1) {
    const spread = methods.broadcast(
      operand,
      [...shape.slice(0, axis + 1), counts[0], ...shape.slice(axis + 1)],
      shape.map((_, i) => (i <= axis ? i : i + 1)),
    ) as Tensor;
    return reshapeTensor(
      spread,
      shape.map((d, i) => (i === axis ? multiplyDims(d, counts[0]) : d)),
    ) as Tensor<D>;
  }
  const size = shape[axis];
  if (!isStatic(size) || counts.length !== size)
    throw failure('invalid-value', {
      op: 'repeat',
      message: `repeats has ${counts.length} entries and axis ${axis} has size ${size}`,
      valid: 'one entry, or one for each slice',
    });
  const indices = counts.flatMap((count, i) => new Array<number>(count).fill(i));
  return gather(operand, toTensor('repeat', Int32Array.from(indices)), { axis }) as Tensor<D>;
}
