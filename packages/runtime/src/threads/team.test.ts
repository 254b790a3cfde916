/** Threads on programs: results equal those of one thread, bit for bit; a worker that dies ends in an error, not in a hang. */
import { f32, type Literal, type Program, plainHost } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { drawLiteral, normal, Random } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import { setDevice } from '../devices/chain.ts';
import { EagerBuilder } from '../eager/eager-builder.ts';
import { contiguous, Storage } from '../memory/storage.ts';
import { compileProgram } from '../programs/compile.ts';
import { ProgramMemory } from '../programs/memory.ts';
import { canShareMemory, threadCount } from './host.ts';
import type { ThreadTeam } from './team.ts';

const builder = new EagerBuilder(plainHost);
const text = `func.func @f(%x: tensor<256x300xf32>, %w: tensor<300x260xf32>) -> (tensor<256x260xf32>, tensor<256xf32>) {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %p = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<256x300xf32>, tensor<300x260xf32>) -> tensor<256x260xf32>
  %y = stablehlo.tanh %p : tensor<256x260xf32>
  %s = stablehlo.reduce(%y init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<256x260xf32>, tensor<f32>) -> tensor<256xf32>
  return %y, %s : tensor<256x260xf32>, tensor<256xf32>
}`;
const program: Program = parseModule(text).functions[0].program;
const random = new Random(5);
const operands = [
  [256, 300],
  [300, 260],
].map((shape) => drawLiteral(normal(), random, f32, shape));
const inputs = operands.map(({ type, data }: Literal) => ({ type, storage: new Storage(data, null, 0, true) }));

const run = (threads: number): Float32Array[] => {
  const executable = compileProgram({ name: 'f', program, states: 0, writes: [] }, builder, { threads, sharedFrom: 1000 });
  return executable.run([], inputs).map(({ type, storage }) => contiguous(storage, type) as Float32Array);
};
const untilListening = async (team: ThreadTeam, count: number): Promise<void> => {
  for (let i = 0; i < 500 && team.listening < count; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(team.listening).toBe(count);
};

describe('programs on several threads', () => {
  test('give the same bits, before and after the workers have joined', async () => {
    setDevice('wasm');
    expect(canShareMemory()).toBe(true);
    const want = run(1);
    for (let round = 0; round < 40; round++) {
      expect(run(3)).toEqual(want);
      if (round < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
});

/** A memory with a team whose first kernel adds 1 to the word at its descriptor, and whose second one traps. */
async function smallTeam(): Promise<{ readonly memory: ProgramMemory; readonly team: ThreadTeam; readonly words: () => Int32Array }> {
  const memory = new ProgramMemory({ kernels: true, threads: 2 });
  const { default: wabt } = await import('wabt');
  const wat = `(module (import "millrace" "memory" (memory 1 65536 shared))
    (func (export "k0") (param i32 i32) (i32.store (local.get 0) (i32.add (i32.load (local.get 0)) (i32.const 1))))
    (func (export "k1") (param i32 i32) (if (local.get 1) (then unreachable))))`;
  const { buffer } = (await wabt()).parseWat('team.wat', wat, { threads: true }).toBinary({});
  (memory.team as ThreadTeam).addCode(buffer, 2);
  return { memory, team: memory.team as ThreadTeam, words: () => memory.views.i32 as Int32Array };
}

describe('a team', () => {
  test('runs every part once, whoever listens', async () => {
    const { memory, team, words } = await smallTeam();
    const places = Array.from({ length: 5 }, () => memory.allocate(4, 'a counter'));
    const calls: number[] = [];
    const addOne = (address: number): void => {
      words()[address / 4]++;
      calls.push(address);
    };
    team.run(0, addOne, places);
    await untilListening(team, 2);
    for (let i = 0; i < 1000; i++) team.run(0, addOne, places);
    expect(places.map((p) => words()[p / 4])).toEqual(places.map(() => 1001));
    expect(calls.length).toBe(5 + 1000 * 3);
    team.stop();
  });
  test('runs nothing again when a worker is woken without a new call', async () => {
    const { memory, team, words } = await smallTeam();
    const place = memory.allocate(4, 'a counter');
    const other = memory.allocate(4, 'a counter');
    const addOne = (address: number): void => void words()[address / 4]++;
    team.run(0, addOne, [place, other]);
    await untilListening(team, 2);
    for (let i = 0; i < 20; i++) {
      team.run(0, addOne, [place, other]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (let word = 0; word < 256; word++) Atomics.notify(words(), word);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([words()[place / 4], words()[other / 4]]).toEqual([21, 21]);
    team.stop();
  });
  test('says that a kernel trapped, and works again afterwards', async () => {
    const { memory, team, words } = await smallTeam();
    const place = memory.allocate(4, 'a counter');
    team.run(0, () => undefined, [place, place]);
    await untilListening(team, 2);
    expect(() => team.run(1, () => undefined, [0, 0])).toThrow(/a kernel trapped in a worker/);
    expect(team.listening).toBe(1);
    const before = words()[place / 4];
    team.run(0, (address) => void words()[address / 4]++, [place, place]);
    expect(words()[place / 4]).toBe(before + 2);
    await untilListening(team, 2);
    team.stop();
  });
});

test('the number of threads is a whole number of at least 1', () => {
  const before = process.env.MILLRACE_THREADS;
  process.env.MILLRACE_THREADS = '3';
  expect(threadCount()).toBe(3);
  process.env.MILLRACE_THREADS = '0';
  expect(() => threadCount()).toThrow(/MILLRACE_THREADS/);
  if (before === undefined) delete process.env.MILLRACE_THREADS;
  else process.env.MILLRACE_THREADS = before;
});
