/** Floating-point elements, computed in f64 and rounded once when stored: exact for +, -, *, / and sqrt of f32 and narrower. */
import { type Arithmetic, undefinedFor, withoutBitOperations } from './interface.ts';

/** IEEE 754-2019 maximum and minimum: NaN wins, and -0 is below +0. `Math.max` is exactly that. */
export const realArithmetic: Arithmetic<number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  remainder: (a, b) => a % b,
  power: realPower,
  maximum: Math.max,
  minimum: Math.min,
  negate: (a) => -a,
  abs: Math.abs,
  sign: Math.sign,
  and: undefinedFor('and', 'floating'),
  or: undefinedFor('or', 'floating'),
  xor: undefinedFor('xor', 'floating'),
  not: undefinedFor('not', 'floating'),
  ...withoutBitOperations('floating'),
  equal: (a, b) => a === b,
  less: (a, b) => a < b,
};

/** IEEE 754-2019 pow: unlike JavaScript's, 1 to any power and ±1 to ±infinity are 1. */
function realPower(a: number, b: number): number {
  if (a === 1 || (a === -1 && (b === Infinity || b === -Infinity))) return 1;
  return a ** b;
}
