/** exp, log and what follows from them. Special values as in C99, annex G.6.3. */
import type { Complex } from '../../../types/element.ts';
import { addSquares } from '../double-double.ts';

export const complexOf = (re: number, im: number): Complex => ({ re, im });

/** e^x times a number of magnitude at most 1, where e^x alone may overflow. */
export function scaledExponential(x: number, factor: number): number {
  if (x <= 709) return Math.exp(x) * factor;
  const half = Math.exp(x / 2);
  return half * factor * half;
}

/** e^z. */
export function exp({ re, im }: Complex): Complex {
  if (im === 0) return complexOf(Math.exp(re), im);
  if (!Number.isFinite(im) && Math.abs(re) === Infinity) return re > 0 ? complexOf(Infinity, NaN) : complexOf(0, 0);
  return complexOf(scaledExponential(re, Math.cos(im)), scaledExponential(re, Math.sin(im)));
}

/** e^z - 1, without loss near 0: the real part is expm1(x) cos y - 2 sin²(y/2). */
export function expm1({ re, im }: Complex): Complex {
  if (im === 0) return complexOf(Math.expm1(re), im);
  if (!Number.isFinite(im) || Math.abs(re) === Infinity || re > 700) {
    const e = exp({ re, im });
    return complexOf(e.re - 1, e.im);
  }
  const s = Math.sin(im / 2);
  return complexOf(Math.expm1(re) * Math.cos(im) - 2 * s * s, Math.exp(re) * Math.sin(im));
}

/** log |z|, exact to rounding also where |z| is near 1 and where squares would over- or underflow. */
function logModulus(re: number, im: number): number {
  const modulus = Math.hypot(re, im);
  if (modulus > 0.5 && modulus < 2) return 0.5 * Math.log1p(addSquares(-1, ...ordered(re, im)));
  const largest = Math.max(Math.abs(re), Math.abs(im));
  if (largest > 2 ** 1020 && largest < Infinity) return Math.log(Math.hypot(re / 16, im / 16)) + Math.log(16);
  if (largest < 2 ** -1000 && largest > 0) return Math.log(Math.hypot(re * 2 ** 600, im * 2 ** 600)) - 600 * Math.LN2;
  return Math.log(modulus);
}

const ordered = (a: number, b: number): readonly [number, number] => (Math.abs(a) < Math.abs(b) ? [b, a] : [a, b]);

/** Principal logarithm: log |z| + i arg z. */
export const log = ({ re, im }: Complex): Complex => complexOf(logModulus(re, im), Math.atan2(im, re));

/** log(1 + z), without loss near 0. */
export function log1p({ re, im }: Complex): Complex {
  const modulus = Math.hypot(1 + re, im);
  const real = modulus > 0.5 && modulus < 2 ? 0.5 * Math.log1p(addSquares(2 * re, ...ordered(re, im))) : logModulus(1 + re, im);
  return complexOf(real, Math.atan2(im, 1 + re));
}
