/** Cutting signals into frames that may overlap, and adding such frames up. */
import {
  addDims,
  buildLiteral,
  ceilDivDims,
  type Dim,
  floorDivDims,
  i32,
  isStatic,
  maxDims,
  methods,
  multiplyDims,
  subtractDims,
  tensorType,
} from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { permute } from '../array/transpose.ts';
import { fillTensor, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { sliceAxis, sliceRanges } from '../indexing/slice.ts';
import { numeric } from '../math/families.ts';
import { reduceWith } from '../reduction/family.ts';
import { requireOptions } from '../required-options.ts';
import { knownSize, padAxis, requireRank } from './operands.ts';

export interface FrameOptions {
  /** Elements of a frame. */
  readonly frameLength: number;
  /** From the start of a frame to the start of the next. */
  readonly frameStep: number;
  /** Whether frames that pass the end are filled up with `padValue`; otherwise they are left out. Default false. */
  readonly padEnd?: boolean;
  /** Default 0. */
  readonly padValue?: number;
  /** Default -1. */
  readonly axis?: number;
}

/** The number of frames of a signal of n elements. */
const frameCount = (n: number, length: number, step: number, padEnd: boolean): number =>
  padEnd ? Math.ceil(n / step) : n < length ? 0 : 1 + Math.floor((n - length) / step);

/** Frames along one axis. */
export function framesOf(x: Tensor, axis: number, length: number, step: number, padEnd: boolean, padValue: number = 0): Tensor {
  const { shape } = x.type;
  const n = shape[axis];
  if (!isStatic(n)) return framesOfOpen(x, axis, n, { length, step, padEnd, padValue });
  const count = frameCount(n, length, step, padEnd);
  const result: Dim[] = [...shape.slice(0, axis), count, length, ...shape.slice(axis + 1)];
  if (count === 0) return fillTensor(x.type.element, result, 0);
  const needed = (count - 1) * step + length;
  const long = padAxis(x, axis, 0, Math.max(0, needed - n), padValue);
  // Frames side by side are the signal itself.
  if (step === length) return reshapeTensor(sliceAxis(long, axis, 0, needed), result);
  const indices = methods.constant(buildLiteral(tensorType(i32, [count * length]), (i) => Math.floor(i / length) * step + (i % length)));
  const others = shape.map((_, i) => i).filter((i) => i !== axis);
  const taken = methods.gather(long, indices, {
    dimensionNumbers: {
      offsetDims: others,
      collapsedSliceDims: [axis],
      operandBatchingDims: [],
      startIndicesBatchingDims: [],
      startIndexMap: [axis],
      indexVectorDim: 1,
    },
    sliceSizes: shape.map((d, i) => (i === axis ? 1 : d)),
  }) as Tensor;
  return reshapeTensor(taken, result);
}

/** Frames along an axis whose size arrives with the data: indices are computed, and those past the end are replaced where they are padding. */
function framesOfOpen(x: Tensor, axis: number, n: Dim, { length, step, padEnd, padValue }: Framing): Tensor {
  const { shape, element } = x.type;
  // Sizes are divided where they cannot be negative.
  const count = padEnd ? ceilDivDims(n, step) : floorDivDims(maxDims(subtractDims(n, length - step), 0), step);
  const places: Dim[] = [count, length];
  const starts = methods.multiply(coordinates(places, 0, i32), fillTensor(i32, places, step));
  const indices = methods.add(starts, coordinates(places, 1, i32)) as Tensor;
  const taken = methods.gather(x, indices, {
    dimensionNumbers: {
      offsetDims: shape.flatMap((_, i) => (i === axis ? [] : [i < axis ? i : i + 1])),
      collapsedSliceDims: [axis],
      operandBatchingDims: [],
      startIndicesBatchingDims: [],
      startIndexMap: [axis],
      indexVectorDim: 2,
    },
    sliceSizes: shape.map((d, i) => (i === axis ? 1 : d)),
  }) as Tensor;
  if (!padEnd) return taken;
  const size = methods.broadcast(methods.getDimensionSize(x, { dimension: axis }), places, []);
  const inside = methods.compare(indices, size, { comparisonDirection: 'LT' });
  const result = taken.type.shape;
  return methods.select(methods.broadcast(inside, result, [axis, axis + 1]), taken, fillTensor(element, result, padValue)) as Tensor;
}

interface Framing {
  readonly length: number;
  readonly step: number;
  readonly padEnd: boolean;
  readonly padValue: number;
}

/**
 * Frames of a signal: [..., n, ...] → [..., frames, frameLength, ...].
 *
 * - Throws: ValueError for lengths below 1, InvalidArgumentError for an axis out of range. TensorFlow: `tf.signal.frame`.
 *
 * @example
 * tf.signal.frame([1, 2, 3, 4, 5], { frameLength: 3, frameStep: 2 }).array(); // [[1, 2, 3], [3, 4, 5]]
 */
export function frame<D extends DTypeName>(signal: TensorLike<D>, options: FrameOptions): Tensor<D> {
  requireOptions('frame', options, ['frameLength', 'frameStep', 'padEnd', 'padValue', 'axis'], ['frameLength', 'frameStep']);
  const operand = toTensor('frame', signal);
  const axis = resolveAxis('frame', options.axis ?? -1, operand.rank);
  const length = checkInteger('frame', 'frameLength', options.frameLength, { min: 1 });
  const step = checkInteger('frame', 'frameStep', options.frameStep, { min: 1 });
  return framesOf(operand, axis, length, step, options.padEnd ?? false, options.padValue ?? 0) as Tensor<D>;
}

export interface OverlapAndAddOptions {
  /** From the start of a frame to the start of the next; at most a frame's length, or gaps are zeros. */
  readonly frameStep: number;
}

/**
 * The sum of frames that overlap: [..., frames, frameLength] → [..., (frames - 1) frameStep + frameLength].
 *
 * - Throws: InvalidArgumentError for rank below 2, ValueError for a step below 1. TensorFlow: `tf.signal.overlap_and_add`.
 */
export function overlapAndAdd<D extends DTypeName>(signal: TensorLike<D>, options: OverlapAndAddOptions): Tensor<D> {
  requireOptions('overlapAndAdd', options, ['frameStep'], ['frameStep']);
  const operand = toTensor('overlapAndAdd', signal);
  requireKind('overlapAndAdd', operand, numeric, 'signal');
  requireRank('overlapAndAdd', operand, 2, 'signal');
  const step = checkInteger('overlapAndAdd', 'frameStep', options.frameStep, { min: 1 });
  knownSize('overlapAndAdd', operand, operand.rank - 1);
  return addFrames(operand, step) as Tensor<D>;
}

/**
 * Each frame is cut into segments of one step. Segment s of frame f belongs to step f + s of the result: with the segments in rows of their own, row s
 * moves s places to the right. Rows that are filled up to `frames + segments` places and then read as rows one place shorter have moved just so.
 */
export function addFrames(x: Tensor, step: number): Tensor {
  const { shape, rank } = x.type;
  const leading = shape.slice(0, -2);
  const frames = shape[rank - 2];
  const length = shape[rank - 1] as number;
  const total = maxDims(addDims(multiplyDims(addDims(frames, -1), step), length), 0);
  if (frames === 0) return fillTensor(x.type.element, [...leading, total], 0);
  const segments = Math.max(1, Math.ceil(length / step));
  const cut = reshapeTensor(padAxis(x, rank - 1, 0, segments * step - length), [...leading, frames, segments, step]);
  const axes = leading.map((_, i) => i);
  const bySegment = permute(cut, [...axes, rank - 1, rank - 2, rank]);
  const long = padAxis(bySegment, rank - 1, 0, segments);
  const [places, shorter] = [addDims(frames, segments), addDims(frames, segments - 1)];
  const flat = firstOf(reshapeTensor(long, [...leading, multiplyDims(places, segments), step]), rank - 2, multiplyDims(shorter, segments));
  const moved = reshapeTensor(flat, [...leading, segments, shorter, step]);
  const sum = reduceWith(moved, [rank - 2], 'add', 0);
  return firstOf(reshapeTensor(sum, [...leading, multiplyDims(shorter, step)]), rank - 2, total);
}

/** The first `limit` entries of an axis. */
const firstOf = (x: Tensor, axis: number, limit: Dim): Tensor =>
  sliceRanges(
    x,
    x.type.shape.map((d, i) => ({ start: 0, limit: i === axis ? limit : d, stride: 1 })),
  );
