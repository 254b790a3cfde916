/** Taking slices by index. An index out of range raises, eagerly and in compiled programs, unless `mode` says otherwise. */
import { type Attributes, checkOptions, dispatch, failure, i32, isStatic, methods, primitives, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkChoice, checkInteger, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, requireKind } from '../broadcast.ts';
import { integers } from '../math/families.ts';
import { checkCoordinates, checkIndices, coordinatesInRange, isInRange } from './index-checks.ts';

export interface GatherOptions {
  /** The axis that indices name. Default: batchDims. */
  readonly axis?: number;
  /** Leading axes that `params` and `indices` share. Default 0. */
  readonly batchDims?: number;
  /** What an index out of range does: raise, take the nearest valid one, or give zeros. Default 'raise'. */
  readonly mode?: 'raise' | 'clip' | 'fill';
}

const modes = ['raise', 'clip', 'fill'] as const;

/** Index tensors of literals are int32. */
export const toIndices = (op: string, indices: TensorLike, name: string = 'indices'): Tensor => {
  const isLiteral = Array.isArray(indices) || typeof indices === 'number';
  const made = toTensor(op, indices, isLiteral ? i32 : undefined);
  requireKind(op, made, integers, name);
  return made;
};

/**
 * Slices of `params` along `axis`: result[..., i, ...] = params[..., indices[i], ...].
 *
 * - Output: params.shape[:axis] + indices.shape[batchDims:] + params.shape[axis + 1:].
 * - Throws: InvalidArgumentError such as `indices[3] = 7 is not in [0, 5)`. TensorFlow: `tf.gather`.
 */
export function gather<D extends DTypeName>(params: TensorLike<D>, indices: TensorLike, options: GatherOptions = {}): Tensor<D> {
  checkOptions('gather', options, ['axis', 'batchDims', 'mode']);
  const operand = toTensor('gather', params);
  const places = toIndices('gather', indices);
  const batch = checkBatch('gather', options.batchDims ?? 0, operand, places);
  const axis = resolveAxis('gather', options.axis ?? batch, operand.rank);
  if (axis < batch) throw failure('value', { op: 'gather', message: `axis ${axis} is one of the ${batch} batch axes` });
  const mode = checkChoice('gather', 'mode', options.mode ?? 'raise', modes);
  if (mode === 'raise') checkIndices('gather', places, operand, axis);
  const result = take(operand, places, axis, batch);
  return (mode === 'fill' ? zeroOutside(result, isInRange(places, operand, axis), axis, batch) : result) as Tensor<D>;
}

/** Slices along an axis by indices that are known to be valid. */
function take(operand: Tensor, indices: Tensor, axis: number, batch: number): Tensor {
  const { shape } = operand.type;
  const sliceSizes = shape.map((d, i) => (i === axis || i < batch ? 1 : d));
  const leading = Array.from({ length: batch }, (_, i) => i);
  const indexRank = indices.rank - batch;
  // Result axes: batch axes and axes before `axis`, then those of the indices, then the rest.
  const before = Array.from({ length: axis - batch }, (_, i) => batch + i);
  const after = Array.from({ length: operand.rank - axis - 1 }, (_, i) => axis + indexRank + i);
  const { gather: primitive } = primitives;
  const attributes: Attributes = primitive.complete({
    dimensionNumbers: {
      offsetDims: [...before, ...after],
      collapsedSliceDims: [axis],
      operandBatchingDims: leading,
      startIndicesBatchingDims: leading,
      startIndexMap: [axis],
      indexVectorDim: indices.rank,
    },
    sliceSizes,
  });
  return dispatch(primitive, [operand, indices], attributes)[0] as Tensor;
}

/** Zeros where the index was out of range. */
function zeroOutside(result: Tensor, inside: Tensor, axis: number, batch: number): Tensor {
  const axes = inside.type.shape.map((_, i) => (i < batch ? i : axis + i - batch));
  return methods.select(methods.broadcast(inside, result.type.shape, axes), result, constantLike(result, 0)) as Tensor;
}

/** The number of batch axes, which params and indices share. */
function checkBatch(op: string, batchDims: number, params: Tensor, indices: Tensor): number {
  const given = checkInteger(op, 'batchDims', batchDims);
  const batch = given < 0 ? given + indices.rank : given;
  if (batch < 0 || batch > indices.rank || batch > params.rank)
    throw failure('index-out-of-range', { op, message: `batchDims ${given} is not in [0, ${Math.min(indices.rank, params.rank)}]` });
  for (let i = 0; i < batch; i++) {
    if (!sameDim(params.type.shape[i], indices.type.shape[i]))
      throw failure('shape-mismatch', {
        op,
        message: `params ${showShape(params.type.shape)} and indices ${showShape(indices.type.shape)} differ on batch axis ${i}`,
      });
  }
  return batch;
}

export interface GatherNdOptions {
  /** Leading axes that `params` and `indices` share. Default 0. */
  readonly batchDims?: number;
  /** What an index out of range does. Default 'raise'. */
  readonly mode?: 'raise' | 'clip' | 'fill';
}

/**
 * Slices of `params` by coordinates: the last axis of `indices` holds coordinates into the leading axes of `params`.
 *
 * - Output: indices.shape[:-1] + params.shape[batchDims + indices.shape[-1]:].
 * - Throws: InvalidArgumentError for coordinates out of range, or more of them than axes. TensorFlow: `tf.gather_nd`.
 */
export function gatherNd<D extends DTypeName>(params: TensorLike<D>, indices: TensorLike, options: GatherNdOptions = {}): Tensor<D> {
  checkOptions('gatherNd', options, ['batchDims', 'mode']);
  const operand = toTensor('gatherNd', params);
  const places = toIndices('gatherNd', indices);
  if (places.rank < 1) throw failure('rank', { op: 'gatherNd', message: 'indices is a scalar', valid: 'rank 1 or more' });
  const batch = checkBatch('gatherNd', options.batchDims ?? 0, operand, places);
  const depth = places.type.shape[places.rank - 1];
  if (!isStatic(depth) || batch + depth > operand.rank)
    throw failure('shape-mismatch', {
      op: 'gatherNd',
      message: `indices ${showShape(places.type.shape)} hold ${depth} coordinates for params ${showShape(operand.type.shape)}`,
      valid: `at most ${operand.rank - batch}`,
    });
  const mode = checkChoice('gatherNd', 'mode', options.mode ?? 'raise', modes);
  const { shape } = operand.type;
  const indexed = Array.from({ length: depth }, (_, i) => batch + i);
  if (mode === 'raise') checkCoordinates('gatherNd', places, operand, indexed);
  const leading = Array.from({ length: batch }, (_, i) => i);
  const resultRank = places.rank - 1;
  const { gather: primitive } = primitives;
  const attributes = primitive.complete({
    dimensionNumbers: {
      offsetDims: Array.from({ length: operand.rank - batch - depth }, (_, i) => resultRank + i),
      collapsedSliceDims: indexed,
      operandBatchingDims: leading,
      startIndicesBatchingDims: leading,
      startIndexMap: indexed,
      indexVectorDim: places.rank - 1,
    },
    sliceSizes: shape.map((d, i) => (i < batch + depth ? 1 : d)),
  });
  const result = dispatch(primitive, [operand, places], attributes)[0] as Tensor;
  return (mode === 'fill' ? zeroOutside(result, coordinatesInRange(places, operand, indexed), 0, 0) : result) as Tensor<D>;
}
