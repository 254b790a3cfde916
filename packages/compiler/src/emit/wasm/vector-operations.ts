/**
 * The scalar language on vectors of four elements: one row for each operation, one maker for each element type that has one.
 * Booleans inside are masks (all bits of a lane set or clear). An operation without a row for its type is not vectorized here.
 */
import type { ScalarOp } from '@millrace/ir';
import { type Expr, f32x4, i32x4, op } from './expr.ts';
import type { FunctionBuilder } from './function-builder.ts';
import { complementaryErrorFunction, errorFunction } from './math/error-function.ts';
import { cosh, exponential, exponentialMinusOne, logistic, sinh } from './math/exponential.ts';
import { arcCosine, arcSine, arcTangent, arcTangent2, inverseCosh, inverseSinh, inverseTanh } from './math/inverse.ts';
import { logarithm, logPlusOne } from './math/logarithm.ts';
import { cubeRoot, power } from './math/power.ts';
import { tanh } from './math/tanh.ts';
import { cosine, sine, tangent } from './math/trigonometric.ts';
import { where, withSign } from './math/vectors.ts';
import type { ModuleBuilder } from './module-builder.ts';
import type { OpName } from './opcodes.ts';

/** Element types that fill 32-bit lanes in registers; `i1` is stored as one byte and held as a mask. */
export type LaneType = 'f32' | 'i32' | 'ui32' | 'i1';

/** Where code goes: the function under construction and its module, for helper functions. */
export interface CodeTarget {
  readonly f: FunctionBuilder;
  readonly module: ModuleBuilder;
}

type Maker = (target: CodeTarget, ...args: Expr[]) => Expr;
type Row = Partial<Record<LaneType, Maker>>;

const simple =
  (name: OpName): Maker =>
  (_target, ...args) =>
    op(name, ...args);
const integers = (signed: OpName, unsigned: OpName = signed): Row => ({ i32: simple(signed), ui32: simple(unsigned) });
const lanes = (name: OpName): Row => ({ ...integers(name), i1: simple(name) });
const unary = (make: (f: FunctionBuilder, x: Expr) => Expr): Row => ({ f32: ({ f }, x) => make(f, x) });

const comparison = (float: OpName, signed: OpName, unsigned: OpName): Row => ({
  f32: simple(float),
  i32: simple(signed),
  ui32: simple(unsigned),
});

/** Rounds half away from zero: truncate, then step away where half or more was cut off. */
const roundAway: Maker = ({ f }, x) => {
  const v = f.let(x);
  const whole = f.let(op('f32x4.trunc', v));
  const cut = op('f32x4.ge', op('f32x4.abs', op('f32x4.sub', v, whole)), f32x4(0.5));
  return withSign(op('f32x4.add', op('f32x4.abs', whole), op('v128.and', cut, f32x4(1))), v);
};
const signOf: Maker = ({ f }, x) => {
  const v = f.let(x);
  const positive = op('f32x4.gt', v, f32x4(0));
  return where(positive, f32x4(1), where(op('f32x4.lt', v, f32x4(0)), f32x4(-1), v));
};
const integerSign: Maker = ({ f }, x) => {
  const v = f.let(x);
  return op('i32x4.sub', op('i32x4.lt_s', v, i32x4(0)), op('i32x4.gt_s', v, i32x4(0)));
};

