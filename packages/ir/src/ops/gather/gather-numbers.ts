/** The dimension numbers that gather, dynamic_gather and scatter share, with the map from a result (or update) coordinate to an operand coordinate. */

import { flatIndex } from '../../evaluate/index-space.ts';
import { type AttributeSpec, attr, withDefault } from '../../primitive/index.ts';
import type { Dim } from '../../types/dim.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { type Shape, staticShape } from '../../types/type.ts';
import { otherAxes } from '../values.ts';

/** `#stablehlo.gather<...>`. For a scatter, see `asGather`. */
export type GatherNumbers = {
  readonly offsetDims: readonly number[];
  readonly collapsedSliceDims: readonly number[];
  readonly operandBatchingDims: readonly number[];
  readonly startIndicesBatchingDims: readonly number[];
  readonly startIndexMap: readonly number[];
  readonly indexVectorDim: number;
};

/** `#stablehlo.scatter<...>`. */
export type ScatterNumbers = {
  readonly updateWindowDims: readonly number[];
  readonly insertedWindowDims: readonly number[];
  readonly inputBatchingDims: readonly number[];
  readonly scatterIndicesBatchingDims: readonly number[];
  readonly scatterDimsToOperandDims: readonly number[];
  readonly indexVectorDim: number;
};

const axisList = withDefault(attr.ints({ list: 'plain' }), []);

export const gatherNumbers: AttributeSpec<GatherNumbers> = attr.record(
  {
    offsetDims: axisList,
    collapsedSliceDims: axisList,
    operandBatchingDims: axisList,
    startIndicesBatchingDims: axisList,
    startIndexMap: axisList,
    indexVectorDim: withDefault(attr.int(), 0),
  },
  { mlir: 'gather' },
);

export const scatterNumbers: AttributeSpec<ScatterNumbers> = attr.record(
  {
    updateWindowDims: axisList,
    insertedWindowDims: axisList,
    inputBatchingDims: axisList,
    scatterIndicesBatchingDims: axisList,
    scatterDimsToOperandDims: axisList,
    indexVectorDim: withDefault(attr.int(), 0),
  },
  { mlir: 'scatter' },
);

/** A scatter's numbers in the words of the gather that reads what the scatter writes. */
export const asGather = (n: ScatterNumbers): GatherNumbers => ({
  offsetDims: n.updateWindowDims,
  collapsedSliceDims: n.insertedWindowDims,
  operandBatchingDims: n.inputBatchingDims,
  startIndicesBatchingDims: n.scatterIndicesBatchingDims,
  startIndexMap: n.scatterDimsToOperandDims,
  indexVectorDim: n.indexVectorDim,
});

export const asScatter = (n: GatherNumbers): ScatterNumbers => ({
  updateWindowDims: n.offsetDims,
  insertedWindowDims: n.collapsedSliceDims,
  inputBatchingDims: n.operandBatchingDims,
  scatterIndicesBatchingDims: n.startIndicesBatchingDims,
  scatterDimsToOperandDims: n.startIndexMap,
  indexVectorDim: n.indexVectorDim,
});

/** The axes of the operand that a window keeps, in order: its offset (or update window) axes. */
export const windowAxes = (rank: number, n: GatherNumbers): number[] => otherAxes(rank, [...n.collapsedSliceDims, ...n.operandBatchingDims]);

/** The shape of a gather's result: sizes of the indices without the index vector, with the window's sizes at `offsetDims`. */
export function gatheredShape(indices: Shape, window: readonly Dim[], n: GatherNumbers): Dim[] {
  const batch = indices.filter((_, d) => d !== n.indexVectorDim);
  const offsets = windowAxes(window.length, n).map((d) => window[d]);
  let [nextBatch, nextOffset] = [0, 0];
  return Array.from({ length: batch.length + offsets.length }, (_, d) => (n.offsetDims.includes(d) ? offsets[nextOffset++] : batch[nextBatch++]));
}

/** Where in the operand a coordinate of the result (or the updates) lies: the start of its window and its place there. */
export interface WindowPlace {
  /** From the index vector, unclamped; 0 on axes that have no index. */
  readonly start: readonly number[];
  /** Batching coordinates and offsets. */
  readonly offset: readonly number[];
}

/** The window place of each coordinate, reading index vectors from `indices`. */
export function placesOf(indices: Literal, operandRank: number, resultRank: number, n: GatherNumbers): (index: readonly number[]) => WindowPlace {
  const shape = staticShape(indices.type);
  const batchDims = otherAxes(resultRank, n.offsetDims);
  const kept = windowAxes(operandRank, n);
  return (index) => {
    const batch = batchDims.map((d) => index[d]);
    const start = new Array<number>(operandRank).fill(0);
    n.startIndexMap.forEach((d, k) => {
      const at = n.indexVectorDim < shape.length ? [...batch.slice(0, n.indexVectorDim), k, ...batch.slice(n.indexVectorDim)] : batch;
      start[d] = Number(elementAt(indices, flatIndex(at, shape)));
    });
    const offset = new Array<number>(operandRank).fill(0);
    n.operandBatchingDims.forEach((d, i) => {
      const from = n.startIndicesBatchingDims[i];
      offset[d] = batch[from - (from < n.indexVectorDim ? 0 : 1)];
    });
    kept.forEach((d, i) => {
      offset[d] = index[n.offsetDims[i]];
    });
    return { start, offset };
  };
}
