/** Logarithm of the gamma function and its derivatives. Source: DLMF chapter 5. */
import { polynomial } from './polynomial.ts';
import { zeta } from './zeta.ts';

/** Coefficients of z^k in log gamma(2 + z): 1 - Euler's constant, then (-1)^k (zeta(k) - 1) / k. DLMF 5.7.3 and 5.5.1. */
const aroundTwo: readonly number[] = [0, 0.4227843350984671, ...Array.from({ length: 44 }, (_, i) => ((i % 2 === 0 ? 1 : -1) * zeta(i + 2, 2)) / (i + 2))];

/** B2k / (2k (2k - 1)): Stirling's series, DLMF 5.11.1. */
const stirling: readonly number[] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400, 43867 / 244188];

const halfLogTwoPi = 0.9189385332046728;

/** sin(pi x) with the argument reduced before it is multiplied. */
function sinPi(x: number): number {
  const rest = x - 2 * Math.round(x / 2);
  if (Math.abs(rest) <= 0.25) return Math.sin(Math.PI * rest);
  if (Math.abs(rest) < 0.75) return Math.sign(rest) * Math.cos(Math.PI * (0.5 - Math.abs(rest)));
  return Math.sin(Math.PI * (Math.sign(rest) - rest));
}

function tanPi(x: number): number {
  const rest = x - Math.round(x);
  return Math.abs(rest) <= 0.25 ? Math.tan(Math.PI * rest) : Math.sign(rest) / Math.tan(Math.PI * (0.5 - Math.abs(rest)));
}

/** log |gamma(x)|; infinite at 0, -1, -2, … and at both infinities. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) === Infinity || (x <= 0 && x === Math.floor(x))) return Infinity;
  // Reflection, DLMF 5.5.3; near 0 the recurrence below keeps more digits.
  if (x < -0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x);
  if (x >= 10) {
    const inverse = 1 / x;
    return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + inverse * polynomial(inverse * inverse, stirling);
  }
  if (x < 0.5) return polynomial(x, aroundTwo) - Math.log1p(x) - Math.log(Math.abs(x));
  if (x < 1.5) return polynomial(x - 1, aroundTwo) - Math.log1p(x - 1);
  let product = 1;
  let z = x;
  while (z >= 2.5) product *= --z;
  return Math.log(product) + polynomial(z - 2, aroundTwo);
}

/** The positive zero of digamma, in three parts that add up to 35 digits. */
const digammaZero = [1569415565 / 2 ** 30, 381566830 / 2 ** 60, 9.016312093258695e-20] as const;
/** Coefficients of (x - zero)^n: the derivatives there, over n!. DLMF 5.15.1. Enough for |x - zero| < 0.55. */
const aroundZero: readonly number[] = [0, ...Array.from({ length: 44 }, (_, i) => (i % 2 === 0 ? 1 : -1) * zeta(i + 2, digammaZero[0] + digammaZero[1]))];

/** -B2k / 2k: DLMF 5.11.2. */
const digammaSeries: readonly number[] = [-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760, -1 / 12, 3617 / 8160, -43867 / 14364];

/**
 * The derivative of log gamma; NaN at its poles 0, -1, -2, … Accurate to 3 units in the last place for x > 0, also beside its zero, where
 * Lanczos's approximation (as XLA has it) keeps 13 digits or fewer.
 */
export function digamma(x: number): number {
  if (x === Infinity) return x;
  if (!(x > 0)) {
    if (x === Math.floor(x) || !Number.isFinite(x)) return NaN;
    return digamma(1 - x) - Math.PI / tanPi(x); // DLMF 5.5.4
  }
  if (x < 1) return digamma(x + 1) - 1 / x; // DLMF 5.5.2
  if (x < 10) {
    let sum = 0;
    let a = x;
    while (a >= 2) sum += 1 / --a;
    return sum + polynomial(a - digammaZero[0] - digammaZero[1] - digammaZero[2], aroundZero);
  }
  const inverse = 1 / x;
  const square = inverse * inverse;
  return Math.log(x) - 0.5 * inverse + square * polynomial(square, digammaSeries);
}

/** n!, exact to rounding. */
function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n && product < Infinity; k++) product *= k;
  return product;
}

/** The n-th derivative of digamma for n = 0, 1, 2, …: (-1)^(n+1) n! zeta(n + 1, x). NaN for other n. DLMF 5.15.1, 25.11.12. */
export function polygamma(n: number, x: number): number {
  if (!(n >= 0) || n !== Math.floor(n)) return NaN;
  if (n === 0) return digamma(x);
  return (n % 2 === 0 ? -1 : 1) * factorial(n) * zeta(n + 1, x);
}
