/** Loading and storing four elements at a time, whole vectors or the first few. */
import { type ElementType, unreachable } from '@millrace/ir';
import { add, and, type Effect, type Expr, i32, i32x4, lane, load, op, shuffleWords, store, storeLane } from './expr.ts';
import type { FunctionBuilder, Local } from './function-builder.ts';

/** Four consecutive elements as lanes: bits as they are stored, masks for booleans. Reads past the end of a short row stay inside the memory, which has slack behind its last buffer. */
export function loadFour(element: ElementType, address: Expr, offset: number = 0): Expr {
  if (element.bytes === 4) return load('v128.load', address, offset);
  if (element.bytes === 2) return op('i32x4.extend_low_i16x8_u', load('v128.load64_zero', address, offset));
  const bytes = load('v128.load32_zero', address, offset);
  const words = op('i32x4.extend_low_i16x8_u', op('i16x8.extend_low_i8x16_u', bytes));
  return op('i32x4.ne', words, i32x4(0));
}

/** One element in all lanes. */
export function loadSplat(element: ElementType, address: Expr, offset: number = 0): Expr {
  if (element.bytes === 4) return load('v128.load32_splat', address, offset);
  if (element.bytes === 2) return op('i32x4.splat', load('i32.load16_u', address, offset));
  return op('i32x4.ne', op('i32x4.splat', load('i32.load8_u', address, offset)), i32x4(0));
}

/** A mask as bytes 0 and 1, four of them in the first word. */
function maskBytes(mask: Expr): Expr {
  const words = op('v128.and', mask, i32x4(1));
  const zero = i32x4(0);
  return op('i8x16.narrow_i16x8_u', op('i16x8.narrow_i32x4_u', words, zero), zero);
}

/** Lanes as they are stored, next to each other from the first byte on. */
function packed(element: ElementType, value: Expr): Expr {
  if (element.bytes === 4) return value;
  return element.bytes === 2 ? op('i16x8.narrow_i32x4_u', value, i32x4(0)) : maskBytes(value);
}

const whole = { 4: 'v128.store', 2: 'v128.store64_lane', 1: 'v128.store32_lane' } as const;
const pair = { 4: 'v128.store64_lane', 2: 'v128.store32_lane', 1: 'v128.store16_lane' } as const;
const single = { 4: 'v128.store32_lane', 2: 'v128.store16_lane', 1: 'v128.store8_lane' } as const;
const width = ({ bytes }: ElementType): 1 | 2 | 4 => (bytes === 1 || bytes === 2 || bytes === 4 ? bytes : unreachable(`lanes of ${bytes} bytes`));

export function storeFour(element: ElementType, address: Expr, value: Expr, offset: number = 0): Effect {
  const bytes = width(element);
  return bytes === 4 ? store('v128.store', address, value, offset) : storeLane(whole[bytes], 0, address, packed(element, value), offset);
}

/** Stores the first `count` (1 to 3) of four elements. */
export function storeSome(f: FunctionBuilder, element: ElementType, address: Local, value: Local, count: Local): void {
  const bytes = width(element);
  const lanes = bytes === 4 ? value : f.let(packed(element, value));
  f.if(
    and(count, 2),
    () => {
      f.do(storeLane(pair[bytes], 0, address, lanes));
      f.if(and(count, 1), () => f.do(storeLane(single[bytes], 2, address, lanes, 2 * bytes)));
    },
    () => f.do(storeLane(single[bytes], 0, address, lanes)),
  );
}

/** Field `index` of a descriptor, an i32. */
export const field = (descriptor: Expr, index: number): Expr => load('i32.load', descriptor, 4 * index);
/** Steps past `count` elements. */
export const past = (address: Expr, element: ElementType, count: Expr): Expr =>
  add(address, element.bytes === 1 ? count : op('i32.mul', count, i32(element.bytes)));
/** The sum (or another combination) of four lanes as a fixed tree: (0, 2), (1, 3), then both. */
export function combineLanes(f: FunctionBuilder, value: Expr, combine: (a: Expr, b: Expr) => Expr): Expr {
  const v = f.let(value);
  const pairs = f.let(combine(v, shuffleWords(v, v, [2, 3, 2, 3])));
  return combine(pairs, shuffleWords(pairs, pairs, [1, 1, 1, 1]));
}
export const firstLane = (v: Expr): Expr => lane('f32x4.extract_lane', 0, v);
