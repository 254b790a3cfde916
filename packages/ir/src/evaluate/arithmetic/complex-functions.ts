/** Elementary functions of a complex number, principal branches. Source: DLMF chapter 4; C99, annex G for special values. */
import type { Complex } from '../../types/element.ts';
import { divide } from './complex-functions/division.ts';
import { complexOf, exp } from './complex-functions/exponential.ts';

export { divide, multiply } from './complex-functions/division.ts';
export { exp, expm1, log, log1p } from './complex-functions/exponential.ts';
export { cos, cosh, sin, sinh, tan, tanh } from './complex-functions/hyperbolic.ts';
export { acos, acosh, asin, asinh, atan, atan2, atanh } from './complex-functions/inverse.ts';
export { cbrt, power, rsqrt, sqrt } from './complex-functions/roots.ts';

/** 1 / (1 + e^-z), by the exponential that does not overflow. */
export function logistic(z: Complex): Complex {
  const e = exp(z.re >= 0 ? complexOf(-z.re, -z.im) : z);
  return divide(z.re >= 0 ? complexOf(1, 0) : e, complexOf(1 + e.re, e.im));
}

/** z / |z|; 0 at 0, NaN where a part is NaN. Source: StableHLO specification, sign. */
export function sign({ re, im }: Complex): Complex {
  if (Number.isNaN(re) || Number.isNaN(im)) return complexOf(NaN, NaN);
  if (re === 0 && im === 0) return complexOf(0, 0);
  const length = Math.hypot(re, im);
  if (length === Infinity && Number.isFinite(re) && Number.isFinite(im)) return sign(complexOf(re / 4, im / 4));
  return complexOf(re / length, im / length);
}
