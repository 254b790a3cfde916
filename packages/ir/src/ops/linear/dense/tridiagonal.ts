/** Systems with three diagonals: elimination with partial pivoting, which makes a second superdiagonal. */
import type { Complex } from '../../../types/element.ts';
import { at, copyOf, type Dense, quotient } from './dense.ts';
import { subtractRow } from './lu-factor.ts';

const zero: Complex = { re: 0, im: 0 };
const isZero = ({ re, im }: Complex): boolean => re === 0 && im === 0;
const minusProduct = (a: Complex, b: Complex, c: Complex): Complex => ({ re: a.re - (b.re * c.re - b.im * c.im), im: a.im - (b.re * c.im + b.im * c.re) });

/**
 * x with T x = b. Rows of `diagonals`: superdiagonal (its last entry is not read), diagonal, subdiagonal (its first entry is not read). Null where
 * a pivot is zero.
 */
export function solveTridiagonal(diagonals: Dense, b: Dense): Dense | null {
  const n = diagonals.columns;
  const x = copyOf(b);
  const first: Complex[] = Array.from({ length: n }, (_, i) => at(diagonals, 1, i));
  const second: Complex[] = Array.from({ length: n }, (_, i) => (i + 1 < n ? at(diagonals, 0, i) : zero));
  const third: Complex[] = Array.from({ length: n }, () => zero);
  for (let i = 0; i + 1 < n; i++) {
    let below = at(diagonals, 2, i + 1);
    if (Math.hypot(below.re, below.im) > Math.hypot(first[i].re, first[i].im)) {
      // Rows i and i + 1 change places.
      [first[i], below] = [below, first[i]];
      [second[i], first[i + 1]] = [first[i + 1], second[i]];
      [third[i], second[i + 1]] = [second[i + 1], zero];
      for (const part of [x.re, x.im]) {
        for (let c = 0; c < x.columns; c++) {
          const [p, q] = [i * x.columns + c, (i + 1) * x.columns + c];
          [part[p], part[q]] = [part[q], part[p]];
        }
      }
    }
    if (isZero(first[i])) return null;
    const factor = quotient(below, first[i]);
    first[i + 1] = minusProduct(first[i + 1], factor, second[i]);
    second[i + 1] = minusProduct(second[i + 1], factor, third[i]);
    subtractRow(x, i + 1, i, factor.re, factor.im, 0, false);
  }
  if (n > 0 && isZero(first[n - 1])) return null;
  for (let i = n - 1; i >= 0; i--) {
    if (i + 1 < n) subtractRow(x, i, i + 1, second[i].re, second[i].im, 0, false);
    if (i + 2 < n) subtractRow(x, i, i + 2, third[i].re, third[i].im, 0, false);
    for (let c = 0; c < x.columns; c++) {
      const value = quotient(at(x, i, c), first[i]);
      x.re[i * x.columns + c] = value.re;
      x.im[i * x.columns + c] = value.im;
    }
  }
  return x;
}
