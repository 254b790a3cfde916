/** Clipping by value and by norm. */
import { checkOptions, failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Axis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, broadcastTensor, commonDtype, constantLike, fillTensor, requireKind } from '../broadcast.ts';
import { reduceSum } from '../reduction/sums.ts';
import { floating, realNumeric } from './families.ts';

/**
 * Each element brought into [min, max]. The bounds broadcast to `x`; `max` wins where min > max.
 *
 * - Gradient: to `x` inside the range, ends included. Throws InvalidArgumentError for dtypes that differ. TensorFlow: `tf.clip_by_value`.
 */
export function clipByValue<D extends DTypeName>(x: TensorLike<D>, min: TensorLike<D>, max: TensorLike<D>): Tensor<D> {
  const [operand, low, high] = alignOperands('clipByValue', [x, min, max], ['x', 'min', 'max']);
  requireKind('clipByValue', operand, realNumeric);
  return methods.clamp(low, operand, high) as Tensor<D>;
}

/** The Euclidean norm of the elements of all tensors together; nulls are skipped. TensorFlow: `tf.linalg.global_norm`. */
export function globalNorm(tensors: readonly (TensorLike | null)[]): Tensor {
  if (!Array.isArray(tensors)) throw failure('wrong-kind', { op: 'globalNorm', message: 'tensors is no list', valid: 'a list of tensors' });
  const squares = tensors
    .filter((t) => t !== null)
    .map((t) => {
      const x = toTensor('globalNorm', t);
      requireKind('globalNorm', x, floating);
      return reduceSum(methods.multiply(x, x) as Tensor);
    });
  if (squares.length === 0) throw failure('value', { op: 'globalNorm', message: 'there is no tensor in the list' });
  return methods.sqrt(squares.reduce((a, b) => methods.add(a, b) as Tensor)) as Tensor;
}

export interface ClipByNormOptions {
  /** Axes of one norm. Default: all. */
  readonly axes?: Axis | null;
}

/**
 * `x` scaled down to Euclidean norm `clipNorm` where its norm is larger: `[3, 4]` to norm 1 is `[0.6, 0.8]`.
 *
 * TensorFlow: `tf.clip_by_norm`.
 */
export function clipByNorm<D extends DTypeName>(x: TensorLike<D>, clipNorm: TensorLike<D>, options: ClipByNormOptions = {}): Tensor<D> {
  checkOptions('clipByNorm', options, ['axes']);
  const [operand, limit] = commonDtype('clipByNorm', [x, clipNorm], ['x', 'clipNorm']);
  requireKind('clipByNorm', operand, floating);
  const squares = reduceSum(methods.multiply(operand, operand) as Tensor, { axis: options.axes, keepdims: true });
  // Zeros give gradient 0 instead of 0 / 0: the root is taken of 1 there.
  const positive = methods.compare(squares, constantLike(squares, 0), { comparisonDirection: 'GT' });
  const root = methods.sqrt(methods.select(positive, squares, constantLike(squares, 1)));
  const norm = methods.select(positive, root, squares) as Tensor;
  const scaled = methods.multiply(operand, broadcastTensor(limit, operand.type.shape, [operand])) as Tensor;
  const divisor = methods.maximum(norm, broadcastTensor(limit, norm.type.shape, [norm])) as Tensor;
  return methods.divide(scaled, broadcastTensor(divisor, operand.type.shape)) as Tensor<D>;
}

export interface ClipByGlobalNormOptions {
  /** The global norm, where it is known already. */
  readonly useNorm?: TensorLike;
}

/**
 * All tensors scaled by clipNorm / max(globalNorm, clipNorm), and the global norm. Nulls (no gradient) pass through; a norm that is not
 * finite makes every result NaN.
 *
 * TensorFlow: `tf.clip_by_global_norm`.
 */
export function clipByGlobalNorm(
  tensors: readonly (TensorLike | null)[],
  clipNorm: TensorLike,
  options: ClipByGlobalNormOptions = {},
): [(Tensor | null)[], Tensor] {
  checkOptions('clipByGlobalNorm', options, ['useNorm']);
  const norm = options.useNorm === undefined ? globalNorm(tensors) : toTensor('clipByGlobalNorm', options.useNorm);
  const limit = toTensor('clipByGlobalNorm', clipNorm, norm.type.element);
  const factor = methods.divide(limit, methods.maximum(norm, limit)) as Tensor;
  const finite = methods.isFinite(norm);
  const scale = methods.select(finite, factor, fillTensor(norm.type.element, [], Number.NaN)) as Tensor;
  const clipped = tensors.map((t) => {
    if (t === null) return null;
    const x = toTensor('clipByGlobalNorm', t);
    const own = x.type.element === scale.type.element ? scale : (methods.convert(scale, { element: x.type.element }) as Tensor);
    return methods.multiply(x, broadcastTensor(own, x.type.shape)) as Tensor;
  });
  return [clipped, norm];
}
