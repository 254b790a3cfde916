/** Compiled programs on both kinds of memory: loops, branches, states and failures, against the reference evaluator. */
import { allocate, evaluateProgram, f32, type Literal, type Program, plainHost, type TensorType, tensorType } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { drawLiteral, integers, normal, Random } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import { setDevice } from '../devices/chain.ts';
import { EagerBuilder } from '../eager/eager-builder.ts';
import { onEvent } from '../events/events.ts';
import { State } from '../memory/state.ts';
import { contiguous, Storage } from '../memory/storage.ts';
import { compileProgram } from './compile.ts';
import type { Executable } from './executable.ts';

const builder = new EagerBuilder(plainHost);
const devices = ['js', 'wasm'];
const parse = (text: string): Program => parseModule(text).functions[0].program;
const compile = (program: Program, states: number = 0, writes: readonly number[] = []): Executable =>
  compileProgram({ name: 'f', program, states, writes }, builder);
const inputOf = ({ type, data }: Literal) => ({ type, storage: new Storage(data, null, 0, true) });

const loops: Readonly<Record<string, string>> = {
  'a loop whose carried values change places': `func.func @f(%n: tensor<i32>, %a: tensor<40xf32>, %b: tensor<40xf32>) -> (tensor<i32>, tensor<40xf32>, tensor<40xf32>) {
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %one = stablehlo.constant dense<1> : tensor<i32>
    %r:3 = stablehlo.while(%i = %n, %x = %a, %y = %b) : tensor<i32>, tensor<40xf32>, tensor<40xf32>
     cond {
      %c = stablehlo.compare GT, %i, %zero : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.subtract %i, %one : tensor<i32>
      %s = stablehlo.add %x, %a : tensor<40xf32>
      stablehlo.return %j, %y, %s : tensor<i32>, tensor<40xf32>, tensor<40xf32>
    }
    %u = stablehlo.multiply %r#1, %b : tensor<40xf32>
    return %r#0, %u, %r#2 : tensor<i32>, tensor<40xf32>, tensor<40xf32>
  }`,
  'a branch inside a loop': `func.func @f(%n: tensor<i32>, %a: tensor<40xf32>, %b: tensor<40xf32>) -> tensor<40xf32> {
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %one = stablehlo.constant dense<1> : tensor<i32>
    %two = stablehlo.constant dense<2> : tensor<i32>
    %r:2 = stablehlo.while(%i = %n, %x = %a) : tensor<i32>, tensor<40xf32>
     cond {
      %c = stablehlo.compare GT, %i, %zero : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %odd = stablehlo.remainder %i, %two : tensor<i32>
      %p = stablehlo.compare EQ, %odd, %one : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %y = "stablehlo.if"(%p) ({
        %t = stablehlo.add %x, %b : tensor<40xf32>
        stablehlo.return %t : tensor<40xf32>
      }, {
        stablehlo.return %x : tensor<40xf32>
      }) : (tensor<i1>) -> tensor<40xf32>
      %j = stablehlo.subtract %i, %one : tensor<i32>
      stablehlo.return %j, %y : tensor<i32>, tensor<40xf32>
    }
    return %r#1 : tensor<40xf32>
  }`,
  'a choice by index': `func.func @f(%n: tensor<i32>, %a: tensor<40xf32>, %b: tensor<40xf32>) -> tensor<40xf32> {
    %r = "stablehlo.case"(%n) ({
      stablehlo.return %a : tensor<40xf32>
    }, {
      %t = stablehlo.multiply %a, %b : tensor<40xf32>
      stablehlo.return %t : tensor<40xf32>
    }, {
      %t = stablehlo.negate %b : tensor<40xf32>
      stablehlo.return %t : tensor<40xf32>
    }) : (tensor<i32>) -> tensor<40xf32>
    %s = stablehlo.add %r, %a : tensor<40xf32>
    return %s : tensor<40xf32>
  }`,
};

describe.each(devices)('control flow on %s', (device) => {
  test.each(Object.keys(loops))('%s', (name) => {
    setDevice(device);
    const program = parse(loops[name]);
    const executable = compile(program);
    const random = new Random(3);
    for (const count of [0, 1, 2, 5, -1]) {
      const types = program.arguments.map((a) => a.type as TensorType);
      const [n, ...rest] = types.map((t) =>
        t.rank === 0 ? drawLiteral(integers(count, count), random, t.element, []) : drawLiteral(normal(), random, f32, [40]),
      );
      const want = evaluateProgram(program, [n, ...rest]) as readonly Literal[];
      const got = executable.run([], [n, ...rest].map(inputOf));
      got.forEach(({ type, storage }, k) => expect([...(contiguous(storage, type) as Float32Array)]).toEqual([...(want[k].data as Float32Array)]));
    }
  });
});

