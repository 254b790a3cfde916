/**
 * Exponentials of f32 vectors. x = n ln 2 + r with |r| <= ln 2 / 2; e^r is a minimax polynomial (Remez, our own fit; the error stands
 * beside the coefficients); 2^n is applied as two factors, so that results below the normal range are rounded once.
 */
import { type Expr, f32x4, f64x2, i32, i32x4, i64x2, op } from '../expr.ts';
import type { FunctionBuilder, Local } from '../function-builder.ts';
import { atLeast, atMost, double, inDouble, polynomial, single, where } from './vectors.ts';

const log2e = Math.LOG2E;
/** (e^r - 1 - r) / r², error 1.4e-9. */
const tailSingle = [0.500000001354218, 0.16666666756962803, 0.04166646417231327, 0.008333285829912579, 0.001393373288101327, 0.00019907708489184868];
/** The same, error 2.6e-11. */
const tailDouble = [
  0.49999999999909517, 0.16666666719320622, 0.041666666854531756, 0.008333298341430541, 0.0013888823955808577, 0.00019899391928323383, 0.000024876285104885105,
];

/** 2^n for an i32 vector with -126 <= n <= 127. */
const powerOfTwo = (n: Expr): Expr => op('i32x4.shl', op('i32x4.add', n, i32x4(127)), i32(23));

/** e^x. Worst error 0.55 ulp in the normal range. */
export function exponential(f: FunctionBuilder, x: Expr): Expr {
  const { add, sub, mul } = single;
  const v = f.let(atLeast(atMost(x, 130), -150));
  const n = f.let(op('f32x4.nearest', mul(v, f32x4(log2e))));
  // ln 2 = 0.693359375 - 2.12e-4: the first factor has 9 bits, so its product with n is exact.
  const r = f.let(sub(sub(v, mul(n, f32x4(0.693359375))), mul(n, f32x4(-0.00021219444005469057))));
  const whole = f.let(op('i32x4.trunc_sat_f32x4_s', n));
  const half = f.let(op('i32x4.shr_s', whole, i32(1)));
  const value = add(f32x4(1), add(r, mul(mul(r, r), polynomial(single, r, tailSingle))));
  return mul(mul(value, powerOfTwo(half)), powerOfTwo(op('i32x4.sub', whole, half)));
}

/** n and e^r - 1 in double precision for |x| < 700; the pieces of e^x and of e^x - 1. */
function splitDouble(f: FunctionBuilder, x: Local): { readonly scale: Local; readonly tail: Local } {
  const { add, sub, mul } = double;
  const n = f.let(op('f64x2.nearest', mul(x, f64x2(log2e))));
  const r = f.let(sub(sub(x, mul(n, f64x2(0.6931471803691238))), mul(n, f64x2(1.9082149292705877e-10))));
  const tail = f.let(add(r, mul(mul(r, r), polynomial(double, r, tailDouble))));
  // Adding 2^52 + 2^51 puts the integer n into the low bits of the sum; shifting it up by 52 makes it the exponent field.
  const bits = op('i64x2.shl', add(n, f64x2(6755399441055744 + 1023)), i32(52));
  return { scale: f.let(bits), tail };
}

/** e^x in double precision for |x| < 700, relative error 1e-11. */
export function exponentialDouble(f: FunctionBuilder, x: Local): Expr {
  const { scale, tail } = splitDouble(f, x);
  return double.add(scale, double.mul(scale, tail));
}
/** e^x - 1 in double precision for |x| < 700, relative error 1e-11 also near 0. */
export function exponentialMinusOneDouble(f: FunctionBuilder, x: Local): Expr {
  const { scale, tail } = splitDouble(f, x);
  return double.add(double.mul(scale, tail), double.sub(scale, f64x2(1)));
}

/** e^x - 1, by way of double precision. */
export function exponentialMinusOne(f: FunctionBuilder, x: Expr): Expr {
  const v = f.let(x);
  const value = inDouble(f, atLeast(atMost(v, 130), -150), (half) => exponentialMinusOneDouble(f, half));
  return where(op('f32x4.eq', v, f32x4(0)), v, value); // keeps -0
}

/** 1 / (1 + e^-x), by way of double precision: the f32 exponential alone would leave more than 2 ulp. */
export function logistic(f: FunctionBuilder, x: Expr): Expr {
  return inDouble(f, atLeast(atMost(x, 130), -130), (half) => {
    const e = exponentialDouble(f, f.let(op('f64x2.neg', half)));
    return double.div(f64x2(1), double.add(f64x2(1), e));
  });
}

/** (e^x - e^-x) / 2 from u = e^|x| - 1, which keeps small x exact: (u + u / (u + 1)) / 2. */
export function sinh(f: FunctionBuilder, x: Expr): Expr {
  const v = f.let(x);
  const signBits = i64x2(-0x8000000000000000n);
  const value = inDouble(f, atLeast(atMost(v, 130), -130), (half) => {
    const u = f.let(exponentialMinusOneDouble(f, f.let(op('f64x2.abs', half))));
    const magnitude = double.mul(f64x2(0.5), double.add(u, double.div(u, double.add(u, f64x2(1)))));
    return op('v128.or', magnitude, op('v128.and', half, signBits));
  });
  return value;
}
/** (e^x + e^-x) / 2. */
export function cosh(f: FunctionBuilder, x: Expr): Expr {
  return inDouble(f, atLeast(atMost(x, 130), -130), (half) => {
    const e = f.let(exponentialDouble(f, f.let(op('f64x2.abs', half))));
    return double.mul(f64x2(0.5), double.add(e, double.div(f64x2(1), e)));
  });
}
