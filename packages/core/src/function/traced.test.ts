/** The functions of this folder inside a trace: what they emit runs to the same numbers as they do on data. */
import { interpret, type Program, trace } from '@millrace/ir';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';
import { tensorHost } from '../tensor/tensor.ts';

const numbers = (x: Tensor): number[] => [...x.dataSync()];

/** Traces a function of one tensor, then runs the program on it. */
function traced(f: (x: Tensor) => Tensor, x: Tensor): { readonly program: Program; readonly result: Tensor } {
  const region = trace([x.type], (a) => [f(a as Tensor)], tensorHost);
  return { program: region.program, result: interpret(region.program, [...region.captures, x])[0] as Tensor };
}
const operations = (program: Program): string[] => program.operations.map((o) => o.primitive.name);

const x = tf.constant([1, 2, 3]);
const cases: readonly (readonly [string, string, (x: Tensor) => Tensor])[] = [
  [
    'cond',
    'stablehlo.if',
    (v) =>
      tf.cond(
        tf.greater(tf.reduceSum(v), 5),
        () => tf.square(v),
        () => tf.negative(v),
      ),
  ],
  ['switchCase', 'stablehlo.case', (v) => tf.switchCase(tf.cast(tf.reduceMax(v), 'int32'), [() => v, () => tf.square(v)], { default: () => tf.negative(v) })],
  [
    'whileLoop',
    'stablehlo.while',
    (v) =>
      tf.whileLoop(
        (a) => tf.less(tf.reduceSum(a), 50),
        (a) => tf.multiply(a, 2),
        [v],
      )[0],
  ],
  [
    'whileLoop with a limit',
    'stablehlo.while',
    (v) =>
      tf.whileLoop(
        () => tf.constant(true),
        (a) => tf.multiply(a, 2),
        [v],
        { maximumIterations: 3 },
      )[0],
  ],
  ['mapFn', 'millrace.scan', (v) => tf.mapFn((e) => tf.multiply(e, e), v)],
  ['scan', 'millrace.scan', (v) => tf.scan((a, e) => tf.multiply(a, e), v)],
  ['scan in reverse, with initializer', 'millrace.scan', (v) => tf.scan((a, e) => tf.add(tf.multiply(a, 2), e), v, tf.constant(1), { reverse: true })],
  ['foldr', 'millrace.scan', (v) => tf.foldr((a, e) => tf.add(tf.multiply(a, 10), e), v)],
];

describe('control flow', () => {
  test.each(cases)('%s is one %s', (_, name, f) => {
    const { program, result } = traced(f, x);
    expect(operations(program)).toContain(name);
    expect(numbers(result)).toEqual(numbers(f(x)));
  });
  test.each(cases.filter(([name]) => !name.startsWith('while')))('the gradient of %s, traced and eager', (_, _name, f) => {
    const slope = (v: Tensor): Tensor => tf.grad(f)(v);
    expect(numbers(traced(slope, x).result)).toEqual(numbers(slope(x)));
  });
  test('branches that differ are refused', () => {
    const f = (v: Tensor): Tensor =>
      tf.cond(
        tf.greater(tf.reduceSum(v), 5),
        () => v,
        () => tf.reduceSum(v),
      );
    expect(() => traced(f, x)).toThrow(/trueFn returns tensor<3xf32>, falseFn returns tensor<f32>/);
  });
});

describe('gradients', () => {
  test('a tape inside a trace', () => {
    const f = (v: Tensor): Tensor => tf.grad((u) => tf.nn.softmax(tf.nn.gelu(tf.multiply(u, u))))(v);
    const [a, b] = [numbers(traced(f, x).result), numbers(f(x))];
    a.forEach((v, i) => expect(v).toBeCloseTo(b[i], 6));
  });
  test('customGradient is one operation with a derivative of its own', () => {
    const f = tf.customGradient((v: Tensor) => ({ value: tf.square(v), grad: (dy: Tensor) => tf.multiply(dy, 100) }));
    const { program } = traced((v) => f(v), x);
    expect(operations(program)).toEqual(['millrace.custom_gradient']);
    expect(numbers(traced((v) => tf.grad((u) => f(u))(v), x).result)).toEqual([100, 100, 100]);
    expect(numbers(tf.jvp((v) => f(v), { primals: [x], tangents: [[1, 10, 100]] }).tangent)).toEqual([100, 1000, 10000]);
  });
});

describe('state', () => {
  test('reading a variable captures its value', () => {
    const v = new tf.Variable([10, 20, 30]);
    const region = trace([x.type], (a) => [tf.add(a as Tensor, v)], tensorHost);
    expect(region.captures).toEqual([v.value()]);
  });
  test('assigning one needs a scope that threads state', () => {
    const v = new tf.Variable([10, 20, 30]);
    expect(() => traced((a) => v.assign(a).value(), x)).toThrow(/only where its state is threaded through the trace/);
    expect(numbers(v.value())).toEqual([10, 20, 30]);
  });
  test('a draw that carries on a stream needs such a scope, too; one with a seed does not', () => {
    expect(() => traced((a) => tf.add(a, tf.random.normal([3])), x)).toThrow(/random draws inside a traced function/);
    expect(() => traced((a) => tf.nn.dropout(a, { rate: 0.5 }), x)).toThrow(tf.errors.UnimplementedError);
    const seeded = (a: Tensor): Tensor => tf.add(a, tf.random.statelessNormal([3], { seed: [1, 2] }));
    expect(numbers(traced(seeded, x).result)).toEqual(numbers(seeded(x)));
  });
});
