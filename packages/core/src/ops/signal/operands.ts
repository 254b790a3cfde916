/** What functions of signals share: sizes that must be known, and other lengths along an axis. */
import { failure, isStatic, methods, showShape } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, fillTensor } from '../broadcast.ts';
import { sliceAxis } from '../indexing/slice.ts';

/** The size of an axis, which must be a number. Throws UnimplementedError where it is not known. */
export function knownSize(op: string, x: Tensor, axis: number): number {
  const size = x.type.shape[axis];
  if (!isStatic(size)) throw failure('unimplemented', { op, message: `the size of axis ${axis} of ${showShape(x.type.shape)} is not known` });
  return size;
}

/** Throws InvalidArgumentError for a tensor of fewer axes. */
export function requireRank(op: string, x: Tensor, least: number, name: string = 'x'): void {
  if (x.rank < least) throw failure('rank', { op, message: `${name} has shape ${showShape(x.type.shape)}`, valid: `rank ${least} or more` });
}

/** Entries added before and after an axis, all equal to `value`; negative counts take entries away. */
export function padAxis(x: Tensor, axis: number, before: number, after: number, value: number = 0): Tensor {
  if (before === 0 && after === 0) return x;
  const only = (n: number): number[] => x.type.shape.map((_, i) => (i === axis ? n : 0));
  return methods.pad(x, fillTensor(x.type.element, [], value), {
    edgePaddingLow: only(before),
    edgePaddingHigh: only(after),
    interiorPadding: only(0),
  }) as Tensor;
}

/** The first `length` entries of an axis, with zeros where there are fewer. */
export function resizeAxis(op: string, x: Tensor, axis: number, length: number): Tensor {
  const size = knownSize(op, x, axis);
  return length <= size ? sliceAxis(x, axis, 0, length) : padAxis(x, axis, 0, length - size);
}

/** Every element times a number. */
export const scaleBy = (x: Tensor, factor: number): Tensor => (factor === 1 ? x : (methods.multiply(x, constantLike(x, factor)) as Tensor));
