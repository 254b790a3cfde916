/** The code of a plan as text: every kernel once, with the steps that call it. */
import { exportName, type KernelModule } from '../emit/wasm/kernel-library.ts';
import { printWasmModule } from '../emit/wasm/text/print-module.ts';
import { placeText } from './print-plan.ts';
import { kernelStepsOf, type ProgramPlan } from './steps.ts';

/** `module` holds the kernels of the plan. Steps are numbered from 0 in the order of the listing, those that call no kernels left out. */
export function printKernels(plan: ProgramPlan, module: KernelModule): string {
  const callers = new Map<string, string[]>();
  kernelStepsOf(plan.steps).forEach(({ origin, calls }, index) => {
    for (const key of new Set(calls.map((c) => c.kernel.key))) {
      const lines = callers.get(key) ?? [];
      lines.push(`called by step ${index}: ${origin.name}${placeText(origin)}`);
      callers.set(key, lines);
    }
  });
  const notes = new Map(module.keys.map((key, i) => [exportName(i), [key, ...(callers.get(key) ?? [])]]));
  return printWasmModule(module.bytes, (name) => notes.get(name) ?? []);
}
