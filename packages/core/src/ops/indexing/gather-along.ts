/** Gathering along one axis with an index for every place of the result: out[..., i, ...] = x[..., index[..., i, ...], ...]. */
import { dispatch, primitives } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';

/** `indices` has the rank of `x` and its sizes but on `axis`; they are in range. */
export function gatherAlong(x: Tensor, indices: Tensor, axis: number): Tensor {
  const others = x.type.shape.map((_, i) => i).filter((i) => i !== axis);
  const { gather } = primitives;
  const attributes = gather.complete({
    dimensionNumbers: {
      offsetDims: [],
      collapsedSliceDims: [axis],
      operandBatchingDims: others,
      startIndicesBatchingDims: others,
      startIndexMap: [axis],
      indexVectorDim: indices.rank,
    },
    sliceSizes: x.type.shape.map(() => 1),
  });
  return dispatch(gather, [x, indices], attributes)[0] as Tensor;
}
