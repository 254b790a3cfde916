/** Softmax and its logarithm. */
import { checkOptions, dispatch, type Primitive, primitives } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';

export interface SoftmaxOptions {
  /** The axis along which the results sum to 1. Default -1. */
  readonly axis?: number;
}

/** See `softmax`; the axis is resolved. */
export const softmaxOf = (x: Tensor, axis: number): Tensor => onAxis(primitives.softmax, x, axis);

/** See `logSoftmax`; the axis is resolved. */
export const logSoftmaxOf = (x: Tensor, axis: number): Tensor => onAxis(primitives.logSoftmax, x, axis);

const onAxis = (primitive: Primitive, x: Tensor, axis: number): Tensor =>
  dispatch(
    primitive,
    [x],
    attributesOf(primitive, axis, () => ({ axis })),
  )[0] as Tensor;

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
