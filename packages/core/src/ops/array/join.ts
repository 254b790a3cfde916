/** Joining tensors and taking them apart: concat, stack, unstack, split. */
import { checkOptions, dispatch, failure, isStatic, primitives, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeName, dtypeOf } from '../../tensor/dtypes.ts';
import { checkInteger, checkIntegers, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { expandDims, reshapeTensor } from './reshape.ts';

/** Tensors of a list; literals adopt the dtype of the first. Throws for an empty list and for dtypes that differ. */
function tensorsOf<D extends DTypeName>(op: string, inputs: readonly TensorLike<D>[]): Tensor<D>[] {
  if (!Array.isArray(inputs)) throw failure('wrong-kind', { op, message: 'the inputs are no list', valid: 'a list of tensors' });
  if (inputs.length === 0) throw failure('value', { op, message: 'the list of inputs is empty', valid: 'at least one tensor' });
  const first = toTensor<D>(op, inputs[0]);
  const tensors = inputs.map((x, i) => (i === 0 ? first : toTensor<D>(op, x, first.type.element)));
  tensors.forEach((t, i) => {
    if (t.type.element !== first.type.element)
      throw failure('dtype-mismatch', {
        op,
        message: `inputs[${i}] is ${dtypeOf(t.type.element)} and inputs[0] is ${dtypeOf(first.type.element)}`,
        hint: `tf.cast(inputs[${i}], '${dtypeOf(first.type.element)}')`,
      });
  });
  return tensors;
}

/** Joins tensors of one dtype along a valid axis. */
export function concatTensors(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 1) return tensors[0];
  const { concatenate } = primitives;
  return dispatch(
    concatenate,
    tensors,
    attributesOf(concatenate, axis, () => ({ dimension: axis })),
  )[0] as Tensor;
}

/**
 * Joins tensors along an existing axis; all other sizes are equal.
 *
 * - Throws: ValueError for an empty list, InvalidArgumentError naming the index of the input that does not fit. TensorFlow: `tf.concat`.
 */
export function concat<D extends DTypeName>(inputs: readonly TensorLike<D>[], axis: number): Tensor<D> {
  const tensors = tensorsOf('concat', inputs);
  const [first] = tensors;
  const at = resolveAxis('concat', axis, first.rank);
  tensors.forEach((t, i) => {
    if (t.rank !== first.rank)
      throw failure('shape-mismatch', { op: 'concat', message: `inputs[${i}] has rank ${t.rank} and inputs[0] has rank ${first.rank}` });
    const other = t.type.shape.findIndex((d, k) => k !== at && !sameDim(d, first.type.shape[k]));
    if (other >= 0)
      throw failure('shape-mismatch', {
        op: 'concat',
        message: `inputs[${i}] has shape ${showShape(t.type.shape)} and inputs[0] has shape ${showShape(first.type.shape)}; they differ on axis ${other}`,
        valid: `shapes that are equal but for axis ${at}`,
      });
  });
  return concatTensors(tensors, at) as Tensor<D>;
}

export interface StackOptions {
  /** Where the new axis is, in [-rank - 1, rank]. Default 0. */
  readonly axis?: number;
}

/**
 * Joins tensors of one shape along a new axis.
 *
 * - Throws: ValueError for an empty list, InvalidArgumentError naming the index of the input that does not fit. TensorFlow: `tf.stack`.
 */
export function stack<D extends DTypeName>(inputs: readonly TensorLike<D>[], options: StackOptions = {}): Tensor<D> {
  checkOptions('stack', options, ['axis']);
  const tensors = tensorsOf('stack', inputs);
  const [first] = tensors;
  const axis = resolveAxis('stack', options.axis ?? 0, first.rank + 1);
  tensors.forEach((t, i) => {
    if (t.rank !== first.rank || !t.type.shape.every((d, k) => sameDim(d, first.type.shape[k])))
      throw failure('shape-mismatch', {
        op: 'stack',
        message: `inputs[${i}] has shape ${showShape(t.type.shape)} and inputs[0] has shape ${showShape(first.type.shape)}`,
      });
  });
  return concatTensors(
    tensors.map((t) => expandDims(t, axis)),
    axis,
  ) as Tensor<D>;
}

export interface UnstackOptions {
  /** The number of results, where the size of the axis is unknown; otherwise it is checked. */
  readonly num?: number;
  /** The axis to take apart. Default 0. */
  readonly axis?: number;
}

/**
 * The slices along an axis, without that axis.
 *
 * - Throws: InvalidArgumentError for an axis out of range or another `num`. TensorFlow: `tf.unstack`.
 */
export function unstack<D extends DTypeName>(x: TensorLike<D>, options: UnstackOptions = {}): Tensor<D>[] {
  checkOptions('unstack', options, ['num', 'axis']);
  const operand = toTensor('unstack', x);
  const axis = resolveAxis('unstack', options.axis ?? 0, operand.rank);
  const size = operand.type.shape[axis];
  const count = options.num === undefined ? size : checkInteger('unstack', 'num', options.num, { min: 0 });
  if (!isStatic(count)) throw failure('value', { op: 'unstack', message: `the size of axis ${axis} is not known`, hint: 'give num' });
  if (!sameDim(size, count)) throw failure('invalid-value', { op: 'unstack', message: `num is ${count} and axis ${axis} has size ${size}` });
  const rest = operand.type.shape.filter((_, i) => i !== axis);
  return Array.from({ length: count }, (_, i) => reshapeTensor(sliceAxis(operand, axis, i, i + 1), rest) as Tensor<D>);
}

export interface SplitOptions {
  /** The axis to split. Default 0. */
  readonly axis?: number;
}

/**
 * Parts of `x` along an axis: a number of equal parts, or a list of sizes, of which one may be -1 (what is left).
 *
 * - Throws: InvalidArgumentError where the parts do not fill the axis. TensorFlow: `tf.split`.
 */
export function split<D extends DTypeName>(x: TensorLike<D>, numOrSizes: number | readonly number[], options: SplitOptions = {}): Tensor<D>[] {
  checkOptions('split', options, ['axis']);
  const operand = toTensor('split', x);
  const axis = resolveAxis('split', options.axis ?? 0, operand.rank);
  const size = operand.type.shape[axis];
  if (!isStatic(size)) throw failure('value', { op: 'split', message: `the size of axis ${axis} is not known` });
  let start = 0;
  return sizesOfParts(numOrSizes, size, axis).map((part) => sliceAxis(operand, axis, start, (start += part)) as Tensor<D>);
}

function sizesOfParts(numOrSizes: number | readonly number[], size: number, axis: number): number[] {
  if (typeof numOrSizes === 'number') {
    const count = checkInteger('split', 'numOrSizes', numOrSizes, { min: 1 });
    if (size % count !== 0) throw failure('invalid-value', { op: 'split', message: `axis ${axis} has size ${size}, which ${count} does not divide` });
    return Array.from({ length: count }, () => size / count);
  }
  const sizes = checkIntegers('split', 'numOrSizes', numOrSizes, { min: -1 });
  const open = sizes.indexOf(-1);
  const known = sizes.reduce((sum, s) => sum + Math.max(s, 0), 0);
  const wrong = open >= 0 ? known > size || sizes.includes(-1, open + 1) : known !== size;
  if (wrong)
    throw failure('invalid-value', {
      op: 'split',
      message: `sizes ${showShape(sizes)} do not fill axis ${axis} of size ${size}`,
      valid: 'a list whose sum is the size; one entry may be -1',
    });
  return sizes.map((s) => (s === -1 ? size - known : s));
}
