/** 64-bit integers, as bigints; results wrap modulo 2^64. */
import type { ElementType } from '../../types/element.ts';
import { divisionByZero, integerPower } from './integer.ts';
import type { Arithmetic } from './interface.ts';

const width = 64n;
const asSigned = (x: bigint): bigint => BigInt.asIntN(64, x);
const asUnsigned = (x: bigint): bigint => BigInt.asUintN(64, x);
/** `Math.max` takes no bigint. */
function larger(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}

function smaller(a: bigint, b: bigint): bigint {
  if (b < a) return b;
  return a;
}

const shiftsOut = (by: bigint): boolean => by < 0n || by >= width;

function make(wrap: (x: bigint) => bigint): Arithmetic<bigint> {
  return {
    add: (a, b) => wrap(a + b),
    subtract: (a, b) => wrap(a - b),
    multiply: (a, b) => wrap(a * b),
    divide: (a, b) => (b === 0n ? divisionByZero('divide') : wrap(a / b)),
    remainder: (a, b) => (b === 0n ? divisionByZero('remainder') : wrap(a % b)),
    power: (a, b) => wrap(integerPower(a, b, 64)),
    maximum: larger,
    minimum: smaller,
    negate: (a) => wrap(-a),
    abs: (a) => wrap(a < 0n ? -a : a),
    sign: (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n),
    and: (a, b) => a & b,
    or: (a, b) => a | b,
    xor: (a, b) => a ^ b,
    not: (a) => wrap(~a),
    shiftLeft: (a, by) => (shiftsOut(by) ? 0n : wrap(a << by)),
    shiftRightArithmetic: (a, by) => wrap(asSigned(a) >> (shiftsOut(by) ? width - 1n : by)),
    shiftRightLogical: (a, by) => (shiftsOut(by) ? 0n : wrap(asUnsigned(a) >> by)),
    populationCount: (a) => BigInt(asUnsigned(a).toString(2).replaceAll('0', '').length),
    countLeadingZeros: (a) => (a === 0n ? width : width - BigInt(asUnsigned(a).toString(2).length)),
    multiplyHigh: (a, b) => wrap((a * b) >> width),
    equal: (a, b) => a === b,
    less: (a, b) => a < b,
  };
}

const signed = make(asSigned);
const unsigned = make(asUnsigned);

export const bigArithmetic = (element: ElementType): Arithmetic<bigint> => (element.kind === 'signed' ? signed : unsigned);
