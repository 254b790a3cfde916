/**
 * The checks at the head of spec/core.md over one case: values against a closed form, static inference against execution (also with an
 * unknown size), gradients against central differences in float64, eager against traced, empty axes.
 */
import * as ir from '@millrace/ir';
import { expect } from 'vitest';
import type { Nested } from '../src/index.ts';
import * as tf from '../src/index.ts';
import { eager, tensorHost } from '../src/tensor/tensor.ts';

/** One row: a function of tensors with its inputs and the expected output, from TensorFlow's documentation or a closed form. */
export interface OperationCase {
  readonly name: string;
  readonly run: (...x: tf.Tensor[]) => tf.Tensor | readonly tf.Tensor[];
  /** Inputs as `tf.constant` takes them; a pair [value, dtype] where the dtype is not the natural one. */
  readonly in: readonly Input[];
  /** The output as nested arrays; a list of them where `run` returns a list. */
  readonly out: unknown;
  /** Relative to max(1, |expected|). Default 1e-6: a few ulp of f32. */
  readonly tolerance?: number;
  readonly dtype?: string;
  /** Inputs to differentiate by; default all floating ones. False: not differentiable there. */
  readonly grad?: false | readonly number[];
  /** Whether the first size of the first input may be unknown. Default true where it has rank 1 or more. */
  readonly symbolic?: false;
  /** Whether it needs the data of its inputs, so that it cannot be traced. */
  readonly readsData?: true;
  /** Whether all inputs that share the first size may have size 0 there. Default: not checked. */
  readonly empty?: true;
}

export interface TypedInput {
  readonly of: Nested;
  readonly dtype: tf.DTypeName;
}
export type Input = Nested | TypedInput;

const isTyped = (v: Input): v is TypedInput => typeof v === 'object' && v !== null && 'dtype' in v && 'of' in v;
const make = (v: Input): tf.Tensor => (isTyped(v) ? tf.tensor(v.of, undefined, v.dtype) : tf.constant(v as Nested)) as tf.Tensor;
const inputsOf = (c: OperationCase): tf.Tensor[] => c.in.map(make);
const listOf = (r: tf.Tensor | readonly tf.Tensor[]): readonly tf.Tensor[] => (Array.isArray(r) ? r : [r as tf.Tensor]);

/** Compares nested arrays: shapes and exact values for integers, a tolerance for floats, NaN equal to NaN, infinities by sign. */
export function expectClose(actual: unknown, expected: unknown, tolerance: number, path: string = ''): void {
  if (Array.isArray(expected)) {
    expect(Array.isArray(actual), `${path}: ${String(actual)} is no array`).toBe(true);
    expect((actual as unknown[]).length, `length at ${path || 'the top'}`).toBe(expected.length);
    expected.forEach((e, i) => expectClose((actual as unknown[])[i], e, tolerance, `${path}[${i}]`));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const key of Object.keys(expected))
      expectClose((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key], tolerance, `${path}.${key}`);
  } else if (typeof expected === 'number' && typeof actual === 'number' && Number.isFinite(expected)) {
    expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected)), `${path}: got ${actual}, want ${expected}`).toBeLessThanOrEqual(tolerance);
  } else expect(actual, path || 'the value').toEqual(expected);
}

export function checkForward(c: OperationCase): void {
  const result = c.run(...inputsOf(c));
  if (Array.isArray(result)) {
    const outs = c.out as readonly unknown[];
    expect(result.length).toBe(outs.length);
    result.forEach((r: tf.Tensor, i) => expectClose(r.array(), outs[i], c.tolerance ?? 1e-6, `result ${i}`));
  } else expectClose((result as tf.Tensor).array(), c.out, c.tolerance ?? 1e-6);
  if (c.dtype) expect(listOf(result)[0].dtype.name).toBe(c.dtype);
}

/** Traces the case on these types; inputs are constants where `types` says null. */
function traceCase(c: OperationCase, inputs: readonly tf.Tensor[], types: readonly ir.TensorType[]): ir.Region {
  return ir.trace(
    types,
    (...args) => listOf(c.run(...(args as tf.Tensor[]))),
    tensorHost,
    () => ir.unknownLocation,
  ) as ir.Region & { inputs?: typeof inputs };
}

/** The traced program gives the executed types, and the same values when it runs. */
export function checkTraced(c: OperationCase): void {
  const inputs = inputsOf(c);
  const executed = listOf(c.run(...inputs));
  const region = traceCase(
    c,
    inputs,
    inputs.map((x) => x.type),
  );
  expect(region.program.results.map((r) => String(r.type))).toEqual(executed.map((r) => String(r.type)));
  const again = ir.callRegion(region, inputs) as tf.Tensor[];
  again.forEach((r, i) => expect(r.array()).toEqual(executed[i].array()));
  // The reference evaluator shares no kernel with eager execution.
  const literalOf = (x: tf.Tensor): ir.Literal => ({ type: x.type, data: eager.dataOf(x) });
  const evaluated = ir.evaluateProgram(region.program, [...(region.captures as tf.Tensor[]), ...inputs].map(literalOf)) as ir.Literal[];
  evaluated.forEach((l, i) => {
    const reference = eager.fromData(l.type, l.data) as tf.Tensor;
    expectClose(executed[i].array(), reference.array(), 1e-6, `result ${i} against the evaluator`);
  });
}

