/** Pointwise functions written as one scalar expression: one kernel eagerly, one record on a tape; in traces and batches the operations themselves. */
import { type Attributes, currentBase, dispatch, expandPointwise, hasScalarDerivative, isRecording, primitives, type Scalar } from '@millrace/ir';
import { eager, type Tensor } from '../tensor/tensor.ts';

interface Prepared {
  readonly attributes: Attributes;
  readonly differentiable: boolean;
}
const prepared = new WeakMap<Scalar, Prepared>();

function prepare(expression: Scalar): Prepared {
  let found = prepared.get(expression);
  if (!found) {
    found = { attributes: primitives.fused.complete({ expressions: [expression] as never }), differentiable: hasScalarDerivative(expression) };
    prepared.set(expression, found);
  }
  return found;
}

/** `expression` over the elements of `inputs`, which have one shape, or are scalars. */
export function pointwise(expression: Scalar, inputs: readonly Tensor[]): Tensor {
  const { attributes, differentiable } = prepare(expression);
  const isEager = currentBase() === eager && inputs.every((x) => x.builder === eager);
  const fuses = isEager && (!isRecording() || (differentiable && inputs.every((x) => x.type.element.kind !== 'complex')));
  return (fuses ? dispatch(primitives.fused, inputs, attributes)[0] : expandPointwise(expression, inputs)) as Tensor;
}
