/**
 * Floats of 16 bits on vectors. In registers they are f32 lanes that hold values of the narrow type: every operation computes in f32 and
 * rounds. Loads and stores see the bits, in the low half of each lane. f32 has more than twice the digits of either type, so the sum,
 * product, quotient or root that is rounded twice is the one rounded once (Figueroa, When is double rounding innocuous?, 1995).
 */
import type { ElementType, ScalarOp } from '@millrace/ir';
import { type Expr, f32x4, i32, i32x4, op } from './expr.ts';
import type { FunctionBuilder } from './function-builder.ts';
import { where } from './math/vectors.ts';

interface NarrowFloat {
  /** From bits to f32 lanes. */
  readonly widen: (f: FunctionBuilder, bits: Expr) => Expr;
  /** The nearest value of the type, ties to even, still as f32 lanes. */
  readonly round: (f: FunctionBuilder, x: Expr) => Expr;
  /** From f32 lanes that hold values of the type to its bits. */
  readonly bits: (f: FunctionBuilder, x: Expr) => Expr;
}

const notANumber = (x: Expr): Expr => op('f32x4.ne', x, x);
const shiftLeft = (x: Expr, bits: number): Expr => op('i32x4.shl', x, i32(bits));
const shiftRight = (x: Expr, bits: number): Expr => op('i32x4.shr_u', x, i32(bits));
/** The bits of a float without its lowest `count`, to nearest even. Infinity stays; the bits of a NaN may become anything. */
function withoutLow(f: FunctionBuilder, x: Expr, count: number): Expr {
  const v = f.let(x);
  const odd = op('v128.and', shiftRight(v, count), i32x4(1));
  return op('v128.and', op('i32x4.add', op('i32x4.add', v, i32x4(2 ** (count - 1) - 1)), odd), i32x4(-(2 ** count)));
}

/** The upper half of an f32. */
const brainFloat: NarrowFloat = {
  widen: (_f, bits) => shiftLeft(bits, 16),
  round(f, x) {
    const v = f.let(x);
    return where(notANumber(v), i32x4(0x7fc00000), withoutLow(f, v, 16));
  },
  bits: (_f, x) => shiftRight(x, 16),
};

/** 5 bits of exponent, 10 of fraction. Shifted into the place of an f32's fields they read as the value times 2^-112, subnormals too. */
const scale = 2 ** 112;
const half: NarrowFloat = {
  widen(f, bits) {
    const v = f.let(bits);
    const fields = f.let(shiftLeft(op('v128.and', v, i32x4(0x7fff)), 13));
    const magnitude = f.let(op('f32x4.mul', fields, f32x4(scale)));
    const special = op('f32x4.ge', magnitude, f32x4(2 ** 16));
    return op('v128.or', where(special, op('v128.or', fields, i32x4(0x7f800000)), magnitude), shiftLeft(op('v128.and', v, i32x4(0x8000)), 16));
  },
  round(f, x) {
    const v = f.let(x);
    const magnitude = f.let(op('f32x4.abs', v));
    const normal = f.let(withoutLow(f, magnitude, 13));
    const finite = where(op('f32x4.ge', normal, f32x4(2 ** 16)), f32x4(Number.POSITIVE_INFINITY), normal);
    // Below 2^-14 the step is 2^-24, as it is in f32 from 0.5 to 1.
    const subnormal = op('f32x4.sub', op('f32x4.add', magnitude, f32x4(0.5)), f32x4(0.5));
    const rounded = where(op('f32x4.lt', magnitude, f32x4(2 ** -14)), subnormal, finite);
    const signed = op('v128.or', rounded, op('v128.and', v, i32x4(-0x80000000)));
    return where(notANumber(v), i32x4(0x7fc00000), signed);
  },
  bits(f, x) {
    const v = f.let(x);
    const fields = shiftRight(op('f32x4.mul', op('f32x4.abs', v), f32x4(1 / scale)), 13);
    const magnitude = where(notANumber(v), i32x4(0x7e00), op('i32x4.min_u', fields, i32x4(0x7c00)));
    return op('v128.or', magnitude, op('v128.and', shiftRight(v, 16), i32x4(0x8000)));
  },
};

const types: Readonly<Record<string, NarrowFloat>> = { bf16: brainFloat, f16: half };

/** How a 16-bit float is held in f32 lanes; undefined for other element types. */
export const narrowFloat = (element: ElementType): NarrowFloat | undefined => types[element.name];

/**
 * Operations that are right when computed in f32, and whether their result is to be rounded. The others would be rounded from a result
 * that is itself only near.
 */
export const narrowOperations: ReadonlyMap<ScalarOp, 'rounds' | 'fits'> = new Map([
  ...(['add', 'subtract', 'multiply', 'divide', 'sqrt', 'convert'] as const).map((name) => [name, 'rounds'] as const),
  ...(['maximum', 'minimum', 'negate', 'abs', 'sign', 'floor', 'ceil', 'round_nearest_even', 'round_nearest_afz', 'select', 'is_finite'] as const).map(
    (name) => [name, 'fits'] as const,
  ),
  ...(['compare_EQ', 'compare_NE', 'compare_LT', 'compare_LE', 'compare_GT', 'compare_GE'] as const).map((name) => [name, 'fits'] as const),
]);