/** Inference with the first size unknown gives, with the size put in, the executed shape. */
export function checkSymbolic(c: OperationCase): void {
  const inputs = inputsOf(c);
  const [first] = inputs;
  const n = first.shape[0] as number;
  const dim = ir.symbol('n');
  const types = inputs.map((x) => (x.rank === first.rank && x.shape[0] === n ? ir.tensorType(x.type.element, [dim, ...x.type.shape.slice(1)]) : x.type));
  const region = traceCase(c, inputs, types);
  const executed = listOf(c.run(...inputs));
  region.program.results.forEach((r, i) => {
    const shape = (r.type as ir.TensorType).shape.map((d) => ir.evaluateDim(d, new Map([['n', n]])));
    expect(shape).toEqual(executed[i].shape);
  });
}

/** The first axis of every input that shares the first size, with size 0: executes, and gives the shape that inference gives. */
export function checkEmpty(c: OperationCase): void {
  const inputs = inputsOf(c);
  const n = inputs[0].shape[0];
  const empty = inputs.map((x) =>
    x.rank > 0 && x.shape[0] === n ? tf.zeros([0, ...(x.shape.slice(1) as number[])], { dtype: x.dtype as tf.DType<'float32'> }) : x,
  );
  const executed = listOf(c.run(...empty));
  const region = traceCase(
    c,
    empty,
    empty.map((x) => x.type),
  );
  expect(region.program.results.map((r) => String(r.type))).toEqual(executed.map((r) => String(r.type)));
  for (const r of executed) expect((r.dataSync() as ArrayLike<number>).length).toBe(r.size * r.type.element.lanes);
}

/** Under vectorizedMap, each example gives what it gives alone. The second example is the first with its floating elements moved a little. */
export function checkBatched(c: OperationCase): void {
  const inputs = inputsOf(c);
  const moved = inputs.map((x) => (x.dtype.name === 'float32' ? tf.multiply(x, 1.0625) : x));
  const rows = inputs.map((x, i) => tf.stack([x, moved[i]]));
  const batched = tf.vectorizedMap((xs: tf.Tensor[]) => [...listOf(c.run(...xs))], rows) as tf.Tensor[];
  const alone = [inputs, moved].map((xs) => listOf(c.run(...xs)));
  batched.forEach((r, k) => {
    expectClose(
      r.array(),
      alone.map((results) => results[k].array()),
      1e-6,
      `result ${k}`,
    );
  });
}

/** Whether some input and some output are floating, none complex. */
export function hasFloatingGradient(c: OperationCase): boolean {
  const inputs = inputsOf(c);
  const tensors = [...inputs, ...listOf(c.run(...inputs))];
  return inputs.some((x) => x.dtype.isFloating) && tensors.slice(inputs.length).some((x) => x.dtype.isFloating) && !tensors.some((x) => x.dtype.isComplex);
}

/** A repeatable direction with entries in [-1, 1]. */
function direction(x: tf.Tensor, seed: number): tf.Tensor {
  let state = seed * 2654435761 + 12345;
  const values = Float64Array.from({ length: x.size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  });
  return tf.tensor(values, x.shape as number[]);
}

/** The derivative along one direction by the tape, against a central difference in float64. */
export function checkGradient(c: OperationCase): void {
  const inputs = inputsOf(c).map((x) => (x.dtype.isFloating ? (tf.cast(x, 'float64') as tf.Tensor) : x));
  const active = (c.grad || inputs.map((_, i) => i)).filter((i) => inputs[i].dtype.isFloating);
  const loss = (xs: readonly tf.Tensor[]): tf.Tensor => {
    const terms = listOf(c.run(...xs)).filter((r) => r.dtype.isFloating);
    return terms.map((r, i) => tf.reduceSum(tf.multiply(r, direction(r, 7 + i)))).reduce((a, b) => tf.add(a, b));
  };
  const steps = inputs.map((x, i) => (active.includes(i) ? direction(x, 31 + i) : null));
  const moved = (h: number): number => loss(inputs.map((x, i) => (steps[i] ? tf.add(x, tf.multiply(steps[i], h)) : x))).item();
  const h = 1e-5;
  const expected = (moved(h) - moved(-h)) / (2 * h);
  const tape = new tf.GradientTape();
  for (const i of active) tape.watch(inputs[i]);
  const value = tape.run(() => loss(inputs));
  const gradients = tape.gradient(
    value,
    active.map((i) => inputs[i]),
  ) as (tf.Tensor | null)[];
  let actual = 0;
  active.forEach((i, k) => {
    const gradient = gradients[k];
    if (gradient) actual += tf.reduceSum(tf.multiply(gradient, steps[i] as tf.Tensor)).item();
  });
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected)), `gradient ${actual}, difference ${expected}`).toBeLessThanOrEqual(1e-5);
}
