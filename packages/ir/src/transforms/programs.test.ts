import { describe, expect, it } from 'vitest';
import { evaluateProgram } from '../evaluate/index.ts';
import { functionNamed, moduleOf, Program, verifyModule, verifyProgram } from '../program/index.ts';
import { parseModule, printProgram, sameModule } from '../text/index.ts';
import { buildLiteral, elementsOf, f64, type Literal, tensorType } from '../types/index.ts';
import { batchProgram, gradProgram, inlineCalls, jvpProgram, pullbackProgram } from './index.ts';

/** f(x, w) = Σ tanh(x_i w_i)²: smooth, not symmetric in its arguments. */
const source = `
func.func @f(%x: tensor<3xf64>, %w: tensor<3xf64>) -> tensor<f64> {
  %zero = stablehlo.constant dense<0.0> : tensor<f64>
  %p = stablehlo.multiply %x, %w : tensor<3xf64>
  %t = stablehlo.tanh %p : tensor<3xf64>
  %s = stablehlo.multiply %t, %t : tensor<3xf64>
  %y = stablehlo.reduce(%s init: %zero) applies stablehlo.add across dimensions = [0] : (tensor<3xf64>, tensor<f64>) -> tensor<f64>
  return %y : tensor<f64>
}`;

const x = [0.3, -0.7, 1.1];
const w = [1.5, 0.25, -0.5];
const v = [1, -2, 0.5];

const literalOf = (shape: readonly number[], values: readonly number[]): Literal => buildLiteral(tensorType(f64, shape), (i) => values[i]);
const vector = (values: readonly number[]): Literal => literalOf([values.length], values);

/** The program as it reads back from its text: every test runs what was printed. */
function reread(program: Program): Program {
  verifyProgram(program);
  const module = parseModule(printProgram(program));
  verifyModule(module);
  expect(sameModule(module, moduleOf('main', program))).toBe(true);
  return module.functions[0].program;
}

const run = (program: Program, args: readonly Literal[]): number[][] => evaluateProgram(reread(program), args).map((r) => elementsOf(r as Literal).map(Number));
const f = parseModule(source).functions[0].program;
const close = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((a, i) => expect(a).toBeCloseTo(expected[i], 12));
};

// d/du tanh(u)² = 2 t (1 - t²), d²/du² = 2 (1 - t²) (1 - 3 t²), with u = x w and t = tanh(u).
const first = (u: number): number => 2 * Math.tanh(u) * (1 - Math.tanh(u) ** 2);
const second = (u: number): number => 2 * (1 - Math.tanh(u) ** 2) * (1 - 3 * Math.tanh(u) ** 2);
const gradient = x.map((xi, i) => first(xi * w[i]) * w[i]);
const hessianTimesV = x.map((xi, i) => second(xi * w[i]) * w[i] ** 2 * v[i]);
/** Only one result of a program. */
const only = (program: Program, result: number): Program => new Program(program.arguments, program.operations, [program.results[result]], program.guards);

describe('program transforms', () => {
  it('gradients of chosen arguments', () => {
    close(run(gradProgram(f, { wrt: [0] }), [vector(x), vector(w)])[0], gradient);
    const both = run(gradProgram(f, { withResults: true }), [vector(x), vector(w)]);
    close(both[0], [x.reduce((sum, xi, i) => sum + Math.tanh(xi * w[i]) ** 2, 0)]);
    close(both[1], gradient);
    close(
      both[2],
      x.map((xi, i) => first(xi * w[i]) * xi),
    );
  });

  it('directional derivatives, in the order asked for', () => {
    const along = gradient.reduce((sum, g, i) => sum + g * v[i], 0);
    close(run(jvpProgram(f, { wrt: [0] }), [vector(x), vector(w), vector(v)])[1], [along]);
    const swapped = run(jvpProgram(f, { wrt: [1, 0] }), [vector(x), vector(w), vector([0, 0, 0]), vector(v)]);
    close(swapped[1], [along]);
  });

  it('second order by jvp of grad, grad of jvp and grad of grad', () => {
    const grad = gradProgram(f, { wrt: [0] });
    close(run(jvpProgram(grad, { wrt: [0] }), [vector(x), vector(w), vector(v)])[1], hessianTimesV);
    const slope = only(jvpProgram(f, { wrt: [0] }), 1);
    close(run(gradProgram(slope, { wrt: [0] }), [vector(x), vector(w), vector(v)])[0], hessianTimesV);
    close(run(pullbackProgram(grad, { wrt: [0] }), [vector(x), vector(w), vector(v)])[0], hessianTimesV);
  });

  const xs = literalOf([2, 3], [...x, ...w]);
  const perExample = [...gradient, ...w.map((xi, i) => first(xi * w[i]) * w[i])];

  it('a batch of gradients is the gradient of a batch', () => {
    const batchOfGrad = batchProgram(gradProgram(f, { wrt: [0] }), { size: 2, batched: [true, false] });
    close(run(batchOfGrad, [xs, vector(w)])[0], perExample);
    const gradOfBatch = pullbackProgram(batchProgram(f, { size: 2, batched: [true, false] }), { wrt: [0] });
    close(run(gradOfBatch, [xs, vector(w), vector([1, 1])])[0], perExample);
  });

  it('jvp and batch commute', () => {
    const vs = literalOf([2, 3], [...v, ...v]);
    const one = run(jvpProgram(batchProgram(f, { size: 2, batched: [true, false] }), { wrt: [0] }), [xs, vector(w), vs]);
    const other = run(batchProgram(jvpProgram(f, { wrt: [0] }), { size: 2, batched: [true, false, true] }), [xs, vector(w), vs]);
    const expected = [0, 1].map((k) => v.reduce((sum, vi, i) => sum + perExample[3 * k + i] * vi, 0));
    close(one[1], expected);
    close(other[1], expected);
    close(one[0], other[0]);
  });

  it('a batch of Hessian products', () => {
    const program = batchProgram(jvpProgram(gradProgram(f, { wrt: [0] }), { wrt: [0] }), { size: 2, batched: [true, false, false] });
    close(run(program, [xs, vector(w), vector(v)])[1], [...hessianTimesV, ...w.map((xi, i) => second(xi * w[i]) * w[i] ** 2 * v[i])]);
  });

  it('refuses what has no derivative', () => {
    const ints = parseModule('func.func @g(%x: tensor<2xi32>, %y: tensor<f64>) -> tensor<2xi32> {\nreturn %x : tensor<2xi32>\n}').functions[0].program;
    expect(() => gradProgram(ints)).toThrow('gradProgram: the first result must be a real scalar; got tensor<2xi32>');
    expect(() => jvpProgram(ints, { wrt: [0] })).toThrow('argument 0 has type tensor<2xi32>, which has no derivative');
    expect(() => pullbackProgram(f, { wrt: [2] })).toThrow('there is no argument 2');
    expect(() => batchProgram(f, { size: 2, batched: [true] })).toThrow('batched has 1 entries for 2 arguments');
  });
});

