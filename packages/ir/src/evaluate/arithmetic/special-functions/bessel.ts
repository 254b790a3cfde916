/** Modified Bessel functions of the first kind, scaled by exp(-|x|). Source: DLMF 10.25.2 (power series, no cancellation) and 10.40.1. */

/** exp(-x) I_order(x) for x >= 0. */
function scaled(order: 0 | 1, x: number): number {
  if (x === Infinity) return 0;
  return x < 20 ? Math.exp(-x) * series(order, x) : asymptotic(order, x);
}

function series(order: number, x: number): number {
  const quarter = (x * x) / 4;
  let term = order === 0 ? 1 : x / 2;
  let sum = term;
  for (let k = 1; term > sum * 2 ** -56; k++) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return sum;
}

/** 1 / sqrt(2 pi x) times the sum of (-1)^k a_k(order) / x^k, cut at the smallest term (about exp(-2 x): below 2^-57 from x = 20 on). */
function asymptotic(order: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40 && Math.abs(term) > 2 ** -56; k++) {
    term *= -(4 * order * order - (2 * k - 1) ** 2) / (8 * k * x);
    sum += term;
  }
  return sum / Math.sqrt(2 * Math.PI * x);
}

/** exp(-|x|) I0(x). */
export const besselI0e = (x: number): number => scaled(0, Math.abs(x));
/** exp(-|x|) I1(x). */
export const besselI1e = (x: number): number => Math.sign(x) * scaled(1, Math.abs(x));
