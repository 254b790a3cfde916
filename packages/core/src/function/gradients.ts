/** Short forms of GradientTape: functions that give gradients of functions. Names as in TensorFlow.js. */
import { failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { GradientTape } from './gradient-tape.ts';
import type { Variable } from './variable.ts';

/**
 * The gradient of a function of one tensor: `grad(f)(x, dy?)` is the derivative of the sum of f(x), weighted by `dy`.
 * Zeros where f(x) does not depend on x.
 */
export function grad(f: (x: Tensor) => Tensor): (x: TensorLike, dy?: Tensor) => Tensor {
  return (x, dy) => valueAndGrad(f)(x, dy).grad;
}

/** The gradients of a function of several tensors: `grads(f)([x, y], dy?)`. */
export function grads(f: (...xs: Tensor[]) => Tensor): (xs: readonly TensorLike[], dy?: Tensor) => Tensor[] {
  return (xs, dy) => valueAndGrads(f)(xs, dy).grads;
}

/** The value and the gradient of a function of one tensor. */
export function valueAndGrad(f: (x: Tensor) => Tensor): (x: TensorLike, dy?: Tensor) => { value: Tensor; grad: Tensor } {
  return (x, dy) => {
    const { value, grads: found } = differentiate('valueAndGrad', f as (...xs: Tensor[]) => Tensor, [x], dy);
    return { value, grad: found[0] };
  };
}

/** The value and the gradients of a function of several tensors. */
export function valueAndGrads(f: (...xs: Tensor[]) => Tensor): (xs: readonly TensorLike[], dy?: Tensor) => { value: Tensor; grads: Tensor[] } {
  return (xs, dy) => {
    if (!Array.isArray(xs)) throw failure('wrong-kind', { op: 'valueAndGrads', message: 'the argument is not a list', valid: 'a list of tensors' });
    return differentiate('valueAndGrads', f, xs, dy);
  };
}

/**
 * The value of `f` and its gradients with respect to variables: the given ones, or all trainable ones that it reads.
 * Keys are names of variables; where two have one name, later ones get `_1`, `_2`…
 */
export function variableGrads(f: () => Tensor, variables?: readonly Variable[]): { value: Tensor; grads: Record<string, Tensor> } {
  const tape = new GradientTape();
  const value = tape.run(f);
  checkResult('variableGrads', value);
  const sources = variables ?? tape.watchedVariables();
  if (sources.length === 0) throw failure('value', { op: 'variableGrads', message: 'the function reads no trainable variable' });
  const found = tape.gradient(value, sources);
  const result: Record<string, Tensor> = {};
  sources.forEach((v, i) => {
    const gradient = found[i];
    if (gradient) result[uniqueKey(result, v.name)] = gradient;
  });
  return { value, grads: result };
}

function uniqueKey(taken: Readonly<Record<string, unknown>>, name: string): string {
  if (!(name in taken)) return name;
  let i = 1;
  while (`${name}_${i}` in taken) i++;
  return `${name}_${i}`;
}

function differentiate(op: string, f: (...xs: Tensor[]) => Tensor, xs: readonly TensorLike[], dy: Tensor | undefined): { value: Tensor; grads: Tensor[] } {
  const tape = new GradientTape({ watchAccessedVariables: false });
  const inputs = distinct(xs.map((x) => toTensor(op, x)));
  const value = tape.run(() => {
    tape.watch(inputs);
    return f(...inputs);
  });
  checkResult(op, value);
  const found = tape.gradient(value, inputs, { unconnectedGradients: 'zero', ...(dy ? { outputGradients: dy } : {}) });
  return { value, grads: found as Tensor[] };
}

/** One tensor given twice is two arguments with a gradient each: a conversion to its own dtype makes the second, and outer tapes see it. */
const distinct = (tensors: readonly Tensor[]): Tensor[] =>
  tensors.map((t, i) => (tensors.indexOf(t) < i ? (methods.convert(t, { element: t.type.element }) as Tensor) : t));

function checkResult(op: string, value: unknown): void {
  if (!(value instanceof Tensor)) throw failure('wrong-kind', { op, message: `the function returned ${typeof value}`, valid: 'a tensor' });
}
