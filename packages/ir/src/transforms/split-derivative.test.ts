/** The derivative in two programs gives what the pullback gives in one; closed forms. */
import { expect, test } from 'vitest';
import { withBase } from '../builder/dispatch.ts';
import { interpret } from '../builder/interpret.ts';
import { methods } from '../builder/methods-table.ts';
import { trace } from '../builder/trace.ts';
import type { Value } from '../builder/value.ts';
import { EvalBuilder } from '../evaluate/index.ts';
import { type Program, verifyProgram } from '../program/index.ts';
import { f64, i32 } from '../types/element.ts';
import { buildLiteral, elementsOf, type Literal } from '../types/literal.ts';
import { tensorType } from '../types/type.ts';
import { splitDerivative } from './split-derivative.ts';

const vector = tensorType(f64, [2]);
const names = (p: Program): string[] => p.operations.map((o) => o.primitive.name.split('.')[1]);

/** Forward, then backward with these cotangents. */
function run(program: Program, active: boolean[], args: number[][], cotangents: number[][]): number[][] {
  const b = new EvalBuilder();
  return withBase(b, () => runOn(b, program, active, args, cotangents));
}

function runOn(b: EvalBuilder, program: Program, active: boolean[], args: number[][], cotangents: number[][]): number[][] {
  const literal = (x: number[]): Value => b.constant(buildLiteral(vector, (i) => x[i]));
  const split = splitDerivative(program, active);
  verifyProgram(split.forward);
  verifyProgram(split.backward);
  verifyProgram(split.whole);
  const given = args.map(literal);
  const seeds = cotangents.map(literal);
  const outputs = interpret(split.forward, given);
  const residuals = split.residuals.map(({ from, index }) => (from === 'argument' ? given[index] : outputs[index]));
  const read = (values: readonly Value[]): number[][] => values.map((v) => elementsOf(v.payload as Literal) as number[]);
  const back = read(interpret(split.backward, [...residuals, ...seeds]));
  expect(read(interpret(split.whole, [...given, ...seeds]))).toEqual(back);
  return back;
}

test('x² y: 2 x y dz and x² dz', () => {
  const { program } = trace([vector, vector], (x, y) => [methods.multiply(methods.multiply(x, x), y)]);
  expect(
    run(
      program,
      [true, true],
      [
        [2, 3],
        [5, 7],
      ],
      [[1, 10]],
    ),
  ).toEqual([
    [20, 420],
    [4, 90],
  ]);
  expect(
    run(
      program,
      [false, true],
      [
        [2, 3],
        [5, 7],
      ],
      [[1, 10]],
    ),
  ).toEqual([[4, 90]]);
});

test('what results need runs forward, the rest backward; constants are made again', () => {
  const { program } = trace([vector], (x) => [methods.multiply(methods.tanh(x), methods.full(vector, 3))]);
  const { forward, backward, residuals, seeded, connected } = splitDerivative(program, [true]);
  expect(names(forward).filter((n) => n === 'tanh')).toHaveLength(1);
  expect(names(backward)).not.toContain('tanh');
  // Kept: tanh x alone. Its derivative is computed backward, the 3 is written again.
  expect(residuals).toEqual([{ from: 'result', index: 1 }]);
  expect([seeded, connected]).toEqual([[0], [0]]);
});

test('arguments and results that the backward program needs are not results again', () => {
  const { program } = trace([vector], (x) => [methods.exponential(x), methods.multiply(x, x)]);
  const { forward, residuals } = splitDerivative(program, [true]);
  expect(forward.results).toHaveLength(2);
  expect(new Set(residuals.map((r) => `${r.from} ${r.index}`))).toEqual(new Set(['result 0', 'argument 0']));
  expect(
    run(
      program,
      [true],
      [[0, 0]],
      [
        [1, 2],
        [1, 1],
      ],
    ),
  ).toEqual([[1, 2]]);
});

test('checks run once, forward; integers have no cotangents; unconnected arguments none', () => {
  const index = tensorType(i32, [2]);
  const { program } = trace([vector, index, vector], (x, i) => {
    methods.check(methods.compare(i, methods.full(index, 2), { comparisonDirection: 'LT' }), [i], { code: 'index-out-of-range', op: 'gather', message: 'no' });
    return [methods.multiply(x, x), i];
  });
  const { forward, backward, seeded, connected } = splitDerivative(program, [true, false, true]);
  expect(names(forward).filter((n) => n === 'check')).toHaveLength(1);
  expect(names(backward)).not.toContain('check');
  expect([seeded, connected]).toEqual([[0], [0]]);
});

test('only the results that are asked for get cotangents', () => {
  const { program } = trace([vector], (x) => [methods.multiply(x, x), methods.negate(x)]);
  const { backward, seeded } = splitDerivative(program, [true], [false, true]);
  expect(seeded).toEqual([1]);
  // No residual: the square is not differentiated.
  expect(backward.arguments).toHaveLength(1);
});

test('an operation without derivative is named', () => {
  const scalar = tensorType(f64, []);
  const { program } = trace([scalar], (x) => {
    const cond = methods.trace([scalar], (a) => [methods.compare(a, methods.scalar(f64, 9), { comparisonDirection: 'LT' })]);
    const body = methods.trace([scalar], (a) => [methods.add(a, a)]);
    return methods.whileLoop([x], { cond, body });
  });
  expect(() => splitDerivative(program, [true])).toThrow(/while/);
});
