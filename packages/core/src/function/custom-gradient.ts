/** Functions with a gradient of their own. Source: `tf.custom_gradient`; on tapes by closure, elsewhere by millrace.custom_gradient. */
import {
  type Attributes,
  anyTensor,
  attr,
  currentBase,
  definePrimitive,
  failure,
  isDifferentiableType,
  methods,
  type Primitive,
  type Region,
  showShape,
  showToRecorders,
  trace,
  unreachable,
  type Value,
  variadic,
} from '@millrace/ir';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { eager, Tensor, tensorHost } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import type { Variable } from './variable.ts';
import { type ReadableVariable, withAccessListener } from './variable-access.ts';
import { stateScope, withStateScope } from './variable-state.ts';

export interface GradientContext {
  /** The trainable variables that the function read, in order of their first use. */
  readonly variables: readonly Variable[];
}

type Gradients = Tensor | readonly (Tensor | null)[];

/**
 * Gradients of the arguments from those of the value: a tensor for one argument, else a list with null where there is none.
 * A function that reads trainable variables takes the context and returns the pair [gradients of arguments, gradients of variables].
 */
export type GradientFunction<V> = (dy: V, context: GradientContext) => Gradients | readonly [Gradients, readonly (Tensor | null)[]];

export interface CustomResult<V> {
  readonly value: V;
  readonly grad: GradientFunction<V>;
}

type Values = Tensor | readonly Tensor[];

/**
 * A function whose gradient `f` gives itself. It is a function of its arguments and variables: gradients do not flow to other tensors it uses.
 *
 * @throws TypeError when `f` reads variables that `grad` does not take; ValueError when `grad` returns another number of gradients
 * @example
 * const log1pexp = tf.customGradient((x) => {
 *   const e = tf.exp(x);
 *   return { value: tf.log(tf.add(1, e)), grad: (dy) => tf.multiply(dy, tf.subtract(1, tf.divide(1, tf.add(1, e)))) };
 * });
 */
export function customGradient<V extends Values>(f: (...xs: Tensor[]) => CustomResult<V>): (...xs: TensorLike[]) => V {
  return (...given) => {
    const inputs = given.map((x) => toTensor('customGradient', x));
    const isEager = currentBase() === eager && inputs.every((x) => x.builder === eager);
    return isEager ? recordClosure(f, inputs) : emitProgram(f, inputs);
  };
}

/** What one call of the user's function gave. */
interface Call<V> extends CustomResult<V> {
  readonly variables: readonly Variable[];
  /** The values that reads of `variables` gave. */
  readonly reads: readonly Tensor[];
}

function call<V extends Values>(f: (...xs: Tensor[]) => CustomResult<V>, inputs: readonly Tensor[]): Call<V> {
  const reads = new Map<ReadableVariable, Tensor>();
  const listener = {
    variableRead: (v: ReadableVariable, t: Tensor): void => {
      if (v.trainable && !reads.has(v) && !inputs.includes(t)) reads.set(v, t);
    },
  };
  const { value, grad } = withAccessListener(listener, () => f(...inputs));
  if (typeof grad !== 'function') throw failure('wrong-kind', { op: 'customGradient', message: 'the function returned no grad', valid: '{ value, grad }' });
  if (reads.size > 0 && grad.length < 2) {
    const names = [...reads.keys()].map((v) => v.name).join(', ');
    throw failure('wrong-kind', {
      op: 'customGradient',
      message: `the function reads variables (${names}), but grad does not take them`,
      valid: 'grad: (dy, { variables }) => [gradients of arguments, gradients of variables]',
    });
  }
  return { value, grad, variables: [...reads.keys()] as Variable[], reads: [...reads.values()] };
}

const listOf = (value: Values): readonly Tensor[] => (value instanceof Tensor ? [value] : (value as readonly Tensor[]));
const likeValue = <V extends Values>(value: V, list: readonly Tensor[]): V => (value instanceof Tensor ? list[0] : list) as V;

/** The user's gradients of inputs, then variables, checked. */
function gradientsOf<V extends Values>({ value, grad, variables }: Call<V>, inputs: readonly Tensor[], dys: readonly Tensor[]): (Tensor | null)[] {
  const answer = grad(likeValue(value, dys), { variables });
  const [own, ofVariables] = variables.length > 0 ? pairOf(answer) : [answer as Gradients, []];
  const list = own instanceof Tensor || own === null ? [own] : own;
  checkCount('arguments', list, inputs.length);
  checkCount('variables', ofVariables, variables.length);
  const targets = [...inputs, ...variables];
  return [...list, ...ofVariables].map((g, i) => checkGradient(g as Tensor | null, targets[i].type));
}

