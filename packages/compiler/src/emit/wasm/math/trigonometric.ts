/**
 * Sine, cosine and tangent of f32 vectors, right over the whole range. The argument is reduced by multiples of π/2 in double precision up
 * to 2^20 (W. J. Cody and W. Waite: π/2 in two parts), above it lane by lane with 96 bits of 2/π (M. Payne and R. Hanek, 1983).
 */
import { and, choose, type Expr, f32x4, f64, f64x2, i32, i32x4, i64, lane, ltS, op, add as plus, shrU, shuffleWords, sub as subtract } from '../expr.ts';
import { call, type FunctionBuilder, type FunctionRef, type Local } from '../function-builder.ts';
import type { ModuleBuilder } from '../module-builder.ts';
import { double, joinDoubles, polynomial, where } from './vectors.ts';

/** (sin r / r - 1) / r² in r², error 2.8e-11, and (cos r - 1 + r²/2) / r⁴, error 2.4e-12; |r| <= π/4 (Remez, our own fits). */
const sineTail = [-0.16666666663849639, 0.008333331871967038, -0.00019840085078271725, 0.0000027249695847980918];
const cosineTail = [0.04166666666431582, -0.0013888887669533106, 0.000024800598910216552, -2.730075821776281e-7];

/** The first 224 bits of 2/π behind a word of zeros. */
const twoOverPi = [0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab];

/** The word `index + k` of 2/π as an unsigned i64. */
function wordOfTwoOverPi(index: Expr, k: number): Expr {
  const at = (i: number): Expr => i64(BigInt(twoOverPi[i + k]));
  let picked = at(0);
  for (let i = 1; i <= 4; i++) picked = choose(op('i32.eq', index, i32(i)), at(i), picked);
  return picked;
}

/** x · 2/π modulo 4 in units of 2^-62, for finite |x| >= 1. */
function largeQuadrants(module: ModuleBuilder): FunctionRef {
  return module.function('math.largeQuadrants', ['f32'], 'i64', (f) => {
    const bits = f.let(op('i32.reinterpret_f32', f.parameters[0]));
    const mantissa = f.let(op('i64.extend_i32_u', op('i32.or', and(bits, 0x7fffff), i32(0x800000))));
    // x is mantissa · 2^s. Bits of 2/π above position s - 2 give multiples of 4 and fall away.
    const position = f.let(plus(subtract(and(shrU(bits, 23), 0xff), 150), 30));
    const index = f.let(shrU(position, 5));
    const shift = f.let(op('i64.extend_i32_u', and(position, 31)));
    const words = [0, 1, 2, 3].map((k) => f.let(wordOfTwoOverPi(index, k)));
    const part = (k: number): Expr => {
      const both = op('i64.or', op('i64.shl', words[k], i64(32n)), words[k + 1]);
      return op('i64.shr_u', op('i64.shl', both, shift), i64(32n));
    };
    const product = (k: number): Expr => op('i64.mul', mantissa, part(k));
    const sum = op('i64.add', op('i64.shl', product(0), i64(32n)), op('i64.add', product(1), op('i64.shr_u', product(2), i64(32n))));
    const total = f.let(sum);
    f.result(choose(ltS(bits, 0), op('i64.sub', i64(0n), total), total));
  });
}

interface Reduced {
  /** Quadrants, in i32 lanes; only the low two bits matter. */
  readonly quadrant: Local;
  /** The rest in [-π/4, π/4], in two f64 vectors. */
  readonly low: Local;
  readonly high: Local;
}

function reduce(f: FunctionBuilder, module: ModuleBuilder, x: Local): Reduced {
  const { sub, mul } = double;
  const half = (wide: Expr): { n: Local; r: Local } => {
    const v = f.let(wide);
    const n = f.let(op('f64x2.nearest', mul(v, f64x2(0.6366197723675814))));
    // The first part of π/2 has 33 bits, so its product with n is exact.
    return { n, r: f.let(sub(sub(v, mul(n, f64x2(1.5707963267341256))), mul(n, f64x2(6.077100506506192e-11)))) };
  };
  const low = half(op('f64x2.promote_low_f32x4', x));
  const high = half(op('f64x2.promote_low_f32x4', shuffleWords(x, x, [2, 3, 2, 3])));
  const integers = (n: Expr): Expr => op('i32x4.trunc_sat_f64x2_s_zero', n);
  const quadrant = f.let(shuffleWords(integers(low.n), integers(high.n), [0, 1, 4, 5]));
  const large = f.let(op('i32x4.bitmask', op('f32x4.ge', op('f32x4.abs', x), f32x4(2 ** 20))));
  f.if(large, () => {
    const function_ = module.once('math.largeQuadrants', largeQuadrants);
    for (let i = 0; i < 4; i++) reduceLane(f, function_, x, large, i, { quadrant, low: low.r, high: high.r });
  });
  return { quadrant, low: low.r, high: high.r };
}

