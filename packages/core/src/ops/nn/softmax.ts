/** Softmax and its logarithm. */
import { checkOptions, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';
import { maxOf } from '../reduction/extremes.ts';

export interface SoftmaxOptions {
  /** The axis along which the results sum to 1. Default -1. */
  readonly axis?: number;
}

/** A reduced tensor repeated along the axis that it lost. */
export function spreadAlong(reduced: Tensor, x: Tensor, axis: number): Tensor {
  const axes = x.type.shape.map((_, i) => i).filter((i) => i !== axis);
  return methods.broadcast(reduced, x.type.shape, axes) as Tensor;
}

/** x minus its maximum along the axis, held constant: it moves both exponential and sum, so it has no derivative. */
function shifted(x: Tensor, axis: number): Tensor {
  return methods.subtract(x, spreadAlong(methods.stopGradient(maxOf(x, [axis])) as Tensor, x, axis)) as Tensor;
}

/** See `softmax`; the axis is resolved. */
export function softmaxOf(x: Tensor, axis: number): Tensor {
  const weights = methods.exponential(shifted(x, axis)) as Tensor;
  return methods.divide(weights, spreadAlong(methods.sum(weights, [axis]) as Tensor, x, axis)) as Tensor;
}

/** See `logSoftmax`; the axis is resolved. */
export function logSoftmaxOf(x: Tensor, axis: number): Tensor {
  const distance = shifted(x, axis);
  const total = methods.log(methods.sum(methods.exponential(distance), [axis])) as Tensor;
  return methods.subtract(distance, spreadAlong(total, x, axis)) as Tensor;
}

function along(op: string, logits: TensorLike, options: SoftmaxOptions, body: (x: Tensor, axis: number) => Tensor): Tensor {
  checkOptions(op, options, ['axis']);
  const x = toTensor(op, logits);
  requireKind(op, x, floating, 'logits');
  return body(x, resolveAxis(op, options.axis ?? -1, x.rank));
}

/** exp(x) / sum(exp(x)) along an axis; large values do not overflow. All -Infinity gives NaN. TensorFlow: `tf.nn.softmax`. */
export function softmax<D extends DTypeName>(logits: TensorLike<D>, options: SoftmaxOptions = {}): Tensor<D> {
  return along('nn.softmax', logits, options, softmaxOf) as Tensor<D>;
}

/** The logarithm of softmax: x - log(sum(exp(x))). TensorFlow: `tf.nn.log_softmax`. */
export function logSoftmax<D extends DTypeName>(logits: TensorLike<D>, options: SoftmaxOptions = {}): Tensor<D> {
  return along('nn.logSoftmax', logits, options, logSoftmaxOf) as Tensor<D>;
}