function pairOf(answer: unknown): readonly [Gradients, readonly (Tensor | null)[]] {
  if (Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[1])) return answer as unknown as readonly [Gradients, readonly (Tensor | null)[]];
  const valid = '[gradients of arguments, gradients of variables], both lists';
  throw failure('value', { op: 'customGradient', message: 'the function reads variables, but grad returned no pair', valid });
}

function checkCount(what: string, list: readonly unknown[], count: number): void {
  if (list.length !== count) throw failure('value', { op: 'customGradient', message: `grad returned ${list.length} gradients for ${count} ${what}` });
}

function checkGradient(gradient: Tensor | null, type: Tensor['type']): Tensor | null {
  if (gradient === null || gradient.type === type) return gradient;
  const message = `grad returned ${gradient.dtype} of shape ${showShape(gradient.type.shape)} for ${type.element.name} of shape ${showShape(type.shape)}`;
  throw failure('shape-mismatch', { op: 'customGradient', message });
}

/** On tapes the gradient is the user's closure. What `f` does is recorded, too: second derivatives go through what the closure holds. */
function recordClosure<V extends Values>(f: (...xs: Tensor[]) => CustomResult<V>, inputs: readonly Tensor[]): V {
  const made = call(f, inputs);
  // New tensors, even of an argument handed on: the path to them is this record alone.
  const results = listOf(made.value).map((t) => new Tensor(t.type, t.builder, t.payload));
  const gradients = (dys: readonly Tensor[]): (Tensor | null)[] => gradientsOf(made, inputs, dys);
  showToRecorders(closureGradient, [...inputs, ...made.reads], { gradients } as unknown as Attributes, [], results);
  return likeValue(made.value, results);
}

/** A record of tapes: nothing executes, prints or traces it. */
const closureGradient: Primitive = definePrimitive({
  name: 'millrace.closure_gradient',
  operands: { inputs: variadic(anyTensor) },
  attributes: { gradients: attr.any() },
  results: 'variadic',
  infer: () => unreachable('a closure has no program'),
  evaluate: () => unreachable('a closure has no program'),
  derivative: {
    vjp: ({ results, cts, gradients }) => {
      const dys = results.map((r, i) => asTensor(cts[i] ?? methods.zeros(r.type as Tensor['type'])));
      return { inputs: (gradients as unknown as (dys: readonly Tensor[]) => (Tensor | null)[])(dys) };
    },
  },
  batch: 'none',
  lower: () => unreachable('a closure has no program'),
  // The rule runs the user's code, which may keep what it is given.
  traits: { sideEffect: true },
});

/** In traces, batches and forward mode: both programs, with variables as further inputs. */
function emitProgram<V extends Values>(f: (...xs: Tensor[]) => CustomResult<V>, inputs: readonly Tensor[]): V {
  let shape: Call<V> | undefined;
  // A first trace finds the variables; the second has their values as arguments.
  trace(
    inputs.map((x) => x.type),
    (...xs) => {
      shape = call(f, xs.map(asTensor));
      return listOf(shape.value);
    },
    tensorHost,
  );
  const { variables, reads, value } = shape ?? unreachable('the function was not called');
  const own = [...inputs, ...reads];
  const count = listOf(value).length;
  const withArguments = (args: readonly Value[]): Call<V> => {
    const tensors = args.map(asTensor);
    const values = new Map<Variable, Tensor>(variables.map((v, i) => [v, tensors[inputs.length + i]]));
    const outer = stateScope();
    const scope = {
      read: (v: Variable): Tensor => values.get(v) ?? outer?.read(v) ?? withStateScope(null, () => v.value()),
      assign: (v: Variable): never => {
        throw failure('precondition', { op: 'customGradient', message: `variable '${v.name}' cannot be assigned inside` });
      },
    };
    return { ...withStateScope(scope, () => call(f, tensors.slice(0, inputs.length))), variables };
  };
  const types = own.map((x) => x.type);
  const body: Region = trace(types, (...args) => listOf(withArguments(args).value), tensorHost);
  const resultTypes = body.program.results.map((r) => r.type);
  const vjp: Region = trace(
    [...types, ...resultTypes, ...resultTypes],
    (...args) => {
      const tensors = args.map(asTensor);
      const made = withArguments(args.slice(0, own.length));
      const gradients = gradientsOf(made, tensors.slice(0, inputs.length), tensors.slice(own.length + count));
      return gradients.flatMap((g, i) => (isDifferentiableType(types[i]) ? [g ?? methods.zeros(types[i])] : []));
    },
    tensorHost,
  );
  const results = methods.customGradient(own, { body, vjp }).map(asTensor);
  return likeValue(value, results);
}

/** `f` forward, the identity backward: the gradient of its result is that of its argument. Source: `tf.grad_pass_through`. */
export function gradPassThrough(f: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  return customGradient((x) => ({ value: f(x), grad: (dy: Tensor) => dy }));
}
