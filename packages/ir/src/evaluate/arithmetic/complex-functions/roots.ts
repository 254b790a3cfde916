/** Roots and powers, principal branches. */
import type { Complex } from '../../../types/element.ts';
import { divide } from './division.ts';
import { complexOf, log } from './exponential.ts';

const copySign = (magnitude: number, sign: number): number => (sign < 0 || Object.is(sign, -0) ? -Math.abs(magnitude) : Math.abs(magnitude));

/** Square root with non-negative real part. Special values as in C99, annex G.6.4.2. */
export function sqrt({ re, im }: Complex): Complex {
  if (re === 0 && im === 0) return complexOf(0, im);
  if (Math.abs(im) === Infinity) return complexOf(Infinity, im);
  if (Math.abs(re) === Infinity) {
    const other = Number.isNaN(im) ? NaN : 0;
    return re > 0 ? complexOf(re, Number.isNaN(im) ? NaN : copySign(0, im)) : complexOf(other, Number.isNaN(im) ? Infinity : copySign(Infinity, im));
  }
  const largest = Math.max(Math.abs(re), Math.abs(im));
  // Powers of 4 keep |re| + |z| within range, and their square roots are exact.
  const scale = largest > 2 ** 1020 ? 2 ** -8 : largest < 2 ** -960 ? 2 ** 200 : 1;
  const [x, y] = [re * scale, im * scale];
  const t = Math.sqrt((Math.abs(x) + Math.hypot(x, y)) / 2);
  const other = y / (2 * t);
  const back = 1 / Math.sqrt(scale);
  return x >= 0 ? complexOf(t * back, other * back) : complexOf(Math.abs(other) * back, copySign(t, im) * back);
}

/** 1 / sqrt(z); at 0 the direction of infinity is not defined: infinity + NaN i, as in XLA. */
export function rsqrt(z: Complex): Complex {
  if (z.re === 0 && z.im === 0) return complexOf(Infinity, NaN);
  return divide(complexOf(1, 0), sqrt(z));
}

/** The cube root whose argument is a third of the principal one. */
export function cbrt(z: Complex): Complex {
  if (z.im === 0 && !(z.re < 0)) return complexOf(Math.cbrt(z.re), z.im);
  const modulus = Math.cbrt(Math.hypot(z.re, z.im));
  const angle = Math.atan2(z.im, z.re) / 3;
  return complexOf(modulus * Math.cos(angle), modulus * Math.sin(angle));
}

/** exp(b log a). 0 to the power 0 is 1; 0 to a power with positive real part is 0, to any other NaN. */
export function power(a: Complex, b: Complex): Complex {
  if (b.re === 0 && b.im === 0) return complexOf(1, 0);
  if (a.re === 0 && a.im === 0) return b.re > 0 ? complexOf(0, 0) : complexOf(NaN, NaN);
  const { re: logModulus, im: angle } = log(a);
  const modulus = Math.hypot(a.re, a.im) ** b.re * Math.exp(-b.im * angle);
  const turn = b.im * logModulus + b.re * angle;
  if (turn === 0) return complexOf(modulus, turn);
  return complexOf(modulus * Math.cos(turn), modulus * Math.sin(turn));
}
