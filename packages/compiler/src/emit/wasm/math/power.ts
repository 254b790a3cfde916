/** Powers and roots of f32 vectors, by way of double precision. */
import { type Expr, f32x4, f64x2, i64x2, op } from '../expr.ts';
import type { FunctionBuilder, Local } from '../function-builder.ts';
import { exponentialDouble } from './exponential.ts';
import { logarithmDouble } from './logarithm.ts';
import { double, inDouble, pairInDouble, where, withSign } from './vectors.ts';

const infinity = Number.POSITIVE_INFINITY;

/** |x|^y for finite and infinite |x|; exp(y log |x|) with the logarithms of 0 and infinity put in. */
function magnitudePower(f: FunctionBuilder, x: Local, y: Local): Expr {
  const a = f.let(op('f64x2.abs', x));
  const finite = f.let(logarithmDouble(f, a));
  const aboveZero = where(op('f64x2.eq', a, f64x2(0)), f64x2(-infinity), finite);
  const log = where(op('f64x2.eq', a, f64x2(infinity)), f64x2(infinity), aboveZero);
  const t = f.let(double.mul(y, log));
  const low = f.let(where(op('f64x2.lt', t, f64x2(-200)), f64x2(-200), t));
  return exponentialDouble(f, f.let(where(op('f64x2.gt', low, f64x2(200)), f64x2(200), low)));
}

/** x to the power y with the special values of IEEE 754-2019 `pow`: 1 where x is 1 or y is 0, NaN for negative x and broken y. */
export function power(f: FunctionBuilder, base: Expr, exponent: Expr): Expr {
  const [x, y] = [f.let(base), f.let(exponent)];
  const magnitude = f.let(pairInDouble(f, x, y, (a, b) => magnitudePower(f, a, b)));
  const half = f.let(op('f32x4.mul', y, f32x4(0.5)));
  const isWhole = f.let(op('f32x4.eq', op('f32x4.nearest', y), y));
  const isOdd = op('v128.and', isWhole, op('f32x4.ne', op('f32x4.nearest', half), half));
  const signed = f.let(op('v128.xor', magnitude, op('v128.and', op('v128.and', isOdd, x), f32x4(-0))));
  const finite = op('f32x4.lt', op('f32x4.abs', x), f32x4(infinity));
  const broken = op('v128.and', op('v128.and', op('f32x4.lt', x, f32x4(0)), finite), op('v128.not', isWhole));
  const undefined_ = op('v128.or', broken, op('v128.or', op('f32x4.ne', x, x), op('f32x4.ne', y, y)));
  const value = f.let(where(undefined_, f32x4(Number.NaN), signed));
  // |x| = 1 with infinite y, x = 1 and y = 0 are 1 whatever the other is.
  const unit = op('v128.and', op('f32x4.eq', op('f32x4.abs', x), f32x4(1)), op('f32x4.eq', op('f32x4.abs', y), f32x4(infinity)));
  const one = op('v128.or', unit, op('v128.or', op('f32x4.eq', x, f32x4(1)), op('f32x4.eq', y, f32x4(0))));
  return where(one, f32x4(1), value);
}

/** The cube root: exp(log |x| / 3) and one step of Newton's method, with the sign of x. */
export function cubeRoot(f: FunctionBuilder, argument: Expr): Expr {
  const x = f.let(argument);
  const value = inDouble(f, op('f32x4.abs', x), (a) => {
    const third = f.let(double.mul(logarithmDouble(f, a), f64x2(1 / 3)));
    const root = f.let(exponentialDouble(f, third));
    const correction = double.div(double.sub(root, double.div(a, double.mul(root, root))), f64x2(3));
    return double.sub(root, correction);
  });
  const inside = op('v128.and', op('f32x4.ne', x, f32x4(0)), op('f32x4.lt', op('f32x4.abs', x), f32x4(infinity)));
  return where(inside, withSign(value, x), x); // ±0, ±infinity and NaN are their own roots
}

/** The bits that a double's sign takes. */
export const doubleSign: Expr = i64x2(-0x8000000000000000n);
