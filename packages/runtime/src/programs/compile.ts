/** From a program with state to an executable of the device in use. */
import { optimize, planProgram, unplannable } from '@millrace/compiler';
import type { Program } from '@millrace/ir';
import { deviceChain } from '../devices/chain.ts';
import type { EagerBuilder } from '../eager/eager-builder.ts';
import { threadCount } from '../threads/host.ts';
import type { Executable, ProgramSpec } from './executable.ts';
import { hostKernel } from './host-step.ts';
import { InterpretedExecutable } from './interpreted.ts';
import { ProgramMemory } from './memory.ts';
import { PlannedExecutable } from './planned.ts';

const memories = new Map<string, ProgramMemory>();

/** One memory for all programs of a device and a number of threads. */
function memoryFor(kernels: boolean, threads: number): ProgramMemory {
  const key = `${kernels} ${threads}`;
  let memory = memories.get(key);
  if (!memory) memories.set(key, (memory = new ProgramMemory({ kernels, threads })));
  return memory;
}

export interface CompileOptions {
  /** Names of compiler passes to leave out, to find the one that breaks a program. */
  readonly without?: readonly string[];
  /** Parts that large operations are cut into; results do not depend on it. Default: `MILLRACE_THREADS`, else all processors. */
  readonly threads?: number;
  /** Element operations from which on an operation is cut. Default 100,000. */
  readonly sharedFrom?: number;
}

const hasKernels = (): boolean => deviceChain()[0].name === 'wasm';

/** The program after the passes that suit the device in use. Throws ValueError for unknown names in `without`. */
export const optimizeForDevice = (program: Program, { without }: Pick<CompileOptions, 'without'> = {}): Program =>
  optimize(program, { without, epilogues: hasKernels() });

/**
 * Compiles a program for the device in use: passes, then a table of kernel calls. What no table can hold, a program with open sizes or tokens, runs
 * operation by operation on `builder`.
 */
export function compileProgram(spec: ProgramSpec, builder: EagerBuilder, options: CompileOptions = {}): Executable {
  const optimized = { ...spec, program: optimizeForDevice(spec.program, options) };
  if (unplannable(optimized.program)) return new InterpretedExecutable(optimized, builder);
  const kernels = hasKernels();
  const { threads = kernels ? threadCount() : 1, sharedFrom } = options;
  const plan = planProgram({ ...optimized, kernels, fused: false, threads, sharedFrom, hostRuns: (operation) => hostKernel(operation) !== null });
  return new PlannedExecutable(optimized, plan, memoryFor(kernels, threads));
}