describe('inlineCalls', () => {
  const module = parseModule(`
    func.func @main(%x: tensor<f64>) -> tensor<f64> {
      %n = stablehlo.constant dense<0> : tensor<i64>
      %three = stablehlo.constant dense<3> : tensor<i64>
      %one = stablehlo.constant dense<1> : tensor<i64>
      %r:2 = stablehlo.while(%i = %n, %a = %x) : tensor<i64>, tensor<f64>
      cond {
        %p = stablehlo.compare LT, %i, %three : (tensor<i64>, tensor<i64>) -> tensor<i1>
        stablehlo.return %p : tensor<i1>
      } do {
        %j = stablehlo.add %i, %one : tensor<i64>
        %b = call @scale(%a, %x) : (tensor<f64>, tensor<f64>) -> tensor<f64>
        stablehlo.return %j, %b : tensor<i64>, tensor<f64>
      }
      %y = stablehlo.composite "my.square" %r#1 {decomposition = @square} : (tensor<f64>) -> tensor<f64>
      return %y : tensor<f64>
    }
    func.func private @scale(%a: tensor<f64>, %b: tensor<f64>) -> tensor<f64> {
      %0 = call @identity(%b) : (tensor<f64>) -> tensor<f64>
      %1 = stablehlo.multiply %a, %0 : tensor<f64>
      return %1 : tensor<f64>
    }
    func.func private @identity(%a: tensor<f64>) -> tensor<f64> {
      return %a : tensor<f64>
    }
    func.func private @square(%a: tensor<f64>) -> tensor<f64> {
      %0 = stablehlo.multiply %a, %a : tensor<f64>
      return %0 : tensor<f64>
    }
    func.func private @even(%a: tensor<f64>) -> tensor<f64> {
      %0 = call @odd(%a) : (tensor<f64>) -> tensor<f64>
      return %0 : tensor<f64>
    }
    func.func private @odd(%a: tensor<f64>) -> tensor<f64> {
      %0 = call @even(%a) : (tensor<f64>) -> tensor<f64>
      return %0 : tensor<f64>
    }`);

  it('leaves no call, also within regions and through composites', () => {
    const program = inlineCalls(module, 'main');
    expect(printProgram(program)).not.toMatch(/call|composite/);
    // x * x³ by the loop, then squared.
    expect(run(program, [literalOf([], [1.5])])).toEqual([[1.5 ** 8]]);
    expect(evaluateProgram(functionNamed(module, 'main')!.program, [literalOf([], [1.5])], { module }).map((r) => elementsOf(r as Literal))).toEqual([
      [1.5 ** 8],
    ]);
  });

  it('makes programs with calls differentiable', () => {
    close(run(gradProgram(inlineCalls(module, 'square')), [literalOf([], [1.5])])[0], [3]);
  });

  it('names the circle of a recursion, and functions that do not exist', () => {
    expect(() => inlineCalls(module, 'even')).toThrow('@even calls @odd calls @even: recursion cannot be inlined');
    expect(() => inlineCalls(module, 'nothing')).toThrow('there is no function @nothing');
  });
});