const vector = tensorType(f32, [3]);
const counter = `func.func @f(%v: tensor<3xf32>, %x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %n = stablehlo.add %v, %x : tensor<3xf32>
  %y = stablehlo.multiply %n, %n : tensor<3xf32>
  return %n, %y : tensor<3xf32>, tensor<3xf32>
}`;
const stateOf = (...values: number[]): State => new State('v', vector, new Storage(Float32Array.from(values)));
const input = (...values: number[]) => ({ type: vector, storage: new Storage(Float32Array.from(values)) });
const valuesOf = (state: State): number[] => [...(state.storage().data as Float32Array)];

describe.each(devices)('states on %s', (device) => {
  test('are written, and what was read before stays', () => {
    setDevice(device);
    const executable = compile(parse(counter), 1, [0]);
    const state = stateOf(1, 2, 3);
    const before = state.storage();
    const [y] = executable.run([state], [input(10, 10, 10)]);
    expect([...(y.storage.data as Float32Array)]).toEqual([121, 144, 169]);
    const between = state.storage();
    executable.run([state], [input(1, 1, 1)]);
    expect([[...before.data], [...between.data], valuesOf(state)]).toEqual([
      [1, 2, 3],
      [11, 12, 13],
      [12, 13, 14],
    ]);
  });
  test('take what is assigned between two runs', () => {
    setDevice(device);
    const executable = compile(parse(counter), 1, [0]);
    const state = stateOf(0, 0, 0);
    executable.run([state], [input(1, 1, 1)]);
    state.replace(vector, new Storage(Float32Array.from([5, 6, 7])));
    executable.run([state], [input(1, 1, 1)]);
    expect(valuesOf(state)).toEqual([6, 7, 8]);
    state.evict();
    expect(valuesOf(state)).toEqual([6, 7, 8]);
    executable.run([state], [input(1, 1, 1)]);
    expect(valuesOf(state)).toEqual([7, 8, 9]);
  });
  test('stay bit-equal when a check fails', () => {
    setDevice(device);
    const text = counter.replace('  return', '  check.expect_eq_const %x, dense<1.0> : tensor<3xf32>\n  return');
    const executable = compile(parse(text), 1, [0]);
    const state = stateOf(1, 2, 3);
    executable.run([state], [input(1, 1, 1)]);
    expect(() => executable.run([state], [input(2, 1, 1)])).toThrow(/1 of 3 elements of tensor<3xf32> differ.* at module.mlir:4:/);
    expect(valuesOf(state)).toEqual([2, 3, 4]);
    executable.run([state], [input(1, 1, 1)]);
    expect(valuesOf(state)).toEqual([3, 4, 5]);
  });
  test('are refused after dispose', () => {
    setDevice(device);
    const executable = compile(parse(counter), 1, [0]);
    const state = stateOf(1, 2, 3);
    executable.run([state], [input(1, 1, 1)]);
    state.release();
    expect(() => executable.run([state], [input(1, 1, 1)])).toThrow(/after dispose/);
  });
});

test('two programs that take turns keep their tables apart', () => {
  setDevice('wasm');
  const [a, b] = [compile(parse(counter), 1, [0]), compile(parse(counter.replace('multiply', 'subtract')), 1, [0])];
  const state = stateOf(1, 2, 3);
  const outputs = [a, b, a].map((e) => [...(e.run([state], [input(1, 1, 1)])[0].storage.data as Float32Array)]);
  expect(outputs).toEqual([
    [4, 9, 16],
    [0, 0, 0],
    [16, 25, 36],
  ]);
});

test('operands of another type are refused', () => {
  const executable = compile(parse(counter), 1, [0]);
  const wrong = { type: tensorType(f32, [2]), storage: new Storage(allocate(f32, 2)) };
  expect(() => executable.run([stateOf(1, 2, 3)], [wrong])).toThrow(/got \(tensor<3xf32>, tensor<2xf32>\)/);
});

test('listeners hear of every step', () => {
  setDevice('wasm');
  const executable = compileProgram({ name: 'f', program: parse(counter), states: 1, writes: [0] }, builder, { without: ['fuse-pointwise'] });
  const names: string[] = [];
  const stop = onEvent((e) => names.push(`${e.kind} ${e.name}`));
  executable.run([stateOf(1, 2, 3)], [input(1, 1, 1)]);
  stop();
  expect(names).toEqual(['step stablehlo.add', 'step stablehlo.multiply', 'call f']);
});

test('reports say what a program needs', () => {
  setDevice('wasm');
  const executable = compile(parse(counter), 1, [0]);
  expect(executable.memory()).toMatchObject({ stateBytes: 12, inputBytes: 12, outputBytes: 12, lowerBoundBytes: 12 });
  expect(executable.cost()).toEqual({ flops: 6, bytes: 48, kernels: { kernels: 1 } });
});
