/** Rounding to integers. Source: IEEE 754-2019, section 5.9. */
import { roundHalfEven } from '../../types/float-format.ts';

/** Gives the magnitude the sign of x, so that -0.4 rounds to -0. */
const withSignOf = (magnitude: number, x: number): number => (x < 0 || Object.is(x, -0) ? -magnitude : magnitude);

/** roundToIntegralTiesToEven. */
export function roundToEven(x: number): number {
  const magnitude = Math.abs(x);
  // From 2^52 on every number is an integer.
  return magnitude < 2 ** 52 ? withSignOf(roundHalfEven(magnitude), x) : x;
}

/** roundToIntegralTiesToAway. */
export function roundAwayFromZero(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < 2 ** 52)) return x;
  const floor = Math.floor(magnitude);
  // The rest is exact, where magnitude + 0.5 may round up.
  return withSignOf(magnitude - floor >= 0.5 ? floor + 1 : floor, x);
}
