/** Conversion between element types. */
import type { Complex, ElementType, ElementValue } from '../../types/element.ts';

/**
 * The value of `x` in another type. Floats truncate toward zero when they become integers, saturate at the range's ends, and NaN becomes 0
 * (TensorFlow and StableHLO leave these open; this is Millrace's definition). Integers wrap. Complex to real drops the imaginary part.
 */
export function convertElement(from: ElementType, to: ElementType, x: ElementValue): ElementValue {
  if (to.kind === 'complex') return typeof x === 'object' ? x : { re: Number(x), im: 0 };
  const value = typeof x === 'object' ? (x as Complex).re : x;
  if (to.kind === 'boolean') return typeof value === 'bigint' ? value !== 0n : Boolean(typeof value === 'number' && Number.isNaN(value) ? true : value);
  if (to.kind === 'float') return typeof value === 'bigint' ? bigToFloat(value, to) : Number(value);
  const whole =
    typeof value === 'number' && from.kind !== 'signed' && from.kind !== 'unsigned'
      ? saturate(value, to)
      : typeof value === 'bigint'
        ? value
        : BigInt(Number(value));
  const wrapped = to.kind === 'unsigned' ? BigInt.asUintN(to.bits, whole) : BigInt.asIntN(to.bits, whole);
  return to.bits === 64 ? wrapped : Number(wrapped);
}

function saturate(x: number, to: ElementType): bigint {
  if (Number.isNaN(x)) return 0n;
  const low = to.kind === 'unsigned' ? 0n : -(1n << BigInt(to.bits - 1));
  const high = to.kind === 'unsigned' ? (1n << BigInt(to.bits)) - 1n : (1n << BigInt(to.bits - 1)) - 1n;
  if (x === Infinity || x >= Number(high)) return x >= Number(high) && x !== Infinity && BigInt(Math.trunc(x)) < high ? BigInt(Math.trunc(x)) : high;
  if (x <= Number(low)) return low;
  return BigInt(Math.trunc(x));
}

/** Rounds once: going through f64 would round a 64-bit integer twice on its way to f32 or narrower. */
function bigToFloat(x: bigint, to: ElementType): number {
  const near = Number(x);
  if (to.bits === 64 || BigInt(Math.trunc(near)) === x) return near;
  // Round to odd: an inexact f64 whose last bit is odd makes the second rounding correct.
  const exact = BigInt(near);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, near);
  const bits = view.getBigUint64(0);
  if (bits & 1n) return near;
  const towardZero = x > 0n === exact > x;
  view.setBigUint64(0, towardZero ? bits - 1n : bits + 1n);
  return view.getFloat64(0);
}
