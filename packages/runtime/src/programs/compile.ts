/** From a program with state to an executable of the device in use. */
import { type KernelLibrary, type KernelModule, optimize, planProgram, unplannable } from '@millrace/compiler';
import type { Program, TensorType } from '@millrace/ir';
import type { EagerBuilder } from '../eager/eager-builder.ts';
import { cacheEntry } from './cache/executable-cache.ts';
import type { Executable, ProgramSpec } from './executable.ts';
import { hostKernel } from './host-step.ts';
import { InterpretedExecutable } from './interpreted.ts';
import { ProgramMemory } from './memory.ts';
import { kernelsOf, PlannedExecutable } from './planned.ts';
import type { PlannedProgram } from './stored.ts';
import { currentTarget, hasKernels, type Target } from './target.ts';

const memories = new Map<string, ProgramMemory>();

/** One memory for all programs of a target: of a device and a number of threads. */
export function memoryFor({ kernels, threads }: Target): ProgramMemory {
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

/** The program after the passes that suit the device in use. Throws ValueError for unknown names in `without`. */
export const optimizeForDevice = (program: Program, { without }: Pick<CompileOptions, 'without'> = {}): Program =>
  optimize(program, { without, epilogues: hasKernels() });

/**
 * Compiles a program for the device in use: passes, then a table of kernel calls; or takes what an earlier process has made of it (see
 * cache/executable-cache.ts). What no table can hold, a program with open sizes or tokens, runs operation by operation on `builder`.
 */
export function compileProgram(spec: ProgramSpec, builder: EagerBuilder, options: CompileOptions = {}): Executable {
  const target = currentTarget(options.threads);
  const entry = cacheEntry(spec, target, JSON.stringify([options.without ?? [], options.sharedFrom ?? null]));
  const memory = memoryFor(target);
  const stored = entry?.read((planned) => loadKernels(memory.library, planned));
  if (stored) return new PlannedExecutable(stored, memory, target, { source: spec.program, optimized: () => optimizeForDevice(spec.program, options) });
  const program = optimizeForDevice(spec.program, options);
  if (unplannable(program)) return new InterpretedExecutable({ ...spec, program }, builder);
  const planned = plan({ ...spec, program }, target, options);
  if (entry) {
    entry.store(planned);
    loadKernels(memory.library, planned);
  } else memory.library?.functions(kernelsOf(planned.plan));
  return new PlannedExecutable(planned, memory, target, { source: spec.program, optimized: () => program });
}

/** Puts the code of a planned program into a library. Throws CompileError or LinkError of WebAssembly. */
export function loadKernels(library: KernelLibrary | null, planned: PlannedProgram): void {
  const module = planned.code();
  if (module) library?.load(module);
}

function plan({ name, program, states, writes }: ProgramSpec, target: Target, { sharedFrom }: CompileOptions): PlannedProgram {
  const made = planProgram({ program, states, writes, ...target, fused: false, sharedFrom, hostRuns: (operation) => hostKernel(operation) !== null });
  const argumentTypes = program.arguments.map((a) => a.type as TensorType);
  const outputTypes = program.results.slice(writes.length).map((r) => r.type as TensorType);
  let module: KernelModule | null | undefined;
  const code = (): KernelModule | null => (module ??= memoryFor(target).library?.emit(kernelsOf(made)) ?? null);
  return { name, states, writes, argumentTypes, outputTypes, plan: made, code };
}
