/** From a program with state to an executable of the device in use. */
import { planProgram, unplannable } from '@millrace/compiler';
import { deviceChain } from '../devices/chain.ts';
import { Heap } from '../devices/wasm/heap.ts';
import type { EagerBuilder } from '../eager/eager-builder.ts';
import type { Executable, ProgramSpec } from './executable.ts';
import { hostKernel } from './host-step.ts';
import { InterpretedExecutable } from './interpreted.ts';
import { ProgramMemory } from './memory.ts';
import { PlannedExecutable } from './planned.ts';

const memories = new Map<boolean, ProgramMemory>();

/** What WebAssembly can address. */
const mostBytes = 65536 * 65536;

/** One memory for all programs of a device. */
function memoryFor(kernels: boolean): ProgramMemory {
  let memory = memories.get(kernels);
  if (!memory) memories.set(kernels, (memory = new ProgramMemory(new Heap({ largest: mostBytes, kernels }), kernels)));
  return memory;
}

/**
 * Compiles a program for the device in use. What no table can hold, a program with open sizes or tokens, runs operation by operation on `builder`.
 */
export function compileProgram(spec: ProgramSpec, builder: EagerBuilder): Executable {
  if (unplannable(spec.program)) return new InterpretedExecutable(spec, builder);
  const kernels = deviceChain()[0].name === 'wasm';
  const plan = planProgram({ ...spec, kernels, fused: false, hostRuns: (operation) => hostKernel(operation) !== null });
  return new PlannedExecutable(spec, plan, memoryFor(kernels));
}
