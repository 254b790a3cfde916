/** Complex elements. Order is lexicographic: real part first, then imaginary part. */
import type { Complex } from '../../types/element.ts';
import { type Arithmetic, undefinedFor } from './interface.ts';

const less = (a: Complex, b: Complex): boolean => a.re < b.re || (a.re === b.re && a.im < b.im);
const multiply = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

/** Smith's method: divides by the larger part, so that intermediate results do not overflow (doi:10.1145/368637.368661). */
function divide(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const scale = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale };
  }
  const ratio = b.re / b.im;
  const scale = b.re * ratio + b.im;
  return { re: (a.re * ratio + a.im) / scale, im: (a.im * ratio - a.re) / scale };
}

const log = (a: Complex): Complex => ({ re: Math.log(Math.hypot(a.re, a.im)), im: Math.atan2(a.im, a.re) });
const exp = (a: Complex): Complex => {
  const r = Math.exp(a.re);
  return { re: r * Math.cos(a.im), im: r * Math.sin(a.im) };
};

export const complexArithmetic: Arithmetic<Complex> = {
  add: (a, b) => ({ re: a.re + b.re, im: a.im + b.im }),
  subtract: (a, b) => ({ re: a.re - b.re, im: a.im - b.im }),
  multiply,
  divide,
  remainder: undefinedFor('remainder', 'complex'),
  power: (a, b) => (b.re === 0 && b.im === 0 ? { re: 1, im: 0 } : a.re === 0 && a.im === 0 ? { re: 0, im: 0 } : exp(multiply(b, log(a)))),
  maximum: (a, b) => (less(a, b) ? b : a),
  minimum: (a, b) => (less(b, a) ? b : a),
  negate: (a) => ({ re: -a.re, im: -a.im }),
  abs: (a) => Math.hypot(a.re, a.im),
  sign(a) {
    const length = Math.hypot(a.re, a.im);
    return length === 0 ? { re: 0, im: 0 } : { re: a.re / length, im: a.im / length };
  },
  and: undefinedFor('and', 'complex'),
  or: undefinedFor('or', 'complex'),
  xor: undefinedFor('xor', 'complex'),
  not: undefinedFor('not', 'complex'),
  equal: (a, b) => a.re === b.re && a.im === b.im,
  less,
};
