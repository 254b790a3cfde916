/** Contiguous slices. */
import { type Dim, failure, isStatic, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { AxisSlice } from './axis-slice.ts';

/** What to take of each axis: start, limit (exclusive) and positive stride. */
export interface AxisRange {
  readonly start: number;
  readonly limit: Dim;
  readonly stride: number;
}

/** Takes a range of each axis; ranges that cover everything cost nothing. */
export function sliceRanges(x: Tensor, ranges: readonly AxisRange[]): Tensor {
  const { shape } = x.type;
  if (ranges.every((r, i) => r.start === 0 && r.limit === shape[i] && r.stride === 1)) return x;
  // The limit of a whole axis may be a size that arrives with the data.
  const limitIndices = ranges.map((r) => r.limit);
  return methods.slice(x, { startIndices: ranges.map((r) => r.start), limitIndices, strides: ranges.map((r) => r.stride) }) as Tensor;
}

/** The part [start, limit) of one axis. */
export function sliceAxis(x: Tensor, axis: number, start: number, limit: number, stride: number = 1): Tensor {
  return sliceRanges(
    x,
    x.type.shape.map((d, i) => (i === axis ? { start, limit, stride } : { start: 0, limit: d, stride: 1 })),
  );
}

/**
 * The part of `x` that begins at `begin` and has `size` on each axis; -1 means to the end.
 *
 * With numbers only, a range for `x.at(...)`: `tf.slice(1, -1, 2)` is Python's `1:-1:2`, null an open end.
 *
 * - Throws: InvalidArgumentError where begin + size passes the end of an axis. TensorFlow: `tf.slice`.
 */
export function slice(start: number | null, stop?: number | null, step?: number | null): AxisSlice;
export function slice<D extends DTypeName>(x: TensorLike<D>, begin: readonly number[] | number, size: readonly number[] | number): Tensor<D>;
export function slice(x: TensorLike | null, begin?: readonly number[] | number | null, size?: readonly number[] | number | null): Tensor | AxisSlice {
  if (x === null || typeof x === 'number') return new AxisSlice(x, begin as number | null, size as number | null);
  const operand = toTensor('slice', x);
  return sliceRanges(operand, checkRanges(operand, begin, size));
}

function checkRanges(x: Tensor, begin: unknown, size: unknown): AxisRange[] {
  const { shape } = x.type;
  const starts = checkIntegers('slice', 'begin', begin, { min: 0 });
  const sizes = checkIntegers('slice', 'size', size, { min: -1 });
  if (starts.length !== shape.length || sizes.length !== shape.length)
    throw failure('invalid-value', {
      op: 'slice',
      message: `begin ${showShape(starts)} and size ${showShape(sizes)} for shape ${showShape(shape)}`,
      valid: `${shape.length} entries each`,
    });
  return shape.map((d, i) => {
    const limit = sizes[i] === -1 ? d : starts[i] + sizes[i];
    if (isStatic(d) && (starts[i] > d || (limit as number) > d))
      throw failure('index-out-of-range', {
        op: 'slice',
        message: `begin[${i}] = ${starts[i]} and size[${i}] = ${sizes[i]} pass the end of axis ${i}, whose size is ${d}`,
      });
    return { start: starts[i], limit, stride: 1 };
  });
}
