/** Pointwise functions written as one scalar expression: one kernel eagerly, one record on a tape; in traces and batches the operations themselves. */
import { applyFused, currentBase, expandPointwise, hasScalarDerivative, isRecording, type Scalar } from '@millrace/ir';
import { eager, type Tensor } from '../tensor/tensor.ts';

const differentiable = new WeakMap<Scalar, boolean>();

/** Whether tapes can differentiate the fused operation. */
function isDifferentiable(expression: Scalar): boolean {
  let answer = differentiable.get(expression);
  if (answer === undefined) differentiable.set(expression, (answer = hasScalarDerivative(expression)));
  return answer;
}

/** `expression` over the elements of `inputs`, which have one shape, or are scalars. */
export function pointwise(expression: Scalar, inputs: readonly Tensor[]): Tensor {
  const isEager = currentBase() === eager && inputs.every((x) => x.builder === eager);
  const fuses = isEager && (!isRecording() || (isDifferentiable(expression) && inputs.every((x) => x.type.element.kind !== 'complex')));
  return (fuses ? applyFused(expression, inputs) : expandPointwise(expression, inputs)) as Tensor;
}
