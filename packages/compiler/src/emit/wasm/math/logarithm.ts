/**
 * Logarithms. x = 2^e m with m between √½ and √2; with s = (m - 1) / (m + 1), log m = 2 s + s R(s²). The scheme is that of W. Kahan's
 * and P. Tang's logarithms (1986, 1990); coefficients are our own Remez fits.
 */
import { type Expr, f32x4, f64x2, i32, i32x4, i64x2, op } from '../expr.ts';
import type { FunctionBuilder, Local } from '../function-builder.ts';
import { double, inDouble, polynomial, single, where } from './vectors.ts';

/** R(z) / z, error 1.1e-9. */
const atanhSingle = [0.6666666655260551, 0.40000123091600476, 0.28550698942539615, 0.2333341842678963];
/** R(z) / z, error 4.7e-14. */
const atanhDouble = [0.6666666666666199, 0.4000000001136803, 0.285714240918125, 0.22222866950925846, 0.1814000291960924, 0.166245403249564];

/** log x; -infinity at 0, NaN below. */
export function logarithm(f: FunctionBuilder, x: Expr): Expr {
  const { add, sub, mul, div } = single;
  const v = f.let(x);
  const tiny = f.let(op('f32x4.lt', v, f32x4(2 ** -126)));
  const normal = f.let(where(tiny, mul(v, f32x4(2 ** 23)), v));
  const fromRootHalf = f.let(op('i32x4.sub', normal, i32x4(0x3f3504f3)));
  const exponent = f.let(op('i32x4.shr_s', fromRootHalf, i32(23)));
  const m1 = f.let(sub(op('i32x4.sub', normal, op('i32x4.shl', exponent, i32(23))), f32x4(1)));
  const e = f.let(sub(op('f32x4.convert_i32x4_s', exponent), op('v128.and', tiny, f32x4(23))));
  const s = f.let(div(m1, add(m1, f32x4(2))));
  const z = f.let(mul(s, s));
  const halfSquare = f.let(mul(f32x4(0.5), mul(m1, m1)));
  // log m = m1 - (m1²/2 - s (m1²/2 + R)), so that m1, the largest part, is added last but one
  const r = mul(z, polynomial(single, z, atanhSingle));
  const tail = add(mul(s, add(halfSquare, r)), mul(e, f32x4(-0.00021219444005469057)));
  const value = f.let(add(add(sub(tail, halfSquare), m1), mul(e, f32x4(0.693359375))));
  const finite = where(op('f32x4.lt', v, f32x4(Number.POSITIVE_INFINITY)), value, v); // infinity and NaN as they are
  const atZero = where(op('f32x4.eq', v, f32x4(0)), f32x4(Number.NEGATIVE_INFINITY), finite);
  return where(op('f32x4.lt', v, f32x4(0)), f32x4(Number.NaN), atZero);
}

/** log x in double precision for normal positive x, relative error 1e-13 (1e-16 absolute near 1). */
export function logarithmDouble(f: FunctionBuilder, x: Local): Expr {
  const { add, sub, mul, div } = double;
  const rootHalf = i64x2(0x3fe6a09e667f3bcdn);
  const fromRootHalf = f.let(op('i64x2.add', op('i64x2.sub', x, rootHalf), i64x2(0x3ff0000000000000n)));
  const m1 = f.let(sub(op('i64x2.add', op('v128.and', fromRootHalf, i64x2(0x000fffffffffffffn)), rootHalf), f64x2(1)));
  // The biased exponent in the low bits of 2^52 is 2^52 plus that integer.
  const e = f.let(sub(op('v128.or', op('i64x2.shr_u', fromRootHalf, i32(52)), f64x2(2 ** 52)), f64x2(2 ** 52 + 1023)));
  const s = f.let(div(m1, add(m1, f64x2(2))));
  const z = f.let(mul(s, s));
  const halfSquare = f.let(mul(f64x2(0.5), mul(m1, m1)));
  const tail = add(mul(s, add(halfSquare, mul(z, polynomial(double, z, atanhDouble)))), mul(e, f64x2(1.9082149292705877e-10)));
  return add(add(sub(tail, halfSquare), m1), mul(e, f64x2(0.6931471803691238)));
}

/** log(1 + x) in double precision; what 1 + x lost is added back divided by it. */
export function logPlusOneDouble(f: FunctionBuilder, x: Local): Expr {
  const { add, sub, div } = double;
  const u = f.let(add(x, f64x2(1)));
  const lost = f.let(div(sub(x, sub(u, f64x2(1))), u));
  return add(logarithmDouble(f, u), lost);
}

/** log(1 + x); -infinity at -1, NaN below. */
export function logPlusOne(f: FunctionBuilder, x: Expr): Expr {
  const v = f.let(x);
  const value = f.let(inDouble(f, v, (half) => logPlusOneDouble(f, half)));
  const asIs = op('v128.or', op('f32x4.eq', v, f32x4(0)), op('v128.not', op('f32x4.lt', v, f32x4(Number.POSITIVE_INFINITY))));
  const atMinusOne = where(op('f32x4.eq', v, f32x4(-1)), f32x4(Number.NEGATIVE_INFINITY), where(asIs, v, value));
  return where(op('f32x4.lt', v, f32x4(-1)), f32x4(Number.NaN), atMinusOne);
}
