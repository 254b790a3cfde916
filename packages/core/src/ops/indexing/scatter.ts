/** Writing slices by coordinates. Coordinates out of range raise; of duplicates, sums add up and the last update wins. */
import {
  type CombinerName,
  combinerRegion,
  dispatch,
  type ElementType,
  failure,
  isStatic,
  primitives,
  type Region,
  sameDim,
  showShape,
  tensorType,
  trace,
} from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeName, dtypeOf } from '../../tensor/dtypes.ts';
import { checkShape, type ShapeArgument } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { fillTensor } from '../broadcast.ts';
import { toIndices } from './gather.ts';
import { checkCoordinates } from './index-checks.ts';

const replaceRegions = new Map<ElementType, Region>();

/** The region (old, update) → update. One for each element type. */
function replaceRegion(element: ElementType): Region {
  let region = replaceRegions.get(element);
  if (!region) {
    const scalar = tensorType(element, []);
    replaceRegions.set(element, (region = trace([scalar, scalar], (_old, update) => [update])));
  }
  return region;
}

/** Combines `updates` into `target` at coordinates along the last axis of `indices`. */
function scatterInto(op: string, target: Tensor, indices: Tensor, updates: Tensor, body: Region): Tensor {
  const depth = indices.rank === 0 ? undefined : indices.type.shape[indices.rank - 1];
  if (depth === undefined || !isStatic(depth) || depth > target.rank)
    throw failure('shape-mismatch', {
      op,
      message: `indices ${showShape(indices.type.shape)} for a target of shape ${showShape(target.type.shape)}`,
      valid: `a last axis of at most ${target.rank} coordinates`,
    });
  const window = target.type.shape.slice(depth);
  const places = indices.type.shape.slice(0, -1);
  const wanted = [...places, ...window];
  if (updates.rank !== wanted.length || !updates.type.shape.every((d, i) => sameDim(d, wanted[i])))
    throw failure('shape-mismatch', {
      op,
      message: `updates has shape ${showShape(updates.type.shape)}`,
      valid: `${showShape(wanted)}: indices without the last axis, then the axes of a slice`,
    });
  if (updates.type.element !== target.type.element)
    throw failure('dtype-mismatch', { op, message: `updates is ${dtypeOf(updates.type.element)} and the target is ${dtypeOf(target.type.element)}` });
  const indexed = Array.from({ length: depth }, (_, i) => i);
  checkCoordinates(op, indices, target, indexed);
  const { scatter } = primitives;
  const attributes = scatter.complete({
    scatterDimensionNumbers: {
      updateWindowDims: window.map((_, i) => places.length + i),
      insertedWindowDims: indexed,
      scatterDimsToOperandDims: indexed,
      indexVectorDim: indices.rank - 1,
    },
  });
  return dispatch(scatter, [target, indices, updates], attributes, [body])[0] as Tensor;
}

/**
 * Zeros of `shape` with `updates` added at the coordinates that the last axis of `indices` holds. Duplicates add up.
 *
 * - Throws: InvalidArgumentError for coordinates out of range or shapes that do not fit. TensorFlow: `tf.scatter_nd`.
 *
 * @example
 * scatterNd([[4], [3], [1], [7]], [9, 10, 11, 12], [8]); // [0, 11, 0, 10, 9, 0, 0, 12]
 */
export function scatterNd<D extends DTypeName>(indices: TensorLike, updates: TensorLike<D>, shape: ShapeArgument): Tensor<D> {
  const places = toIndices('scatterNd', indices);
  const values = toTensor('scatterNd', updates);
  const zeros = fillTensor(values.type.element, checkShape('scatterNd', shape), 0);
  return scatterInto('scatterNd', zeros, places, values, combinerRegion('add', values.type.element)) as Tensor<D>;
}

/** A function that combines updates into a tensor. */
export type TensorScatter = <D extends DTypeName>(x: TensorLike<D>, indices: TensorLike, updates: TensorLike<D>) => Tensor<D>;

function tensorScatter(op: string, region: (element: ElementType) => Region): TensorScatter {
  return <D extends DTypeName>(x: TensorLike<D>, indices: TensorLike, updates: TensorLike<D>): Tensor<D> => {
    const target = toTensor(op, x);
    const { element } = target.type;
    return scatterInto(op, target, toIndices(op, indices), toTensor(op, updates, element), region(element)) as Tensor<D>;
  };
}

const combining = (name: CombinerName) => (element: ElementType) => combinerRegion(name, element);

/** `x` with slices replaced; of duplicates the last one wins (TensorFlow leaves it open). Throws as `scatterNd`. TensorFlow: `tf.tensor_scatter_nd_update`. */
export const tensorScatterNdUpdate: TensorScatter = tensorScatter('tensorScatterNdUpdate', replaceRegion);
/** `x` with updates added. Throws as `scatterNd`. TensorFlow: `tf.tensor_scatter_nd_add`. */
export const tensorScatterNdAdd: TensorScatter = tensorScatter('tensorScatterNdAdd', combining('add'));
/** `x` with updates subtracted. Throws as `scatterNd`. TensorFlow: `tf.tensor_scatter_nd_sub`. */
export const tensorScatterNdSub: TensorScatter = (x, indices, updates) => {
  const target = toTensor('tensorScatterNdSub', x);
  return tensorScatterNdAdd(target, indices, negated(toTensor('tensorScatterNdSub', updates, target.type.element))) as never;
};
/** `x` with each element the minimum of itself and its updates. Throws as `scatterNd`. TensorFlow: `tf.tensor_scatter_nd_min`. */
export const tensorScatterNdMin: TensorScatter = tensorScatter('tensorScatterNdMin', combining('minimum'));
/** `x` with each element the maximum of itself and its updates. Throws as `scatterNd`. TensorFlow: `tf.tensor_scatter_nd_max`. */
export const tensorScatterNdMax: TensorScatter = tensorScatter('tensorScatterNdMax', combining('maximum'));

const negated = (x: Tensor): Tensor => dispatch(primitives.negate, [x])[0] as Tensor;
