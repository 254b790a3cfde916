/** Arithmetic on vectors of f32 and f64 as short names, so that the formulas in this folder read like formulas. */
import { type Expr, f32x4, f64x2, i32x4, op, shuffleWords } from '../expr.ts';
import type { FunctionBuilder, Local } from '../function-builder.ts';

/** The four operations and a constant of one vector type. */
export interface VectorArithmetic {
  readonly constant: (value: number) => Expr;
  readonly add: (a: Expr, b: Expr) => Expr;
  readonly sub: (a: Expr, b: Expr) => Expr;
  readonly mul: (a: Expr, b: Expr) => Expr;
  readonly div: (a: Expr, b: Expr) => Expr;
}

export const single: VectorArithmetic = {
  constant: f32x4,
  add: (a, b) => op('f32x4.add', a, b),
  sub: (a, b) => op('f32x4.sub', a, b),
  mul: (a, b) => op('f32x4.mul', a, b),
  div: (a, b) => op('f32x4.div', a, b),
};
export const double: VectorArithmetic = {
  constant: f64x2,
  add: (a, b) => op('f64x2.add', a, b),
  sub: (a, b) => op('f64x2.sub', a, b),
  mul: (a, b) => op('f64x2.mul', a, b),
  div: (a, b) => op('f64x2.div', a, b),
};

/** c[0] + c[1] x + c[2] x² + … by Horner's rule. */
export function polynomial({ constant, add, mul }: VectorArithmetic, x: Local, coefficients: readonly number[]): Expr {
  return coefficients.reduceRight<Expr | null>((sum, c) => (sum === null ? constant(c) : add(constant(c), mul(sum, x))), null) as Expr;
}

/** Lanes of `a` where the mask is set, of `b` elsewhere. */
export const where = (mask: Expr, a: Expr, b: Expr): Expr => op('v128.bitselect', a, b, mask);

/** The smaller or larger of x and a constant in one instruction; NaN in x stays. */
export const atMost = (x: Expr, limit: number): Expr => op('f32x4.pmin', x, f32x4(limit));
export const atLeast = (x: Expr, limit: number): Expr => op('f32x4.pmax', x, f32x4(limit));

const signBits = i32x4(0x80000000 | 0);
/** |magnitude| with the sign of `sign`. */
export const withSign = (magnitude: Expr, sign: Expr): Expr => op('v128.or', op('v128.andnot', magnitude, signBits), op('v128.and', sign, signBits));

/** Computes in double precision: f32 lanes become two f64 vectors, and the two results become f32 again, rounded once. */
export function inDouble(f: FunctionBuilder, x: Expr, compute: (half: Local) => Expr): Expr {
  const v = f.let(x);
  const low = f.let(compute(f.let(op('f64x2.promote_low_f32x4', v))));
  const high = f.let(compute(f.let(op('f64x2.promote_low_f32x4', shuffleWords(v, v, [2, 3, 2, 3])))));
  return joinDoubles(low, high);
}
/** `inDouble` for functions of two arguments. */
export function pairInDouble(f: FunctionBuilder, x: Expr, y: Expr, compute: (x: Local, y: Local) => Expr): Expr {
  const [v, w] = [f.let(x), f.let(y)];
  const half = (high: boolean): Local => {
    const widen = (a: Local): Local => f.let(op('f64x2.promote_low_f32x4', high ? shuffleWords(a, a, [2, 3, 2, 3]) : a));
    return f.let(compute(widen(v), widen(w)));
  };
  const low = half(false);
  return joinDoubles(low, half(true));
}
/** Two f64 vectors, rounded, as one f32 vector. */
export const joinDoubles = (low: Expr, high: Expr): Expr => shuffleWords(op('f32x4.demote_f64x2_zero', low), op('f32x4.demote_f64x2_zero', high), [0, 1, 4, 5]);
