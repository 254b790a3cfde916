/** Complex elements. Order is lexicographic: real part first, then imaginary part. */
import type { Complex } from '../../types/element.ts';
import { divide, multiply, power, sign } from './complex-functions.ts';
import { type Arithmetic, undefinedFor, withoutBitOperations } from './interface.ts';

const less = (a: Complex, b: Complex): boolean => a.re < b.re || (a.re === b.re && a.im < b.im);

export const complexArithmetic: Arithmetic<Complex> = {
  add: (a, b) => ({ re: a.re + b.re, im: a.im + b.im }),
  subtract: (a, b) => ({ re: a.re - b.re, im: a.im - b.im }),
  multiply,
  divide,
  remainder: undefinedFor('remainder', 'complex'), // to be decided in the specification (openxla/stablehlo#997)
  power,
  maximum: (a, b) => (less(a, b) ? b : a),
  minimum: (a, b) => (less(b, a) ? b : a),
  negate: (a) => ({ re: -a.re, im: -a.im }),
  abs: (a) => Math.hypot(a.re, a.im),
  sign,
  and: undefinedFor('and', 'complex'),
  or: undefinedFor('or', 'complex'),
  xor: undefinedFor('xor', 'complex'),
  not: undefinedFor('not', 'complex'),
  ...withoutBitOperations('complex'),
  equal: (a, b) => a.re === b.re && a.im === b.im,
  less,
};
