/** Which blocks fill the arena when most of it is in use, and who made them. */
import type { Slot } from './slot.ts';
import { bodiesOf, type Origin, type ProgramPlan, type Step } from './steps.ts';

/** A block that is alive at the peak. */
export interface PeakBlock {
  readonly bytes: number;
  readonly slot: Slot;
  /** The first operation that writes it; null for inputs and copies. */
  readonly maker: Origin | null;
}

/** The blocks of the arena that are alive at the first moment with the largest sum, largest first. */
export function blocksAtPeak(plan: ProgramPlan): PeakBlock[] {
  const slots = [...plan.arena.keys()].filter((s) => s.first >= 0);
  const changes = new Map<number, number>();
  for (const { first, last, bytes } of slots) {
    changes.set(first, (changes.get(first) ?? 0) + bytes);
    changes.set(last + 1, (changes.get(last + 1) ?? 0) - bytes);
  }
  let [now, most, peak] = [0, -1, 0];
  for (const at of [...changes.keys()].sort((a, b) => a - b)) {
    now += changes.get(at) as number;
    if (now > most) [most, peak] = [now, at];
  }
  const makers = makersOf(plan.steps);
  return slots
    .filter((s) => s.first <= peak && peak <= s.last && s.bytes > 0)
    .map((slot) => ({ bytes: slot.bytes, slot, maker: makers.get(slot) ?? null }))
    .sort((a, b) => b.bytes - a.bytes || a.slot.first - b.slot.first);
}

function makersOf(steps: readonly Step[], makers: Map<Slot, Origin> = new Map()): Map<Slot, Origin> {
  for (const step of steps) {
    if (step.kind === 'kernels' || step.kind === 'host') for (const slot of step.writes) if (!makers.has(slot)) makers.set(slot, step.origin);
    for (const body of bodiesOf(step)) makersOf(body, makers);
    if (step.kind === 'scan') for (const { stacked } of step.outs) if (!makers.has(stacked.slot)) makers.set(stacked.slot, step.origin);
  }
  return makers;
}
