/** What a planned program needs: memory and work. */
import { bodiesOf, type ProgramPlan, type Step } from '@millrace/compiler';
import type { TensorType } from '@millrace/ir';
import type { CostReport, MemoryReport } from './executable.ts';
import type { PlannedProgram } from './stored.ts';

const bytesOf = (types: readonly TensorType[]): number => types.reduce((sum, t) => sum + t.size * t.element.bytes, 0);

export function memoryOf({ states, argumentTypes, outputTypes, plan }: PlannedProgram): MemoryReport {
  return {
    stateBytes: bytesOf(argumentTypes.slice(0, states)),
    constantBytes: plan.constantBytes,
    inputBytes: bytesOf(argumentTypes.slice(states)),
    outputBytes: bytesOf(outputTypes),
    arenaBytes: plan.arenaBytes,
    lowerBoundBytes: plan.lowerBoundBytes,
  };
}

export function costOf(plan: ProgramPlan): CostReport {
  const kernels: Record<string, number> = {};
  let [flops, bytes] = [0, 0];
  const count = (steps: readonly Step[], times: number): void => {
    for (const step of steps) {
      kernels[step.kind] = (kernels[step.kind] ?? 0) + 1;
      if (step.kind === 'kernels') flops += step.work * times;
      if (step.kind === 'kernels' || step.kind === 'host') bytes += times * bytesOf([...step.origin.operands, ...step.origin.results]);
      for (const body of bodiesOf(step)) count(body, step.kind === 'scan' ? times * step.length : times);
    }
  };
  count(plan.steps, 1);
  return { flops, bytes, kernels };
}
