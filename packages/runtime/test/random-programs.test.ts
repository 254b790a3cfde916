/**
 * Random programs, compiled as a whole, equal the same operations compiled one by one (those are held to the evaluator by
 * primitives-in-programs.test.ts, within the bounds of their tables). Every bit counts.
 * Two passes stay out: folding takes the evaluator's bits, not the device's, and some rewrites of algebra say that they change bits.
 * `MILLRACE_FUZZ=seconds` runs as long as that from a seed of the clock; the seed of a failure is in its message.
 */
import { evaluateProgram, type Literal, type Operation, Program, ProgramValue, plainHost } from '@millrace/ir';
import { randomProgram, worstDifference } from '@millrace/testing';
import { expect, test } from 'vitest';
import { setDevice } from '../src/devices/chain.ts';
import { EagerBuilder } from '../src/eager/eager-builder.ts';
import { contiguous, Storage } from '../src/memory/storage.ts';
import { type CompileOptions, compileProgram } from '../src/programs/compile.ts';

const builder = new EagerBuilder(plainHost);

function run(program: Program, args: readonly Literal[], options: CompileOptions): readonly Literal[] {
  const executable = compileProgram({ name: 'random', program, states: 0, writes: [] }, builder, options);
  const inputs = args.map(({ type, data }) => ({ type, storage: new Storage(data, null, 0, true) }));
  return executable.run([], inputs).map(({ type, storage }) => ({ type, data: contiguous(storage, type) }));
}

/** One operation compiled by itself, or undefined for constants and for branches, whose operations come one by one, too. */
function alone(operation: Operation, operands: readonly Literal[]): readonly Literal[] | undefined {
  if (operation.regions.some((r) => r.captures.length > 0) || operands.length === 0) return undefined;
  const args = operation.operands.map((o) => new ProgramValue(o.type));
  const results = operation.results.map((r) => new ProgramValue(r.type));
  return run(new Program(args, [{ ...operation, operands: args, results }], results), operands, { threads: 1 });
}

/** What differs for one seed, or null. */
function difference(seed: number, device: 'js' | 'wasm', threads: number): string | null {
  setDevice(device);
  const { program, args } = randomProgram(seed, 40);
  const elsewhere = (operation: Operation, operands: readonly unknown[]) => alone(operation, operands as readonly Literal[]);
  const want = evaluateProgram(program, args, { elsewhere }) as readonly Literal[];
  const got = run(program, args, { threads, sharedFrom: 0, without: ['constant-folding', 'algebra'] });
  for (const [k, w] of want.entries()) {
    const worst = worstDifference(got[k], w, 0);
    if (worst) return `seed ${seed} on ${device} with ${threads} threads: result ${k}, ${w.type}, [${worst.index}] is ${worst.got}, not ${worst.want}`;
  }
  return null;
}

/** A program that does not compile or run is one more that differs. */
function differenceOrError(seed: number, device: 'js' | 'wasm', threads: number): string | null {
  try {
    return difference(seed, device, threads);
  } catch (error) {
    return `seed ${seed} on ${device} with ${threads} threads: ${(error as Error).stack}`;
  }
}

const seconds = Number(process.env.MILLRACE_FUZZ ?? 0);
const configurations = [
  ['js', 1],
  ['wasm', 1],
  ['wasm', 3],
] as const;

test.each(configurations)('random programs on %s, threads: %d', { timeout: 120_000 + 1000 * seconds }, (device, threads) => {
  const until = performance.now() + (1000 * seconds) / configurations.length;
  const first = seconds > 0 ? Date.now() % 1e9 : 20261124;
  const found: string[] = [];
  for (let i = 0; i < 60 || performance.now() < until; i++) {
    const wrong = differenceOrError(first + i, device, threads);
    if (wrong) found.push(wrong);
  }
  expect(found).toEqual([]);
});
