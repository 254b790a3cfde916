/** Inverse trigonometric and hyperbolic functions of f32 vectors, by way of double precision. */
import { type Expr, f32x4, f64x2, op } from '../expr.ts';
import type { FunctionBuilder, Local } from '../function-builder.ts';
import { logPlusOneDouble } from './logarithm.ts';
import { doubleSign } from './power.ts';
import { double, inDouble, pairInDouble, polynomial, where } from './vectors.ts';

const { add, sub, mul, div } = double;
const infinity = Number.POSITIVE_INFINITY;

/** (atan x / x - 1) / x² in x² up to tan²(π/8), error 6.3e-13 (Remez, our own fit). */
const tail = [
  -0.333333333332707, 0.19999999952396644, -0.1428570834586579, 0.11110827908395925, -0.09084237659622144, 0.07605955556549363, -0.06032185602636088,
  0.03303771707017897,
];

const abs = (x: Expr): Expr => op('f64x2.abs', x);
const signed = (magnitude: Expr, sign: Expr): Expr => op('v128.xor', magnitude, op('v128.and', sign, doubleSign));
const sqrt = (x: Expr): Expr => op('f64x2.sqrt', x);

/** The angle of (x, y) with y, x >= 0, in [0, π/2]; 0/0 gives NaN. atan(t) = π/4 + atan((t - 1) / (t + 1)) above tan(π/8). */
function firstQuadrantAngle(f: FunctionBuilder, y: Local, x: Local): Expr {
  const steep = f.let(op('f64x2.gt', y, x));
  const short = f.let(where(steep, x, y));
  const long = f.let(where(steep, y, x));
  const wide = f.let(op('f64x2.gt', short, mul(long, f64x2(Math.SQRT2 - 1))));
  const t = f.let(div(where(wide, sub(short, long), short), where(wide, add(short, long), long)));
  const z = f.let(mul(t, t));
  const small = f.let(add(t, mul(mul(t, z), polynomial(double, z, tail))));
  const angle = f.let(add(small, op('v128.and', wide, f64x2(Math.PI / 4))));
  return where(steep, sub(f64x2(Math.PI / 2), angle), angle);
}

export function arcTangent(f: FunctionBuilder, x: Expr): Expr {
  return inDouble(f, x, (half) => {
    const a = f.let(abs(half));
    const finite = f.let(where(op('f64x2.eq', a, f64x2(infinity)), f64x2(1e300), a));
    return signed(firstQuadrantAngle(f, finite, f.let(f64x2(1))), half);
  });
}

/** The angle of the point (x, y), in [-π, π]; signs of zeros and infinities count, as in C's atan2. */
export function arcTangent2(f: FunctionBuilder, y: Expr, x: Expr): Expr {
  return pairInDouble(f, y, x, (v, u) => {
    // Infinity becomes a number that dwarfs every finite f32, and 0 against 0 is a point on the axis of x's sign.
    const size = (a: Expr, zero: number): Local => {
      const magnitude = f.let(abs(a));
      const finite = f.let(where(op('f64x2.eq', magnitude, f64x2(infinity)), f64x2(1e200), magnitude));
      return f.let(where(op('f64x2.eq', finite, f64x2(0)), f64x2(zero), finite));
    };
    const angle = f.let(firstQuadrantAngle(f, size(v, 0), size(u, 1e-300)));
    const left = op('f64x2.lt', withDoubleSign(f64x2(1), u), f64x2(0));
    return signed(where(left, sub(f64x2(Math.PI), angle), angle), v);
  });
}
const withDoubleSign = (magnitude: Expr, sign: Expr): Expr => op('v128.or', magnitude, op('v128.and', sign, doubleSign));

/** asin x = atan2(x, √((1 - x)(1 + x))); NaN outside [-1, 1]. */
export function arcSine(f: FunctionBuilder, x: Expr): Expr {
  return inDouble(f, x, (half) => {
    const a = f.let(abs(half));
    const other = f.let(sqrt(mul(sub(f64x2(1), a), add(f64x2(1), a))));
    return signed(firstQuadrantAngle(f, a, other), half);
  });
}

/** acos x = atan2(√((1 - x)(1 + x)), x); NaN outside [-1, 1]. */
export function arcCosine(f: FunctionBuilder, x: Expr): Expr {
  return inDouble(f, x, (half) => {
    const a = f.let(abs(half));
    const other = f.let(sqrt(mul(sub(f64x2(1), a), add(f64x2(1), a))));
    const angle = f.let(firstQuadrantAngle(f, other, a));
    return where(op('f64x2.lt', half, f64x2(0)), sub(f64x2(Math.PI), angle), angle);
  });
}

/** asinh x = log1p(|x| + x² / (1 + √(x² + 1))) with the sign of x. */
export function inverseSinh(f: FunctionBuilder, x: Expr): Expr {
  const v = f.let(x);
  const value = inDouble(f, v, (half) => {
    const a = f.let(abs(half));
    const square = f.let(mul(a, a));
    const inner = f.let(add(a, div(square, add(f64x2(1), sqrt(add(square, f64x2(1)))))));
    return signed(logPlusOneDouble(f, inner), half);
  });
  return where(op('f32x4.lt', op('f32x4.abs', v), f32x4(infinity)), value, v);
}

/** acosh x = log1p(t + √(t (t + 2))), t = x - 1; NaN below 1. */
export function inverseCosh(f: FunctionBuilder, x: Expr): Expr {
  const v = f.let(x);
  const value = f.let(
    inDouble(f, v, (half) => {
      const t = f.let(sub(half, f64x2(1)));
      return logPlusOneDouble(f, f.let(add(t, sqrt(mul(t, add(t, f64x2(2)))))));
    }),
  );
  const inside = where(op('f32x4.lt', v, f32x4(infinity)), value, v);
  return where(op('f32x4.lt', v, f32x4(1)), f32x4(Number.NaN), inside);
}

/** atanh x = log1p(2 |x| / (1 - |x|)) / 2 with the sign of x; infinite at ±1, NaN outside. */
export function inverseTanh(f: FunctionBuilder, x: Expr): Expr {
  const v = f.let(x);
  const value = f.let(
    inDouble(f, v, (half) => {
      const a = f.let(abs(half));
      const inner = f.let(div(add(a, a), sub(f64x2(1), a)));
      return signed(mul(f64x2(0.5), logPlusOneDouble(f, inner)), half);
    }),
  );
  const magnitude = f.let(op('f32x4.abs', v));
  const edge = where(op('f32x4.eq', magnitude, f32x4(1)), op('f32x4.mul', v, f32x4(infinity)), value);
  return where(op('f32x4.le', magnitude, f32x4(1)), edge, f32x4(Number.NaN));
}
