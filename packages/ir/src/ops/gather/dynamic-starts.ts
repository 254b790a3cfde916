/** What dynamic_slice and dynamic_update_slice share: start indices as scalars, one an axis, moved until the slice fits. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import type { Arg, Batched } from '../../primitive/index.ts';
import type { Dim } from '../../types/dim.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { tensorType } from '../../types/type.ts';
import { axesOf, batchOf, tensorTypeOf } from '../values.ts';
import type { GatherNumbers } from './gather-numbers.ts';

/** Starts clamped to [0, size - slice] on each axis. */
export const adjustedStarts = (starts: readonly Literal[], shape: readonly number[], slice: readonly number[]): number[] =>
  starts.map((s, axis) => Math.max(0, Math.min(Number(elementAt(s, 0)), shape[axis] - slice[axis])));

export const sameScalars = (starts: readonly Arg[]): true | string =>
  starts.every((s) => s.rank === 0 && s.type === starts[0].type) || `startIndices must be scalars of one type; got ${starts.map((s) => s.type).join(', ')}`;

/** For every example a start on each axis, [size, rank]; and the numbers of the gather that takes one slice an example. */
export function batchedStarts(starts: readonly Batched[], size: Dim, operandBatched: boolean, b: Methods): { indices: Value; numbers: GatherNumbers } {
  const columns = starts.map((s) => b.reshape(batchOf(s, size, b), { shape: [size, 1] }));
  const axes = axesOf(starts.length).map((a) => a + 1);
  return {
    indices: b.concatenate(columns, { dimension: 1 }),
    numbers: {
      offsetDims: axes,
      collapsedSliceDims: [],
      operandBatchingDims: operandBatched ? [0] : [],
      startIndicesBatchingDims: operandBatched ? [0] : [],
      startIndexMap: operandBatched ? axes : axesOf(starts.length),
      indexVectorDim: 1,
    },
  };
}

/** Start 0 for the batch axis, in the type of the other starts. */
export const zeroStart = (starts: readonly Batched[], b: Methods): Value => b.zeros(tensorType(tensorTypeOf(starts[0].value).element, []));
