/** Conversions between dtypes. */
import * as ir from '@millrace/ir';
import { dispatch, failure, methods, primitives, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype, type DTypeArgument, type DTypeLike, type DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { constantLike } from '../broadcast.ts';

/** Converts elements; the tensor itself where it has that element type. */
export function convertTo(x: Tensor, element: ir.ElementType): Tensor {
  if (x.type.element === element) return x;
  const { convert } = primitives;
  return dispatch(
    convert,
    [x],
    attributesOf(convert, element.name, () => ({ element })),
  )[0] as Tensor;
}

/**
 * Converts the elements of `x` to another dtype. Floats become integers by truncation toward zero; values out of range saturate and NaN
 * becomes 0 (TensorFlow leaves both open). Complex numbers lose their imaginary part; numbers become true where they are not 0.
 *
 * - Output: the shape of `x`. Throws ValueError for an unknown dtype. TensorFlow: `tf.cast`.
 */
export function cast<D extends DTypeName>(x: TensorLike, dtype: DTypeArgument<D>): Tensor<D> {
  const { element } = asDtype(dtype as DTypeLike);
  const operand = toTensor('cast', x);
  const from = operand.type.element;
  if (from === element) return operand as Tensor<D>;
  if (from.kind === 'complex' && element.kind !== 'complex') return convertTo(methods.real(operand) as Tensor, element) as Tensor<D>;
  return convertTo(operand, element) as Tensor<D>;
}

/**
 * Converts and saturates: values outside the range of `dtype` become its smallest or largest value.
 *
 * - Output: the shape of `x`. TensorFlow: `tf.saturate_cast`.
 */
export function saturateCast<D extends DTypeName>(x: TensorLike, dtype: DTypeArgument<D>): Tensor<D> {
  const to = asDtype(dtype as DTypeLike);
  const operand = toTensor('saturateCast', x);
  const from = asDtype(operand.dtype);
  if (to.isBool || to.isComplex || from.isBool || from.isComplex) return cast(operand, dtype);
  // Clamp in the source dtype to what both dtypes can hold; converting is then exact or rounds inside the range.
  // biome-ignore lint/complexity/useMathMinMax: limits of 64-bit integers are bigints
  const low = to.min > from.min ? to.min : from.min;
  // biome-ignore lint/complexity/useMathMinMax: limits of 64-bit integers are bigints
  const high = to.max < from.max ? to.max : from.max;
  const limit = (value: number | bigint): Tensor => constantLike(operand, roundInside(Number(value), operand));
  const clamped = methods.minimum(methods.maximum(operand, limit(low)), limit(high));
  return convertTo(clamped as Tensor, to.element) as Tensor<D>;
}

/** 2^31 - 1 is no f32: the nearest f32 inside the range is taken. 64-bit limits arrive rounded up to 2^63. */
function roundInside(value: number, x: Tensor): number {
  const { element } = x.type;
  if (element.bits === 64 && element.kind !== 'float') return Math.abs(value) >= 2 ** 63 ? value * (1 - 2 ** -53) : value;
  if (element !== ir.f32 || Math.fround(value) === value) return value;
  const near = Math.fround(value);
  return Math.abs(near) > Math.abs(value) ? Math.fround(near * (1 - 2 ** -24)) : near;
}

/**
 * The same bits as another dtype. A smaller dtype adds a last axis, a larger one consumes the last axis, whose size must be the ratio.
 *
 * - Throws: InvalidArgumentError where the last axis does not fit. TensorFlow: `tf.bitcast`.
 */
export function bitcast<D extends DTypeName>(x: TensorLike, dtype: DTypeArgument<D>): Tensor<D> {
  const { element } = asDtype(dtype as DTypeLike);
  const operand = toTensor('bitcast', x);
  const { element: from, shape } = operand.type;
  if (from.bytes < element.bytes && shape.at(-1) !== element.bytes / from.bytes)
    throw failure('shape-mismatch', {
      op: 'bitcast',
      message: `shape is ${showShape(shape)}`,
      valid: `a last axis of ${element.bytes / from.bytes} to make ${element.name} of ${from.name}`,
    });
  return methods.bitcastConvert(operand, { element }) as Tensor<D>;
}
