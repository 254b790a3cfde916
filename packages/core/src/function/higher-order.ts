/** Derivatives beyond a gradient: forward mode and Hessians. */
import { failure, jvp as forwardMode, isDifferentiableType, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { Tensor, tensorHost } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import { GradientTape } from './gradient-tape.ts';
import { grad } from './gradients.ts';

export interface Jvp {
  /** f(primals). */
  readonly value: Tensor;
  /** The derivative of f at the primals in the direction of the tangents. */
  readonly tangent: Tensor;
}
export interface JvpArguments {
  readonly primals: readonly TensorLike[];
  /** One for each primal, of its shape. */
  readonly tangents: readonly TensorLike[];
}

/**
 * Forward mode: the value and the directional derivative in one pass. Source: `tf.autodiff.ForwardAccumulator`.
 * @throws ValueError when counts differ; InvalidArgumentError when a tangent is not like its primal
 */
export function jvp(f: (...xs: Tensor[]) => Tensor, given: JvpArguments): Jvp {
  const op = 'jvp';
  const primals = given.primals.map((x) => toTensor(op, x));
  if (given.tangents.length !== primals.length) throw failure('value', { op, message: `${primals.length} primals and ${given.tangents.length} tangents` });
  const tangents = given.tangents.map((t, i) => toTensor(op, t, primals[i].type.element));
  tangents.forEach((t, i) => {
    if (t.type !== primals[i].type)
      throw failure('shape-mismatch', { op, message: `tangent ${i} has shape ${showShape(t.type.shape)}, its primal ${showShape(primals[i].type.shape)}` });
  });
  const moving = tangents.map((t) => (isDifferentiableType(t.type) ? t : null));
  const { results, tangents: out } = forwardMode((...xs) => [f(...xs.map(asTensor))], primals, moving, tensorHost);
  const value = asTensor(results[0]);
  return { value, tangent: out[0] ? asTensor(out[0]) : asTensor(methods.zeros(value.type)) };
}

/**
 * The matrix of second derivatives of a function with a scalar result: `hessian(f)(x)` has shape [...x.shape, ...x.shape].
 * @throws InvalidArgumentError when f(x) is no scalar
 */
export function hessian(f: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  return (given) => {
    const x = toTensor('hessian', given);
    const tape = new GradientTape();
    const slope = tape.run(() => {
      tape.watch(x);
      return grad(scalarOf(f))(x);
    });
    return tape.jacobian(slope, x, { unconnectedGradients: 'zero' }) as Tensor;
  };
}

function scalarOf(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return (x) => {
    const y = f(x);
    if (!(y instanceof Tensor) || y.rank !== 0)
      throw failure('rank', { op: 'hessian', message: 'the function does not return a scalar', hint: 'tf.reduceSum' });
    return y;
  };
}
