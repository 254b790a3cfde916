/** The place that an operation comes from while a program is run or transformed: the user's line when it was traced, not that of the call. */
import type { Location } from './location.ts';

let ambient: Location | null = null;

/** The place of the operation at work; null outside of programs, where the stack tells. */
export const ambientLocation = (): Location | null => ambient;

/** Sets the place, unless it is unknown; null clears it. Returns the one before, to put back. */
export function setAmbientLocation(location: Location | null): Location | null {
  const before = ambient;
  if (location === null || location.kind !== 'unknown') ambient = location;
  return before;
}

/** Runs `body` with operations placed at `location`; null: where the stack says. */
export function atLocation<T>(location: Location | null, body: () => T): T {
  const before = setAmbientLocation(location);
  try {
    return body();
  } finally {
    ambient = before;
  }
}
