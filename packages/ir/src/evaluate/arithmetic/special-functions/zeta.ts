/** The Hurwitz zeta function. Source: DLMF 25.11.1 and, for the tail, the Euler-Maclaurin formula 2.10.1. */

/** Bernoulli numbers B2, B4, … over (2k)!, as 1 / (±c): DLMF 24.2. */
const bernoulliOverFactorial: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
  -174611 / 802857662698291200000,
  5.5090028283602295e-18,
  -1.395446468581252e-19,
];

/**
 * The sum of (q + n)^-s over n >= 0. Infinite at s = 1, NaN below; for q <= 0 it needs an integer s, and at the poles (q = 0, -1, …) it is
 * infinite for even s and NaN for odd s, whose sign is not defined.
 */
export function zeta(s: number, q: number): number {
  if (s === 1) return Infinity;
  if (!(s > 1) || Number.isNaN(q)) return NaN;
  if (q <= 0 && q === Math.floor(q)) return s % 2 === 0 ? Infinity : NaN;
  if (q < 0 && s !== Math.floor(s)) return NaN;
  if (q === Infinity) return 0;
  let sum = 0;
  let a = q;
  for (let n = 0; n < 10 || a < 10; n++, a++) {
    const term = a ** -s;
    sum += term;
    if (a > 0 && term < sum * 2 ** -60) return sum;
  }
  return sum + tail(s, a);
}

/** The sum of (a + n)^-s over n >= 0 for a >= 10. */
function tail(s: number, a: number): number {
  const power = a ** -s;
  let sum = (power * a) / (s - 1) + power / 2;
  let factor = (s * power) / a;
  bernoulliOverFactorial.forEach((b, k) => {
    sum += b * factor;
    factor *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / (a * a);
  });
  return sum;
}