/** Replaces lane `i` of the reduction by the exact one where bit i of `large` is set. */
function reduceLane(f: FunctionBuilder, quadrants: FunctionRef, x: Local, large: Local, i: number, { quadrant, low, high }: Reduced): void {
  f.if(and(large, 1 << i), () => {
    const units = f.let(call(quadrants, lane('f32x4.extract_lane', i, x)));
    const nearest = f.let(op('i64.shr_s', op('i64.add', units, i64(1n << 61n)), i64(62n)));
    f.set(quadrant, lane('i32x4.replace_lane', i, quadrant, op('i32.wrap_i64', nearest)));
    const rest = op('f64.convert_i64_s', op('i64.sub', units, op('i64.shl', nearest, i64(62n))));
    const target = i < 2 ? low : high;
    f.set(target, lane('f64x2.replace_lane', i & 1, target, op('f64.mul', rest, f64(Math.PI / 2 / 2 ** 62))));
  });
}

function sineAndCosine(f: FunctionBuilder, r: Local): { readonly sine: Local; readonly cosine: Local } {
  const { add, sub, mul } = double;
  const z = f.let(mul(r, r));
  const sine = f.let(add(r, mul(mul(r, z), polynomial(double, z, sineTail))));
  const cosine = f.let(add(sub(f64x2(1), mul(f64x2(0.5), z)), mul(mul(z, z), polynomial(double, z, cosineTail))));
  return { sine, cosine };
}

/** NaN where x is not finite; x itself where it is ±0 and `keepZero`. */
function finish(x: Local, value: Expr, keepZero: boolean): Expr {
  const finite = where(op('f32x4.lt', op('f32x4.abs', x), f32x4(Number.POSITIVE_INFINITY)), value, f32x4(Number.NaN));
  return keepZero ? where(op('f32x4.eq', x, f32x4(0)), x, finite) : finite;
}

const isOdd = (quadrant: Expr): Expr => op('i32x4.ne', op('v128.and', quadrant, i32x4(1)), i32x4(0));

function wave(f: FunctionBuilder, module: ModuleBuilder, argument: Expr, shift: 0 | 1): Expr {
  const x = f.let(argument);
  const { quadrant, low, high } = reduce(f, module, x);
  const [a, b] = [sineAndCosine(f, low), sineAndCosine(f, high)];
  const q = f.let(shift === 0 ? quadrant : op('i32x4.add', quadrant, i32x4(shift)));
  const value = where(isOdd(q), joinDoubles(a.cosine, b.cosine), joinDoubles(a.sine, b.sine));
  const sign = op('i32x4.shl', op('v128.and', q, i32x4(2)), i32(30));
  return finish(x, op('v128.xor', value, sign), shift === 0);
}

export const sine = (f: FunctionBuilder, module: ModuleBuilder, x: Expr): Expr => wave(f, module, x, 0);
export const cosine = (f: FunctionBuilder, module: ModuleBuilder, x: Expr): Expr => wave(f, module, x, 1);

/** sin r / cos r in even quadrants, -cos r / sin r in odd ones, divided in double precision. */
export function tangent(f: FunctionBuilder, module: ModuleBuilder, argument: Expr): Expr {
  const x = f.let(argument);
  const { quadrant, low, high } = reduce(f, module, x);
  const odd = f.let(isOdd(quadrant));
  const quotient = (r: Local, mask: Expr): Expr => {
    const { sine: s, cosine: c } = sineAndCosine(f, r);
    const m = f.let(mask);
    return double.div(where(m, op('f64x2.neg', c), s), where(m, s, c));
  };
  const a = f.let(quotient(low, op('i64x2.extend_low_i32x4_s', odd)));
  const b = f.let(quotient(high, op('i64x2.extend_high_i32x4_s', odd)));
  return finish(x, joinDoubles(a, b), true);
}
