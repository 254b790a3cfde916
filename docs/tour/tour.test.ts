/**
 * A tour of Millrace's architecture that runs. It follows one function, f(x) = sum(x^3), through everything that the real system does with a
 * program: a primitive, execution, a trace, forward and reverse derivatives, batching, fusion, and code. All interfaces are the real ones;
 * only the last step, the emitter, is a miniature. Read it from top to bottom; `npm test` runs it, so it cannot lie.
 */
import {
  applyScalar,
  methods as b,
  buildLiteral,
  callRegion,
  combinerRegion,
  definePrimitive,
  EvalBuilder,
  elementsOf,
  emit,
  f64,
  floating,
  installBase,
  jvp,
  type Literal,
  mapElements,
  type PointwiseForm,
  type Primitive,
  type Program,
  type ProgramValue,
  pointwise,
  pullbackRegion,
  type Region,
  type Scalar,
  scalarConstant,
  scalarInput,
  substitute,
  tensorType,
  trace,
  type Value,
  vectorize,
} from '@millrace/ir';
import { describe, expect, test } from 'vitest';

/** Values of this tour are literals: the reference evaluator is the device. Eager mode and compiled code sit in the same place. */
installBase(new EvalBuilder());
const vector = tensorType(f64, [3]);
const constant = (numbers: readonly number[]): Value => b.constant(buildLiteral(tensorType(f64, [numbers.length]), (i) => numbers[i]));
const read = (v: Value): unknown[] => elementsOf(v.payload as Literal);

// 1. A primitive is one value. What it is, what may go in, what comes out, what it means, its derivative, its batching, its code.
const cube: Primitive = definePrimitive({
  name: 'tour.cube',
  operands: { x: floating },
  infer: ({ x }) => x.type,
  evaluate: ({ x }) => mapElements(x.type, [x], (e) => (e as number) ** 3),
  derivative: { partials: [({ x }) => scalarConstant(3).mul(x).mul(x)] },
  batch: 'elementwise',
  lower: ({ x }) => pointwise([x], (e) => e.mul(e).mul(e)),
});

/** f(x) = sum(x^3). Rules and functions build with `emit` and `methods`; who executes is decided by the values. */
function f(x: Value): Value {
  const cubes = emit(cube, [x])[0];
  return b.reduce([cubes], [b.scalar(f64, 0)], { dimensions: [0], body: combinerRegion('add', f64) })[0];
}

describe('1. a primitive executes', () => {
  test('f(1, 2, 3) = 36', () => expect(read(f(constant([1, 2, 3])))).toEqual([36]));
  test('its constraints speak the language of the user', () =>
    expect(() => emit(cube, [b.compare(constant([1]), constant([2]), { comparisonDirection: 'LT' })])).toThrow(/cube: x is tensor<1xi1>/));
});

// 2. A trace is the same function on values that are places in a growing program.
describe('2. a trace is a program', () => {
  const traced: Region = trace([vector], (x) => [f(x)]);
  test('the program lists the operations', () => expect(traced.program.operations.map((o) => o.primitive.shortName)).toEqual(['cube', 'constant', 'reduce']));
  test('every operation knows the line that made it', () =>
    expect(traced.program.operations[0].location).toMatchObject({ kind: 'file', file: expect.stringContaining('tour.test.ts') }));
  test('running the program is applying its operations', () => expect(read(callRegion(traced, [constant([1, 2, 3])])[0])).toEqual([36]));
});

// 3. Forward mode is the same function on values that carry a tangent.
describe('3. forward derivatives', () => {
  test('the derivative of f at (1, 2, 3) along (1, 0, 1) is 3 + 27', () =>
    expect(read(jvp((x) => [f(x)], [constant([1, 2, 3])], [constant([1, 0, 1])]).tangents[0]!)).toEqual([30]));
});

// 4. Reverse mode walks the operations backwards; each rule gives cotangents of its operands.
const gradient = (x: Value): Value =>
  pullbackRegion(
    trace([vector], (y) => [f(y)]),
    [x],
    [b.scalar(f64, 1)],
  ).args[0]!;
describe('4. reverse derivatives, and all of them together', () => {
  test('the gradient is 3x^2', () => expect(read(gradient(constant([1, 2, 3])))).toEqual([3, 12, 27]));
  test('forward over reverse: the Hessian times a vector is 6x * v', () =>
    expect(read(jvp((x) => [gradient(x)], [constant([1, 2, 3])], [constant([1, 1, 1])]).tangents[0]!)).toEqual([6, 12, 18]));
});

// 5. Batching is the same function on values that stand for many examples.
describe('5. batching', () => {
  const rows = b.constant(buildLiteral(tensorType(f64, [2, 3]), (i) => i + 1));
  test('gradients for each example at once', () => expect(read(vectorize((x) => [gradient(x)], [rows], [true], 2)[0])).toEqual([3, 12, 27, 48, 75, 108]));
});

// 6. Lowering says what an operation is in a small algebra. A chain of pointwise operations is one expression by substitution.
function fuse(program: Program): Scalar {
  const expressions = new Map<ProgramValue, Scalar>(program.arguments.map((a, i) => [a, scalarInput(i)]));
  for (const { primitive, operands, attributes, results } of program.operations) {
    const lowered = primitive.lower(
      operands.map((o) => o.type),
      attributes,
      [],
    ) as PointwiseForm;
    expressions.set(
      results[0],
      substitute(
        lowered.results[0],
        operands.map((o) => expressions.get(o)!),
      ),
    );
  }
  return expressions.get(program.results[0])!;
}

describe('6. fusion', () => {
  const chain = trace([vector], (x) => [b.tanh(emit(cube, [x])[0])]);
  test('two operations become one expression', () =>
    expect(fuse(chain.program)).toBe(applyScalar('tanh', [scalarInput(0).mul(scalarInput(0)).mul(scalarInput(0))])));
});

// 7. An emitter is a function over the algebra. This one knows two operations; packages/compiler/src/emit has the real ones.
function javascript(s: Scalar): string {
  const { node } = s;
  if (node.kind === 'input') return `x${node.index}[i]`;
  if (node.kind !== 'apply') return String((node as { value: number }).value);
  const [p, q] = node.args.map(javascript);
  const templates: Record<string, string> = { multiply: `(${p} * ${q})`, tanh: `Math.tanh(${p})` };
  return templates[node.op];
}

describe('7. code', () => {
  const chain = trace([vector], (x) => [b.tanh(emit(cube, [x])[0])]);
  test('the expression becomes one loop', () => {
    const source = `for (let i = 0; i < y.length; i++) y[i] = ${javascript(fuse(chain.program))};`;
    expect(source).toBe('for (let i = 0; i < y.length; i++) y[i] = Math.tanh(((x0[i] * x0[i]) * x0[i]));');
    const y = new Float64Array(3);
    new Function('x0', 'y', source)(Float64Array.of(0, 0.5, 1), y);
    expect([...y]).toEqual([0, Math.tanh(0.125), Math.tanh(1)]);
  });
});
