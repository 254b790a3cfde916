/** Where the windows of a gather or scatter begin: index vectors read once, as flat offsets. */
import { type Attributes, staticShape, stridesOf, type TensorType } from '@millrace/ir';
import { contiguous, type Storage } from '../../../memory/storage.ts';

/** Dimension numbers in gather's words. */
export interface WindowNumbers {
  /** Axes of the result (or the updates) along which a window lies. */
  readonly offsetDims: readonly number[];
  readonly collapsedSliceDims: readonly number[];
  readonly operandBatchingDims: readonly number[];
  readonly startIndicesBatchingDims: readonly number[];
  readonly startIndexMap: readonly number[];
  readonly indexVectorDim: number;
}

export const gatherNumbersOf = (attributes: Attributes): WindowNumbers => attributes.dimensionNumbers as unknown as WindowNumbers;

/** A scatter's numbers in gather's words. */
export function scatterNumbersOf(attributes: Attributes): WindowNumbers {
  const n = attributes.scatterDimensionNumbers as unknown as Readonly<Record<string, readonly number[]>> & { readonly indexVectorDim: number };
  return {
    offsetDims: n.updateWindowDims,
    collapsedSliceDims: n.insertedWindowDims,
    operandBatchingDims: n.inputBatchingDims,
    startIndicesBatchingDims: n.scatterIndicesBatchingDims,
    startIndexMap: n.scatterDimsToOperandDims,
    indexVectorDim: n.indexVectorDim,
  };
}

/** One window for each index vector, in row-major order of the indices without the index vector's axis. */
export interface IndexWindows {
  readonly count: number;
  /** First position along each operand dimension, `rank` numbers a window. Batching dimensions included; not clamped. */
  readonly starts: Float64Array;
  /** Coordinates of the window in the indices' batch axes, `batchRank` numbers a window. */
  readonly batches: Int32Array;
  readonly batchRank: number;
}

export function readWindows(indices: Storage, type: TensorType, rank: number, n: WindowNumbers): IndexWindows {
  const shape = staticShape(type);
  const data = contiguous(indices, type);
  const strides = stridesOf(shape);
  const isVector = n.indexVectorDim < shape.length;
  const axes = shape.map((_, axis) => axis).filter((axis) => axis !== n.indexVectorDim);
  const step = isVector ? strides[n.indexVectorDim] : 0;
  const count = axes.reduce((product, axis) => product * shape[axis], 1);
  const starts = new Float64Array(count * rank);
  const batches = new Int32Array(count * axes.length);
  // The place of each batching dimension among the batch axes.
  const batching = n.startIndicesBatchingDims.map((d) => axes.indexOf(d));
  const index = new Array<number>(axes.length).fill(0);
  for (let w = 0; w < count; w++) {
    let at = 0;
    for (let i = 0; i < axes.length; i++) {
      at += index[i] * strides[axes[i]];
      batches[w * axes.length + i] = index[i];
    }
    for (let k = 0; k < n.startIndexMap.length; k++) starts[w * rank + n.startIndexMap[k]] = Number(data[at + k * step]);
    for (let i = 0; i < batching.length; i++) starts[w * rank + n.operandBatchingDims[i]] = index[batching[i]];
    for (let i = axes.length - 1; i >= 0 && ++index[i] === shape[axes[i]]; i--) index[i] = 0;
  }
  return { count, starts, batches, batchRank: axes.length };
}

/** The operand's axes that a window keeps, in order. */
export const windowAxes = (rank: number, n: WindowNumbers): number[] =>
  Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !n.collapsedSliceDims.includes(axis) && !n.operandBatchingDims.includes(axis));