export const vectorOperations: Partial<Record<ScalarOp, Row>> = {
  add: { f32: simple('f32x4.add'), ...integers('i32x4.add'), i1: simple('v128.or') },
  subtract: { f32: simple('f32x4.sub'), ...integers('i32x4.sub') },
  multiply: { f32: simple('f32x4.mul'), ...integers('i32x4.mul'), i1: simple('v128.and') },
  divide: { f32: simple('f32x4.div') },
  maximum: { f32: simple('f32x4.max'), ...integers('i32x4.max_s', 'i32x4.max_u'), i1: simple('v128.or') },
  minimum: { f32: simple('f32x4.min'), ...integers('i32x4.min_s', 'i32x4.min_u'), i1: simple('v128.and') },
  power: { f32: ({ f }, x, y) => power(f, x, y) },
  atan2: { f32: ({ f }, y, x) => arcTangent2(f, y, x) },
  negate: { f32: simple('f32x4.neg'), ...integers('i32x4.neg') },
  abs: { f32: simple('f32x4.abs'), i32: simple('i32x4.abs'), ui32: (_t, x) => x },
  sign: { f32: signOf, i32: integerSign },
  sqrt: { f32: simple('f32x4.sqrt') },
  rsqrt: { f32: (_t, x) => op('f32x4.div', f32x4(1), op('f32x4.sqrt', x)) },
  cbrt: unary(cubeRoot),
  exponential: unary(exponential),
  exponential_minus_one: unary(exponentialMinusOne),
  log: unary(logarithm),
  log_plus_one: unary(logPlusOne),
  logistic: unary(logistic),
  sine: { f32: ({ f, module }, x) => sine(f, module, x) },
  cosine: { f32: ({ f, module }, x) => cosine(f, module, x) },
  tan: { f32: ({ f, module }, x) => tangent(f, module, x) },
  tanh: unary(tanh),
  acos: unary(arcCosine),
  acosh: unary(inverseCosh),
  asin: unary(arcSine),
  asinh: unary(inverseSinh),
  atan: unary(arcTangent),
  atanh: unary(inverseTanh),
  sinh: unary(sinh),
  cosh: unary(cosh),
  erf: unary(errorFunction),
  erfc: unary(complementaryErrorFunction),
  floor: { f32: simple('f32x4.floor') },
  ceil: { f32: simple('f32x4.ceil') },
  round_nearest_even: { f32: simple('f32x4.nearest') },
  round_nearest_afz: { f32: roundAway },
  and: lanes('v128.and'),
  or: lanes('v128.or'),
  xor: lanes('v128.xor'),
  not: lanes('v128.not'),
  compare_EQ: { ...comparison('f32x4.eq', 'i32x4.eq', 'i32x4.eq'), i1: simple('i32x4.eq') },
  compare_NE: { ...comparison('f32x4.ne', 'i32x4.ne', 'i32x4.ne'), i1: simple('i32x4.ne') },
  compare_LT: comparison('f32x4.lt', 'i32x4.lt_s', 'i32x4.lt_u'),
  compare_LE: comparison('f32x4.le', 'i32x4.le_s', 'i32x4.le_u'),
  compare_GT: comparison('f32x4.gt', 'i32x4.gt_s', 'i32x4.gt_u'),
  compare_GE: comparison('f32x4.ge', 'i32x4.ge_s', 'i32x4.ge_u'),
  is_finite: { f32: (_t, x) => op('f32x4.lt', op('f32x4.abs', x), f32x4(Number.POSITIVE_INFINITY)) },
};

/** Makers of conversions by `from:to`. Floats saturate and NaN becomes 0, which is what the instructions do and `convertElement` says. */
export const vectorConversions: Readonly<Record<string, Maker>> = {
  'i1:f32': (_t, x) => op('v128.and', x, f32x4(1)),
  'i1:i32': (_t, x) => op('v128.and', x, i32x4(1)),
  'i1:ui32': (_t, x) => op('v128.and', x, i32x4(1)),
  'f32:i1': (_t, x) => op('f32x4.ne', x, f32x4(0)),
  'i32:i1': (_t, x) => op('i32x4.ne', x, i32x4(0)),
  'ui32:i1': (_t, x) => op('i32x4.ne', x, i32x4(0)),
  'i32:f32': simple('f32x4.convert_i32x4_s'),
  'ui32:f32': simple('f32x4.convert_i32x4_u'),
  'f32:i32': simple('i32x4.trunc_sat_f32x4_s'),
  'f32:ui32': simple('i32x4.trunc_sat_f32x4_u'),
  'i32:ui32': (_t, x) => x,
  'ui32:i32': (_t, x) => x,
};
