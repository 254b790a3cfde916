/** Other shapes for the same elements. */
import { checkOptions, type Dim, dispatch, failure, floorDivDims, isStatic, primitives, productDims, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { type Axis, checkIntegers, checkShape, resolveAxes, resolveAxis, type ShapeArgument } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf, shapeKey } from '../attributes.ts';
import { broadcastShapes, broadcastTensor } from '../broadcast.ts';

/** The elements of an operand under a shape; no copy. */
export function reshapeTensor(x: Tensor, shape: readonly Dim[]): Tensor {
  const from = x.type.shape;
  if (from.length === shape.length && from.every((d, i) => d === shape[i])) return x;
  const { reshape: primitive } = primitives;
  return dispatch(
    primitive,
    [x],
    attributesOf(primitive, shapeKey(shape), () => ({ shape })),
  )[0] as Tensor;
}

/**
 * The same elements in row-major order under another shape. One size may be -1: it takes what is left.
 *
 * - Throws: InvalidArgumentError for a second -1 or a count that does not fit. TensorFlow: `tf.reshape`.
 */
export function reshape<D extends DTypeName>(x: TensorLike<D>, shape: ShapeArgument): Tensor<D> {
  const operand = toTensor('reshape', x);
  return reshapeTensor(operand, resolveShape(operand, shape)) as Tensor<D>;
}

function resolveShape(x: Tensor, shape: ShapeArgument): readonly Dim[] {
  const from = x.type.shape;
  if (x.type.isStatic) {
    const sizes = checkShape('reshape', shape, { size: x.size });
    const count = sizes.reduce((a, b) => a * b, 1);
    if (count !== x.size)
      throw failure('invalid-value', {
        op: 'reshape',
        message: `${showShape(from)} has ${x.size} elements and ${showShape(sizes)} has ${count}`,
        valid: `${x.size} elements; one size may be -1`,
      });
    return sizes;
  }
  const sizes = checkIntegers('reshape', 'shape', shape, { min: -1 });
  const open = sizes.indexOf(-1);
  if (open >= 0 && sizes.includes(-1, open + 1)) throw failure('invalid-value', { op: 'reshape', message: `shape ${showShape(sizes)} has more than one -1` });
  const known = productDims(sizes.filter((d) => d !== -1));
  const all = productDims(from);
  const dims: readonly Dim[] = sizes.map((d) => (d === -1 ? floorDivDims(all, known) : d));
  if (!sameDim(productDims(dims), all)) throw failure('invalid-value', { op: 'reshape', message: `${showShape(from)} does not fill ${showShape(sizes)}` });
  return dims;
}

/**
 * Inserts an axis of size 1 at `axis`, which is in [-rank - 1, rank].
 *
 * - Throws: InvalidArgumentError for an axis out of range. TensorFlow: `tf.expand_dims`.
 */
export function expandDims<D extends DTypeName>(x: TensorLike<D>, axis: number = 0): Tensor<D> {
  const operand = toTensor('expandDims', x);
  const at = resolveAxis('expandDims', axis, operand.rank + 1);
  const shape = [...operand.type.shape];
  shape.splice(at, 0, 1);
  return reshapeTensor(operand, shape) as Tensor<D>;
}

export interface SqueezeOptions {
  /** Axes to drop; each must have size 1. Default: all axes of size 1. */
  readonly axis?: Axis | null;
}

/**
 * Drops axes of size 1.
 *
 * - Throws: InvalidArgumentError for an axis of another size. TensorFlow: `tf.squeeze`.
 */
export function squeeze<D extends DTypeName>(x: TensorLike<D>, options: SqueezeOptions = {}): Tensor<D> {
  checkOptions('squeeze', options, ['axis']);
  const operand = toTensor('squeeze', x);
  const { shape } = operand.type;
  const chosen = options.axis === undefined || options.axis === null ? null : resolveAxes('squeeze', options.axis, operand.rank);
  const given = chosen !== null && chosen.length > 0 ? chosen : null;
  for (const axis of given ?? []) {
    if (shape[axis] !== 1 && !(!isStatic(shape[axis]) && sameDim(shape[axis], 1)))
      throw failure('invalid-value', { op: 'squeeze', message: `axis ${axis} of ${showShape(shape)} has size ${shape[axis]}`, valid: 'axes of size 1' });
  }
  return reshapeTensor(
    operand,
    shape.filter((d, i) => (given ? !given.includes(i) : d !== 1)),
  ) as Tensor<D>;
}

/**
 * `x` repeated along axes of size 1 and along new axes on the left. Memory is shared until something writes.
 *
 * - Throws: InvalidArgumentError naming both shapes where they do not fit. TensorFlow: `tf.broadcast_to`.
 */
export function broadcastTo<D extends DTypeName>(x: TensorLike<D>, shape: ShapeArgument): Tensor<D> {
  const operand = toTensor('broadcastTo', x);
  const sizes = checkShape('broadcastTo', shape);
  const from = operand.type.shape;
  const fits = from.length <= sizes.length && from.every((d, i) => d === 1 || sameDim(d, sizes[i + sizes.length - from.length]));
  if (!fits)
    throw failure('broadcast', {
      op: 'broadcastTo',
      message: `${showShape(from)} does not broadcast to ${showShape(sizes)}`,
      valid: 'aligned at the right, sizes are equal or 1',
    });
  return broadcastTensor(operand, sizes) as Tensor<D>;
}

/** The shape that two shapes broadcast to. Throws InvalidArgumentError. TensorFlow: `tf.broadcast_static_shape`. */
export function broadcastStaticShape(a: readonly number[], b: readonly number[]): number[] {
  return [...broadcastShapes('broadcastStaticShape', checkShape('broadcastStaticShape', a), checkShape('broadcastStaticShape', b))] as number[];
}
