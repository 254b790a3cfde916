/**
 * Which examples of a batch are really in the branch or loop that is being batched. Where examples differ, all branches run for all of them;
 * a check must fail only for an example that is there (design-notes N4: "under a batched cond, a check carries the branch mask").
 */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';

let current: Value | null = null;

/** The mask ([size], true for examples that are in), or null where all are. */
export const currentMask = (): Value | null => current;

function withCurrent<T>(mask: Value | null, body: () => T): T {
  const outer = current;
  current = mask;
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** Runs `body` for the examples of `mask`, of those that were in before. */
export const withMask = <T>(mask: Value, b: Methods, body: () => T): T => withCurrent(current ? b.and(current, mask) : mask, body);

/** Runs `body`, which belongs to an outer batch, without the mask. */
export const withoutMask = <T>(body: () => T): T => withCurrent(null, body);
