/** What a planned program needs: memory and work. */
import { blocksAtPeak, bodiesOf, bytesMoved, type ProgramPlan, type Step } from '@millrace/compiler';
import { showLocation, type TensorType } from '@millrace/ir';
import type { CostReport, LargeBuffer, MemoryReport } from './executable.ts';
import type { PlannedProgram } from './stored.ts';

const bytesOf = (types: readonly TensorType[]): number => types.reduce((sum, t) => sum + t.size * t.element.bytes, 0);

/** Values that a report names. */
const named = 8;

export function largestBuffers(plan: ProgramPlan): readonly LargeBuffer[] {
  return blocksAtPeak(plan)
    .slice(0, named)
    .map(({ bytes, slot, maker }) => {
      const place = maker && maker.location.kind !== 'unknown' ? showLocation(maker.location) : '';
      return { bytes, name: maker?.name ?? (slot.kind === 'input' ? `input ${slot.index}` : 'copy'), place };
    });
}

export function memoryOf({ states, argumentTypes, outputTypes, plan }: PlannedProgram): MemoryReport {
  return {
    stateBytes: bytesOf(argumentTypes.slice(0, states)),
    constantBytes: plan.constantBytes,
    inputBytes: bytesOf(argumentTypes.slice(states)),
    outputBytes: bytesOf(outputTypes),
    arenaBytes: plan.arenaBytes,
    lowerBoundBytes: plan.lowerBoundBytes,
    largest: largestBuffers(plan),
  };
}

export function costOf(plan: ProgramPlan): CostReport {
  const kernels: Record<string, number> = {};
  let [flops, bytes] = [0, 0];
  const count = (steps: readonly Step[], times: number): void => {
    for (const step of steps) {
      kernels[step.kind] = (kernels[step.kind] ?? 0) + 1;
      if (step.kind === 'kernels') flops += step.flops * times;
      bytes += times * bytesMoved(step);
      for (const body of bodiesOf(step)) count(body, step.kind === 'scan' ? times * step.length : times);
    }
  };
  count(plan.steps, 1);
  return { flops, bytes, kernels };
}

/** What fills the memory of a program, for the error of one that does not fit. */
export function showNeeds(plan: ProgramPlan): string {
  const values = largestBuffers(plan).map(({ bytes, name, place }) => `${bytes} bytes of ${name}${place && ` at ${place}`}`);
  const parts = `${plan.arenaBytes} bytes for values that live together, ${plan.constantBytes} for constants`;
  return `${parts}; the largest of those values: ${values.join('; ') || 'none'}`;
}
