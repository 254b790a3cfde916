/** Products and quotients. Special values of the quotient as in C99, annex G.5.1. */
import type { Complex } from '../../../types/element.ts';

export const multiply = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

const isInfinite = (z: Complex): boolean => Math.abs(z.re) === Infinity || Math.abs(z.im) === Infinity;
const isFiniteComplex = (z: Complex): boolean => Number.isFinite(z.re) && Number.isFinite(z.im);
/** 1 or 0 with the sign of x: infinities become 1, everything else 0. */
const unit = (x: number): number => (Math.abs(x) === Infinity ? 1 : 0) * (x < 0 || Object.is(x, -0) ? -1 : 1);

/** Smith's method: divides by the larger part, so that intermediate results do not overflow (doi:10.1145/368637.368661). */
export function divide(a: Complex, b: Complex): Complex {
  const byReal = Math.abs(b.re) >= Math.abs(b.im);
  const ratio = byReal ? b.im / b.re : b.re / b.im;
  const scale = byReal ? b.re + b.im * ratio : b.re * ratio + b.im;
  const quotient = byReal
    ? { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale }
    : { re: (a.re * ratio + a.im) / scale, im: (a.im * ratio - a.re) / scale };
  if (!Number.isNaN(quotient.re) || !Number.isNaN(quotient.im)) return quotient;
  if (b.re === 0 && b.im === 0 && !(Number.isNaN(a.re) && Number.isNaN(a.im))) {
    const infinity = Object.is(b.re, -0) ? -Infinity : Infinity;
    return { re: infinity * a.re, im: infinity * a.im };
  }
  if (isInfinite(a) && isFiniteComplex(b)) {
    const [re, im] = [unit(a.re), unit(a.im)];
    return { re: Infinity * (re * b.re + im * b.im), im: Infinity * (im * b.re - re * b.im) };
  }
  if (isInfinite(b) && isFiniteComplex(a)) {
    const [re, im] = [unit(b.re), unit(b.im)];
    return { re: 0 * (a.re * re + a.im * im), im: 0 * (a.im * re - a.re * im) };
  }
  return quotient;
}
