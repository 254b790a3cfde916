/** Indexing as in Python: numbers, ranges with steps of either sign, new axes, an ellipsis. */
import { checkOptions, type Dim, failure, isStatic, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger, checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { AxisSlice } from './axis-slice.ts';
import { type AxisRange, sliceRanges } from './slice.ts';

/** Inserts an axis of size 1. TensorFlow: `tf.newaxis`. */
export const newaxis: unique symbol = Symbol('newaxis');
/** Stands for as many whole axes as are left. Python: `...`. */
export const ellipsis: unique symbol = Symbol('ellipsis');

/** One entry of an index: a number drops its axis; null takes the whole axis; a range; `newaxis`; `ellipsis`. */
export type IndexSpec = number | null | AxisSlice | typeof newaxis | typeof ellipsis;

/**
 * The part of `x` that an index names, as `x[...]` in Python. Axes without an entry are taken whole.
 *
 * - Throws: InvalidArgumentError for a number out of range or too many entries; bounds of ranges are clamped. TensorFlow: `tf.Tensor.__getitem__`.
 *
 * @example
 * at(tf.constant([[1, 2, 3], [4, 5, 6]]), null, tf.slice(null, null, -1)); // [[3, 2, 1], [6, 5, 4]]
 */
export function at<D extends DTypeName>(x: TensorLike<D>, ...spec: readonly IndexSpec[]): Tensor<D> {
  return indexTensor('at', toTensor('at', x), spec) as Tensor<D>;
}

interface Plan {
  readonly ranges: AxisRange[];
  readonly reversed: number[];
  /** Sizes of the result; filled with the axes that stay. */
  readonly shape: Dim[];
}

/** Takes what a list of entries names. */
export function indexTensor(op: string, x: Tensor, spec: readonly IndexSpec[]): Tensor {
  const { shape } = x.type;
  const plan: Plan = { ranges: [], reversed: [], shape: [] };
  for (const entry of expandEllipsis(op, spec, shape)) {
    if (entry === newaxis) plan.shape.push(1);
    else planAxis(op, entry, plan.ranges.length, shape, plan);
  }
  const taken = sliceRanges(x, plan.ranges);
  const ordered = plan.reversed.length > 0 ? (methods.reverse(taken, { dimensions: plan.reversed }) as Tensor) : taken;
  return reshapeTensor(ordered, plan.shape);
}

type AxisEntry = number | null | AxisSlice;

/** Replaces the ellipsis, and the missing end, by whole axes. */
function expandEllipsis(op: string, spec: readonly IndexSpec[], shape: readonly Dim[]): (AxisEntry | typeof newaxis)[] {
  const used = spec.filter((s) => s !== newaxis && s !== ellipsis).length;
  if (used > shape.length)
    throw failure('rank', { op, message: `the index has ${used} entries for shape ${showShape(shape)}`, valid: `at most ${shape.length}` });
  if (spec.filter((s) => s === ellipsis).length > 1) throw failure('invalid-value', { op, message: 'the index has more than one ellipsis' });
  const whole = new Array<null>(shape.length - used).fill(null);
  const place = spec.indexOf(ellipsis);
  const expanded = place < 0 ? [...spec, ...whole] : [...spec.slice(0, place), ...whole, ...spec.slice(place + 1)];
  return expanded as (AxisEntry | typeof newaxis)[];
}

function planAxis(op: string, entry: AxisEntry, axis: number, shape: readonly Dim[], plan: Plan): void {
  const size = shape[axis];
  if (entry === null || (entry instanceof AxisSlice && entry.isWhole)) {
    plan.ranges.push({ start: 0, limit: size, stride: 1 });
    plan.shape.push(size);
    return;
  }
  if (!isStatic(size))
    throw failure('unimplemented', { op, message: `the size of axis ${axis} of ${showShape(shape)} is not known`, hint: 'null takes the whole axis' });
  if (entry instanceof AxisSlice) {
    const { first, count, step } = entry.resolve(size);
    const lowest = step > 0 ? first : first + (count - 1) * step;
    const stride = Math.abs(step);
    plan.ranges.push(count === 0 ? { start: 0, limit: 0, stride: 1 } : { start: lowest, limit: lowest + (count - 1) * stride + 1, stride });
    if (step < 0 && count > 1) plan.reversed.push(axis);
    plan.shape.push(count);
    return;
  }
  const index = checkInteger(op, `the index of axis ${axis}`, entry);
  if (index < -size || index >= size)
    throw failure('index-out-of-range', { op, message: `index ${index} of axis ${axis} is not in [0, ${size})`, valid: `${-size} to ${size - 1}` });
  const start = index < 0 ? index + size : index;
  plan.ranges.push({ start, limit: start + 1, stride: 1 });
}

/**
 * Indexing in Python's notation, as a template: x.sl`0, 1:-1:2, ..., None`. Values may be put in: x.sl`${i}, :`.
 *
 * - Throws: ValueError naming the entry that cannot be read; else as `at`.
 */
export function sl<D extends DTypeName>(x: TensorLike<D>, strings: TemplateStringsArray | string, ...values: readonly (number | string)[]): Tensor<D> {
  if (typeof strings !== 'string' && !(Array.isArray(strings) && strings.every((s) => typeof s === 'string')))
    throw failure('wrong-kind', { op: 'sl', message: `the index is ${describe(strings)}`, valid: 'text such as 0, 1:-1:2, ...' });
  const text = typeof strings === 'string' ? strings : strings.map((s, i) => s + (i < values.length ? String(values[i]) : '')).join('');
  return indexTensor('sl', toTensor('sl', x), parseIndex(text)) as Tensor<D>;
}

/** The entries of an index in Python's notation. Throws ValueError. */
export function parseIndex(text: string): IndexSpec[] {
  const parts = text.trim() === '' ? [] : text.split(',').map((p) => p.trim());
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  return parts.map((part): IndexSpec => {
    if (part === '...') return ellipsis;
    if (part === 'None' || part === 'newaxis') return newaxis;
    if (part === ':') return null;
    if (/^[+-]?\d+$/.test(part)) return Number(part);
    const bounds = /^([+-]?\d*)\s*:\s*([+-]?\d*)(?:\s*:\s*([+-]?\d*))?$/.exec(part);
    if (!bounds) throw failure('value', { op: 'sl', message: `cannot read '${part}' in '${text}'`, valid: '0, 1:-1:2, ..., None' });
    const [start, stop, step] = [1, 2, 3].map((i) => (bounds[i] === undefined || bounds[i] === '' ? null : Number(bounds[i])));
    return new AxisSlice(start, stop, step);
  });
}

export interface StridedSliceOptions {
  /** Steps; not 0, may be negative. Default: all 1. */
  readonly strides?: readonly number[];
  /** Bit i: entry i of `begin` counts as absent. */
  readonly beginMask?: number;
  readonly endMask?: number;
  /** Bit i: entry i is an ellipsis. */
  readonly ellipsisMask?: number;
  /** Bit i: entry i inserts an axis of size 1. */
  readonly newAxisMask?: number;
  /** Bit i: entry i takes the one element at `begin` and drops the axis. */
  readonly shrinkAxisMask?: number;
}

const stridedKeys = ['strides', 'beginMask', 'endMask', 'ellipsisMask', 'newAxisMask', 'shrinkAxisMask'];

/**
 * The part of `x` from `begin` to `end` (exclusive) with steps, by axis; masks as in TensorFlow.
 *
 * - Throws: InvalidArgumentError for lists of different lengths, a stride 0, or an index out of range. TensorFlow: `tf.strided_slice`.
 */
export function stridedSlice<D extends DTypeName>(
  x: TensorLike<D>,
  begin: readonly number[],
  end: readonly number[],
  options: StridedSliceOptions = {},
): Tensor<D> {
  checkStridedOptions(options);
  const operand = toTensor('stridedSlice', x);
  const starts = checkIntegers('stridedSlice', 'begin', begin);
  const stops = checkIntegers('stridedSlice', 'end', end);
  const steps = options.strides === undefined ? starts.map(() => 1) : checkIntegers('stridedSlice', 'strides', options.strides);
  if (starts.length !== stops.length || starts.length !== steps.length)
    throw failure('invalid-value', {
      op: 'stridedSlice',
      message: `begin, end and strides have ${starts.length}, ${stops.length} and ${steps.length} entries`,
      valid: 'equal counts',
    });
  const has = (mask: number | undefined, i: number): boolean => ((mask ?? 0) & (1 << i)) !== 0;
  const spec = starts.map((start, i): IndexSpec => {
    if (has(options.ellipsisMask, i)) return ellipsis;
    if (has(options.newAxisMask, i)) return newaxis;
    if (has(options.shrinkAxisMask, i)) return start;
    return new AxisSlice(has(options.beginMask, i) ? null : start, has(options.endMask, i) ? null : stops[i], steps[i]);
  });
  return indexTensor('stridedSlice', operand, spec) as Tensor<D>;
}

function checkStridedOptions(options: StridedSliceOptions): void {
  checkOptions('stridedSlice', options, stridedKeys);
  for (const key of stridedKeys.slice(1)) {
    const mask = options[key as 'beginMask'];
    if (mask !== undefined) checkInteger('stridedSlice', key, mask, { min: 0, max: 2 ** 31 - 1 });
  }
}
