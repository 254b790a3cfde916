/** Functions that hand their operand on: unchanged, held constant, or checked. */
import { failure, isStatic, methods, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';

/** A tensor with the elements of `x`; tensors are immutable, so it is `x` itself. TensorFlow: `tf.identity`. */
export const identity = <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => toTensor('identity', x);

/** `x`, through which no gradient flows. TensorFlow: `tf.stop_gradient`. */
export const stopGradient = <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => methods.stopGradient(toTensor('stopGradient', x)) as Tensor<D>;

/**
 * `x`, after a check of its shape; null fits every size. Sizes that a trace does not know become known.
 *
 * - Throws: InvalidArgumentError where the shape differs. TensorFlow: `tf.ensure_shape`.
 */
export function ensureShape<D extends DTypeName>(x: TensorLike<D>, shape: readonly (number | null)[]): Tensor<D> {
  const operand = toTensor('ensureShape', x);
  if (!Array.isArray(shape)) throw failure('wrong-kind', { op: 'ensureShape', message: `shape is ${describe(shape)}`, valid: 'a list of sizes and nulls' });
  shape.forEach((d, i) => d === null || checkInteger('ensureShape', `shape[${i}]`, d, { min: 0 }));
  const own = operand.type.shape;
  const fits = shape.length === own.length && shape.every((d, i) => d === null || sameDim(own[i], d));
  if (!fits) throw failure('shape-mismatch', { op: 'ensureShape', message: `x has shape ${showShape(own)}`, valid: showShape(shape) });
  return reshapeTensor(
    operand,
    own.map((d, i) => (isStatic(d) ? d : (shape[i] ?? d))),
  ) as Tensor<D>;
}
