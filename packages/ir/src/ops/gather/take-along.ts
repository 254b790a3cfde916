/** Picking along one axis by a tensor of positions: what the derivatives of sorting and of windows' maxima are made of. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { axesOf, otherAxes, tensorTypeOf } from '../values.ts';

/** result[..., i, ...] = x[..., positions[..., i, ...], ...] along `axis`; both have one shape but for that axis. */
export function takeAlong(x: Value, positions: Value, axis: number, b: Methods): Value {
  const { rank } = tensorTypeOf(x);
  const others = otherAxes(rank, [axis]);
  return b.gather(x, positions, {
    dimensionNumbers: {
      offsetDims: [],
      collapsedSliceDims: [axis],
      operandBatchingDims: others,
      startIndicesBatchingDims: others,
      startIndexMap: [axis],
      indexVectorDim: rank,
    },
    sliceSizes: axesOf(rank).map(() => 1),
  });
}
