/**
 * Delta debugging: a subset of items that still fails and of which no part can be left out (ddmin without the half that tests subsets alone).
 * Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
 */

/** `items` must fail. Asks at most `budget` times. */
export function smallestFailing<T>(items: readonly T[], fails: (items: readonly T[]) => boolean, budget: number = 2000): readonly T[] {
  let current = items;
  let parts = 2;
  let asked = 0;
  while (current.length > 1 && asked < budget) {
    const size = Math.ceil(current.length / parts);
    let reduced = false;
    for (let start = 0; start < current.length && asked < budget; start += size) {
      const rest = [...current.slice(0, start), ...current.slice(start + size)];
      asked++;
      if (rest.length === 0 || !fails(rest)) continue;
      current = rest;
      parts = Math.max(parts - 1, 2);
      reduced = true;
      break;
    }
    if (reduced) continue;
    if (size === 1) break;
    parts = Math.min(parts * 2, current.length);
  }
  return current;
}
