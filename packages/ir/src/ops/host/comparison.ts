/** The checks of StableHLO's test material: exact equality, absolute difference, distance in units in the last place. */
import { failure } from '../../errors/index.ts';
import { type Complex, type ElementType, type ElementValue, isComplex, isFloat } from '../../types/element.ts';
import { encodeFloat } from '../../types/float-format.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { staticShape, stridesOf } from '../../types/type.ts';

/** Whether one element passes. */
type Same = (actual: ElementValue, expected: ElementValue, element: ElementType) => boolean;

const show = (v: ElementValue): string => (typeof v === 'object' ? `(${v.re}, ${v.im})` : String(v));

/** Throws InvalidArgumentError (`evaluation`) naming the first element that differs, and how many do. */
export function compareElements(op: string, actual: Literal, expected: Literal, same: Same): void {
  if (actual.type !== expected.type) throw failure('evaluation', { op, message: `types differ: got ${actual.type}, want ${expected.type}` });
  const { element, size } = actual.type;
  let first = -1;
  let count = 0;
  for (let i = 0; i < size; i++) {
    if (same(elementAt(actual, i), elementAt(expected, i), element)) continue;
    if (first < 0) first = i;
    count++;
  }
  if (count === 0) return;
  const shape = staticShape(actual.type);
  const index = stridesOf(shape).map((stride, axis) => Math.floor(first / stride) % shape[axis]);
  const message = `${count} of ${size} elements of ${actual.type} differ, first at [${index.join(', ')}]: got ${show(elementAt(actual, first))}, want ${show(elementAt(expected, first))}`;
  throw failure('evaluation', { op, message });
}

/** Applies a test of real numbers to both parts of complex ones; booleans count as 0 and 1. */
const byParts =
  (same: (a: number | bigint, b: number | bigint, element: ElementType) => boolean): Same =>
  (a, b, element) => {
    if (!isComplex(element)) return same(asNumber(a), asNumber(b), element);
    const [x, y] = [a as Complex, b as Complex];
    return same(x.re, y.re, element.part!) && same(x.im, y.im, element.part!);
  };

const asNumber = (v: ElementValue): number | bigint => (typeof v === 'boolean' ? Number(v) : (v as number | bigint));

const bothNaN = (a: number | bigint, b: number | bigint): boolean => Number.isNaN(a) && Number.isNaN(b);

/** Equal values; NaN equals NaN. */
export const exactly: Same = byParts((a, b) => a === b || bothNaN(a, b));

/** At most `tolerance` apart; NaN equals NaN, and an infinity itself. */
export const within = (tolerance: number): Same => byParts((a, b) => a === b || bothNaN(a, b) || Math.abs(Number(a) - Number(b)) <= tolerance);

/** Between `least` and `most` units in the last place apart; values that are not finite must be equal. */
export const ulps = (least: number, most: number): Same =>
  byParts((a, b, element) => {
    if (!isFloat(element)) return a === b;
    const [x, y] = [a as number, b as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(x, y);
    const distance = ulpDistance(x, y, element);
    return distance >= BigInt(least) && distance <= BigInt(most);
  });

const scratch = new DataView(new ArrayBuffer(8));

/** The rank of a float among all values of its type, so that neighbors differ by 1. */
function rankOf(x: number, element: ElementType): bigint {
  let bits: bigint;
  if (element.format) bits = BigInt(encodeFloat(x, element.format));
  else if (element.bits === 32) {
    scratch.setFloat32(0, x);
    bits = BigInt(scratch.getUint32(0));
  } else {
    scratch.setFloat64(0, x);
    bits = scratch.getBigUint64(0);
  }
  const sign = 1n << BigInt(element.bits - 1);
  return bits >= sign ? sign - bits : bits;
}

/** How many values of the type lie between two finite values, plus one. */
export function ulpDistance(a: number, b: number, element: ElementType): bigint {
  const distance = rankOf(a, element) - rankOf(b, element);
  return distance < 0n ? -distance : distance;
}
