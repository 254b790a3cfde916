/** Plans of small programs: what is a view, what is written in place, what moves. */
import { parseModule } from '@millrace/ir/text';
import { describe, expect, test } from 'vitest';
import { planProgram, unplannable } from './plan-program.ts';
import { printPlan } from './print-plan.ts';
import type { ProgramPlan } from './steps.ts';

const f = (args: string, results: string, ...lines: string[]): string => `func.func @f(${args}) -> (${results}) {\n${lines.join('\n')}\n}`;

function plan(text: string, states: number = 0, writes: readonly number[] = []): ProgramPlan {
  const { program } = parseModule(text).functions[0];
  return planProgram({ program, states, writes, kernels: true, fused: false, threads: 1, hostRuns: () => true });
}
const kinds = ({ steps }: ProgramPlan): string[] => steps.map((s) => (s.kind === 'kernels' ? s.origin.name : s.kind));

const m = 'tensor<8x4xf32>';
const update = [`%n = stablehlo.add %v, %x : ${m}`, `return %n : ${m}`];

describe('views', () => {
  test('transposes, broadcasts, slices and reshapes of what is row-major take no step', () => {
    const text = f(
      `%x: ${m}, %b: tensor<4xf32>`,
      'tensor<2x4xf32>',
      `%t = stablehlo.transpose %x, dims = [1, 0] : (${m}) -> tensor<4x8xf32>`,
      '%s = stablehlo.slice %t [0:4, 2:6:2] : (tensor<4x8xf32>) -> tensor<4x2xf32>',
      '%u = stablehlo.transpose %s, dims = [1, 0] : (tensor<4x2xf32>) -> tensor<2x4xf32>',
      '%c = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<4xf32>) -> tensor<2x4xf32>',
      '%r = stablehlo.add %u, %c : tensor<2x4xf32>',
      'return %r : tensor<2x4xf32>',
    );
    expect(kinds(plan(text))).toEqual(['stablehlo.add']);
  });
  test('a reshape of transposed elements copies them first', () => {
    const text = f(
      `%x: ${m}`,
      'tensor<32xf32>',
      `%t = stablehlo.transpose %x, dims = [1, 0] : (${m}) -> tensor<4x8xf32>`,
      '%r = stablehlo.reshape %t : (tensor<4x8xf32>) -> tensor<32xf32>',
      'return %r : tensor<32xf32>',
    );
    expect(kinds(plan(text))).toEqual(['copy']);
  });
});

describe('in place', () => {
  test('a chain over one argument needs one block', () => {
    const text = f(`%x: ${m}`, m, `%a = stablehlo.tanh %x : ${m}`, `%b = stablehlo.negate %a : ${m}`, `%c = stablehlo.abs %b : ${m}`, `return %c : ${m}`);
    const { arena, lowerBoundBytes } = plan(text);
    expect(new Set(arena.values()).size).toBe(1);
    expect(lowerBoundBytes).toBe(128);
  });
  test('an operand that is used again keeps its place', () => {
    const text = f(`%x: ${m}`, m, `%a = stablehlo.tanh %x : ${m}`, `%b = stablehlo.add %a, %x : ${m}`, `return %b : ${m}`);
    expect(plan(text).lowerBoundBytes).toBe(256);
  });
  test('an operand that is read in another order keeps its place', () => {
    const square = 'tensor<4x4xf32>';
    const text = f(
      `%x: ${square}`,
      square,
      `%a = stablehlo.tanh %x : ${square}`,
      `%t = stablehlo.transpose %a, dims = [1, 0] : (${square}) -> ${square}`,
      `%b = stablehlo.add %a, %t : ${square}`,
      `return %b : ${square}`,
    );
    expect(plan(text).lowerBoundBytes).toBe(128);
  });
});

describe('states', () => {
  test('the operation that computes the new value writes it', () => {
    const { writes, arena } = plan(f(`%v: ${m}, %x: ${m}`, m, ...update), 1, [0]);
    expect(writes).toEqual([{ state: 0, from: null }]);
    expect(arena.size).toBe(1);
  });
  test('not where the old value is read later', () => {
    const text = f(`%v: ${m}, %x: ${m}`, `${m}, ${m}`, `%n = stablehlo.add %v, %x : ${m}`, `return %n, %v : ${m}, ${m}`);
    expect(plan(text, 1, [0]).writes[0].from).not.toBeNull();
  });
  test('not where a later check may fail', () => {
    const text = f(`%v: ${m}, %x: ${m}`, m, update[0], `check.expect_eq %x, %x : ${m}`, update[1]);
    expect(plan(text, 1, [0]).writes[0].from).not.toBeNull();
  });
  test('two states that change places are both copied', () => {
    const { writes, steps } = plan(f(`%v: ${m}, %w: ${m}`, `${m}, ${m}`, `return %w, %v : ${m}, ${m}`), 2, [0, 1]);
    expect(writes.map((w) => w.from !== null)).toEqual([true, true]);
    expect(steps.map((s) => s.kind)).toEqual(['copy', 'copy']);
  });
  test('a state that keeps its value is left alone', () => {
    const { writes, steps } = plan(f(`%v: ${m}`, m, `return %v : ${m}`), 1, [0]);
    expect([writes, steps]).toEqual([[{ state: 0, from: null }], []]);
  });
});

test('constants with one value are one element', () => {
  const text = f(`%x: ${m}`, m, `%c = stablehlo.constant dense<2.0> : ${m}`, `%r = stablehlo.multiply %x, %c : ${m}`, `return %r : ${m}`);
  expect([...plan(text).constants.keys()].map((s) => s.bytes)).toEqual([4]);
});

test('open sizes and tokens are no table', () => {
  const open = parseModule(f('%x: tensor<?xf32>', 'tensor<?xf32>', 'return %x : tensor<?xf32>')).functions[0].program;
  expect(unplannable(open)?.type.toString()).toBe('tensor<?xf32>');
  expect(unplannable(parseModule(f(`%x: ${m}`, m, `return %x : ${m}`)).functions[0].program)).toBeNull();
});

test('a plan prints what runs where', () => {
  const text = f(`%v: ${m}, %x: ${m}`, `${m}, ${m}`, `%t = stablehlo.tanh %x : ${m}`, `%n = stablehlo.add %v, %t : ${m}`, `return %n, %t : ${m}, ${m}`);
  const lines = printPlan(plan(text, 1, [0])).split('\n');
  expect(lines[0]).toMatch(/^input0 = stablehlo\.tanh\(input0 f32\[8, 4\]\), \d+ element operations at /);
  expect(lines.slice(-3)[0]).toBe('state0 was written in place');
  expect(lines.at(-2)).toMatch(/^output0 = input0 f32\[8, 4\]$/);
  expect(lines.at(-1)).toMatch(/^arena: \d+ bytes, at least 128; constants: 0 bytes$/);
});
