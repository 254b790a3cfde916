/** Integers of at most 32 bits, as numbers; results wrap modulo 2^bits. */
import { failure } from '../../errors/index.ts';
import type { ElementType } from '../../types/element.ts';
import type { Arithmetic } from './interface.ts';

const made = new Map<ElementType, Arithmetic<number>>();

export function integerArithmetic(element: ElementType): Arithmetic<number> {
  let found = made.get(element);
  if (!found) made.set(element, (found = make(element)));
  return found;
}

export function divisionByZero(op: string): never {
  throw failure('integer-division-by-zero', { op, message: 'integer division by zero' });
}

function make(element: ElementType): Arithmetic<number> {
  const signed = element.kind === 'signed';
  const size = 2 ** element.bits;
  const wrap = (x: number): number => {
    const low = ((x % size) + size) % size;
    return signed && low >= size / 2 ? low - size : low;
  };
  const { bits } = element;
  const asUnsigned = (x: number): number => ((x % size) + size) % size;
  const asSigned = (x: number): number => (asUnsigned(x) >= size / 2 ? asUnsigned(x) - size : asUnsigned(x));
  const shiftsOut = (by: number): boolean => by < 0 || by >= bits;
  return {
    add: (a, b) => wrap(a + b),
    subtract: (a, b) => wrap(a - b),
    multiply: (a, b) => wrap(element.bits === 32 ? Math.imul(a, b) : a * b),
    divide: (a, b) => (b === 0 ? divisionByZero('divide') : wrap(Math.trunc(a / b))),
    remainder: (a, b) => (b === 0 ? divisionByZero('remainder') : wrap(a % b) + 0),
    power: (a, b) => wrap(Number(integerPower(BigInt(a), BigInt(b), element.bits))),
    maximum: Math.max,
    minimum: Math.min,
    negate: (a) => wrap(-a),
    abs: (a) => wrap(Math.abs(a)),
    sign: (a) => Math.sign(a),
    and: (a, b) => wrap(a & b),
    or: (a, b) => wrap(a | b),
    xor: (a, b) => wrap(a ^ b),
    not: (a) => wrap(~a),
    shiftLeft: (a, by) => (shiftsOut(by) ? 0 : wrap(a * 2 ** by)),
    shiftRightArithmetic: (a, by) => wrap(Math.floor(asSigned(a) / 2 ** (shiftsOut(by) ? bits - 1 : by))),
    shiftRightLogical: (a, by) => (shiftsOut(by) ? 0 : wrap(Math.floor(asUnsigned(a) / 2 ** by))),
    // In two bits of a signed type the count 2 wraps to -2, as every other result does.
    populationCount: (a) => wrap(asUnsigned(a).toString(2).replaceAll('0', '').length),
    countLeadingZeros: (a) => wrap(a === 0 ? bits : bits - asUnsigned(a).toString(2).length),
    multiplyHigh: (a, b) => wrap(Number((BigInt(a) * BigInt(b)) >> BigInt(bits))),
    equal: (a, b) => a === b,
    less: (a, b) => a < b,
  };
}

/** a^b modulo 2^bits; a negative exponent gives the truncated quotient, as in the specification's integer exponentiation: 0, or ±1 for bases ±1. */
export function integerPower(a: bigint, b: bigint, bits: number): bigint {
  if (b < 0n) {
    if (a === 1n) return 1n;
    if (a === -1n) return b % 2n === 0n ? 1n : -1n;
    return a === 0n ? divisionByZero('power') : 0n;
  }
  let result = 1n;
  let base = BigInt.asIntN(bits, a);
  for (let e = b; e > 0n; e >>= 1n) {
    if (e & 1n) result = BigInt.asIntN(bits, result * base);
    base = BigInt.asIntN(bits, base * base);
  }
  return result;
}
