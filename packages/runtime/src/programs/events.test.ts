/** Events of programs: what they say of calls, steps, bodies and threads, and what they cost. */
import { f32, type Program, plainHost, showLocation, tensorType, withBase } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { expect, test } from 'vitest';
import { setDevice } from '../devices/chain.ts';
import { EagerBuilder } from '../eager/eager-builder.ts';
import { type OperationEvent, onEvent } from '../events/events.ts';
import { Storage } from '../memory/storage.ts';
import { type CompileOptions, compileProgram, memoryFor } from './compile.ts';
import type { Executable, ProgramValueData } from './executable.ts';

const builder = new EagerBuilder(plainHost);
const parse = (text: string): Program => parseModule(text).functions[0].program;
const without = ['fuse-pointwise', 'fuse-epilogues', 'fuse-reductions'];
function compile(text: string, options: CompileOptions = {}): Executable {
  setDevice('wasm');
  return compileProgram({ name: 'step', program: parse(text), states: 0, writes: [] }, builder, { threads: 1, without, ...options });
}
const matrix = (rows: number, columns: number): ProgramValueData => ({
  type: tensorType(f32, [rows, columns]),
  storage: new Storage(Float32Array.from({ length: rows * columns }, (_, i) => (i % 7) / 7)),
});
function eventsOf(executable: Executable, inputs: readonly ProgramValueData[]): OperationEvent[] {
  const seen: OperationEvent[] = [];
  const stop = onEvent((e) => seen.push(e));
  executable.run([], inputs);
  stop();
  executable.run([], inputs);
  return seen;
}

const product = `func.func @f(%x: tensor<64x32xf32>, %w: tensor<32x64xf32>) -> tensor<64x64xf32> {
  %p = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<64x32xf32>, tensor<32x64xf32>) -> tensor<64x64xf32>
  %y = stablehlo.tanh %p : tensor<64x64xf32>
  return %y : tensor<64x64xf32>
}`;

test('a call gives its steps and then itself, with lines, kernels, work and times', () => {
  const executable = compile(product);
  const seen = eventsOf(executable, [matrix(64, 32), matrix(32, 64)]);
  expect(seen.map((e) => [e.kind, e.name, e.device, e.thread])).toEqual([
    ['step', 'stablehlo.dot_general', 'wasm', 0],
    ['step', 'stablehlo.tanh', 'wasm', 0],
    ['call', 'step', 'wasm', 0],
  ]);
  const [dot, tanh, call] = seen;
  expect(dot.step).toMatchObject({ program: 'step', index: 0, flops: 2 * 64 * 32 * 64, bytes: 4 * (2 * 64 * 32 + 64 * 64) });
  expect(tanh.step).toMatchObject({ index: 1, flops: 64 * 64, bytes: 4 * 2 * 64 * 64 });
  expect(seen.slice(0, 2).map((e) => e.step && showLocation(e.step.location))).toEqual(['module.mlir:2:8', 'module.mlir:3:8']);
  for (const key of [...(dot.step?.kernels ?? []), ...(tanh.step?.kernels ?? [])]) expect(executable.listing()).toContain(`call ${key}`);
  expect(dot.step?.kernels.length).toBeGreaterThan(0);
  expect([...call.operands, ...call.results].map(String)).toEqual(['tensor<64x32xf32>', 'tensor<32x64xf32>', 'tensor<64x64xf32>']);
  const times = [call.start, dot.start, dot.end, tanh.start, tanh.end, call.end];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(call.step).toBeNull();
});

test('steps of bodies come before the loop that they are in, once for each turn', () => {
  const loop = `func.func @f(%x: tensor<3x4xf32>) -> tensor<3x4xf32> {
    %n = stablehlo.constant dense<2> : tensor<i32>
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %one = stablehlo.constant dense<1> : tensor<i32>
    %r:2 = stablehlo.while(%i = %n, %y = %x) : tensor<i32>, tensor<3x4xf32>
     cond {
      %c = stablehlo.compare GT, %i, %zero : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.subtract %i, %one : tensor<i32>
      %z = stablehlo.sine %y : tensor<3x4xf32>
      stablehlo.return %j, %z : tensor<i32>, tensor<3x4xf32>
    }
    return %r#1 : tensor<3x4xf32>
  }`;
  const names = eventsOf(compile(loop), [matrix(3, 4)]).map((e) => e.name);
  const count = (name: string): number => names.filter((n) => n === name).length;
  expect([count('stablehlo.compare'), count('stablehlo.sine'), count('stablehlo.while')]).toEqual([3, 2, 1]);
  expect(names.slice(-2)).toEqual(['stablehlo.while', 'step']);
});

test('workers tell of their shares, within the step', async () => {
  const executable = compile(product, { threads: 3, sharedFrom: 1 });
  const inputs = [matrix(64, 32), matrix(32, 64)];
  const { team } = memoryFor({ kernels: true, threads: 3 });
  executable.run([], inputs);
  for (let i = 0; i < 500 && team?.listening !== 3; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  const seen = eventsOf(executable, inputs);
  const shares = seen.filter((e) => e.kind === 'share' && e.name === 'stablehlo.tanh');
  expect(shares.map((e) => e.thread)).toEqual([1, 2]);
  const step = seen.find((e) => e.kind === 'step' && e.name === 'stablehlo.tanh') as OperationEvent;
  for (const { start, end, step: facts } of shares) {
    expect(facts).toBe(step.step);
    // clocks of two threads agree within some microseconds
    expect(start).toBeGreaterThan(step.start - 0.05);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThan(step.end + 0.05);
  }
  team?.stop();
});

test('a program that runs operation by operation gives these and its call', () => {
  const text = `func.func @f(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
    %t = stablehlo.after_all : !stablehlo.token
    %y = stablehlo.sine %x : tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }`;
  const executable = compile(text, { without: ['dead-code'] });
  const seen = withBase(builder, () => eventsOf(executable, [matrix(2, 2)]));
  expect(seen.filter((e) => e.name !== 'stablehlo.after_all').map((e) => [e.kind, e.name])).toEqual([
    ['operation', 'stablehlo.sine'],
    ['call', 'step'],
  ]);
});

test('a program that raises gives no event of its call, and later ones do', () => {
  const text = `func.func @f(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
    check.expect_eq_const %x, dense<0.0> : tensor<2x2xf32>
    %y = stablehlo.sine %x : tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }`;
  const executable = compile(text);
  const seen: string[] = [];
  const stop = onEvent((e) => seen.push(e.kind));
  expect(() => executable.run([], [matrix(2, 2)])).toThrow(/differ/);
  expect(seen).not.toContain('call');
  executable.run([], [{ type: tensorType(f32, [2, 2]), storage: new Storage(new Float32Array(4)) }]);
  stop();
  expect(seen.at(-1)).toBe('call');
});
