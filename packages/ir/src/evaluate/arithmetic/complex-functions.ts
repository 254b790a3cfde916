/** Elementary functions of a complex number, principal branches. Source: DLMF chapters 4.2 to 4.37. */
import type { Complex } from '../../types/element.ts';

const complexOf = (re: number, im: number): Complex => ({ re, im });

/** tanh(x + iy) = (sinh 2x + i sin 2y) / (cosh 2x + cos 2y); for large |x| the quotient is ±1, where cosh would overflow. DLMF 4.35.36. */
export function tanh({ re, im }: Complex): Complex {
  if (Math.abs(re) > 20) return complexOf(Math.sign(re), 4 * Math.sin(im) * Math.cos(im) * Math.exp(-2 * Math.abs(re)));
  const scale = Math.cosh(2 * re) + Math.cos(2 * im);
  return complexOf(Math.sinh(2 * re) / scale, Math.sin(2 * im) / scale);
}
