/** Fixpoints over the carried values of loops: which of them have tangents, or differ between the examples of a batch. */
import type { Region } from '../../builder/value.ts';

/**
 * The smallest set of carried values that holds `start` and, with it, every result that `step` says the body makes of it.
 * `step` takes flags of the carried values and answers with flags of the body's results for them.
 */
export function carryFixpoint(start: readonly boolean[], step: (flags: readonly boolean[]) => readonly boolean[]): boolean[] {
  let flags = [...start];
  for (;;) {
    const out = step(flags);
    const next = flags.map((f, i) => f || out[i]);
    if (next.every((f, i) => f === flags[i])) return flags;
    flags = next;
  }
}

/** Whether any capture has a tangent. */
export const movesCaptures = (region: Region): boolean => region.captureTangents?.some((t) => t !== null) ?? false;
