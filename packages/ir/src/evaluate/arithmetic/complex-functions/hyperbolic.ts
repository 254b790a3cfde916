/** sinh, cosh, tanh, and sin, cos, tan as their values on the turned plane. Special values as in C99, annex G.6.2. */
import type { Complex } from '../../../types/element.ts';
import { complexOf, scaledExponential } from './exponential.ts';

/** sinh x * factor, where sinh x alone may overflow. */
const sinhTimes = (x: number, factor: number): number =>
  Math.abs(x) <= 709 ? Math.sinh(x) * factor : Math.sign(x) * scaledExponential(Math.abs(x), factor / 2);
const coshTimes = (x: number, factor: number): number => (Math.abs(x) <= 709 ? Math.cosh(x) * factor : scaledExponential(Math.abs(x), factor / 2));

/** sinh(x + iy) = sinh x cos y + i cosh x sin y. */
export function sinh({ re, im }: Complex): Complex {
  if (im === 0) return complexOf(Math.sinh(re), im);
  if (!Number.isFinite(im) && (re === 0 || Math.abs(re) === Infinity)) return complexOf(re, NaN);
  return complexOf(re === 0 ? re : sinhTimes(re, Math.cos(im)), coshTimes(re, Math.sin(im)));
}

/** cosh(x + iy) = cosh x cos y + i sinh x sin y. */
export function cosh({ re, im }: Complex): Complex {
  if (im === 0) return complexOf(Math.cosh(re), Number.isNaN(re) ? im : Math.sign(re) * im);
  if (!Number.isFinite(im) && re === 0) return complexOf(NaN, 0);
  if (!Number.isFinite(im) && Math.abs(re) === Infinity) return complexOf(Infinity, NaN);
  return complexOf(coshTimes(re, Math.cos(im)), re === 0 ? re * Math.sign(Math.sin(im)) : sinhTimes(re, Math.sin(im)));
}

/** W. Kahan, "Branch cuts for complex elementary functions" (1987), procedure CTANH; for large |x| the quotient is ±1. */
export function tanh({ re, im }: Complex): Complex {
  if (im === 0) return complexOf(Math.tanh(re), im);
  if (Math.abs(re) > 22) {
    const sine = Number.isFinite(im) ? Math.sin(im) * Math.cos(im) : 0;
    return complexOf(Math.sign(re), 4 * sine * Math.exp(-2 * Math.abs(re)));
  }
  if (!Number.isFinite(im)) return complexOf(re === 0 ? re : NaN, NaN);
  const t = Math.tan(im);
  const beta = 1 + t * t;
  const s = Math.sinh(re);
  const scale = 1 + beta * s * s;
  return complexOf((beta * Math.cosh(re) * s) / scale, t / scale);
}

/** i z and -i z: the hyperbolic functions are the circular ones on the turned plane. */
const turn = ({ re, im }: Complex): Complex => complexOf(-im, re);
const turnBack = ({ re, im }: Complex): Complex => complexOf(im, -re);

export const sin = (z: Complex): Complex => turnBack(sinh(turn(z)));
export const cos = (z: Complex): Complex => cosh(turn(z));
export const tan = (z: Complex): Complex => turnBack(tanh(turn(z)));
