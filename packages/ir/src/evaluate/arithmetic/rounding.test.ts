/** Arithmetic of narrow floats rounds once: against a search for the nearest number of the format, for all pairs of an 8-bit format. */
import { describe, expect, test } from 'vitest';
import * as table from '../../ops/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { bf16, decodeTable, type ElementType, f8E4M3FN, f8E5M2, f16, f32, i1 } from '../../types/element.ts';
import { buildLiteral, elementsOf, type Literal, literal } from '../../types/literal.ts';
import { tensorType } from '../../types/type.ts';
import { evaluateOperation } from '../evaluator.ts';
import { roundAwayFromZero, roundToEven } from './rounding.ts';

/** The finite numbers of a format that are not negative, ascending, with their last mantissa bit. */
function magnitudes(element: ElementType): { readonly x: number; readonly even: boolean }[] {
  const values = [...decodeTable(element.format!)].slice(0, 2 ** (element.bits - 1));
  return values.map((x, bits) => ({ x, even: bits % 2 === 0 })).filter((v) => Number.isFinite(v.x));
}

/** Nearest number, ties to the even bit pattern, by comparing distances; `exact` must be exact in f64 and within the format's range. */
function nearest(exact: number, numbers: ReturnType<typeof magnitudes>): number {
  const target = Math.abs(exact);
  let low = 0;
  let high = numbers.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (numbers[middle].x <= target) low = middle;
    else high = middle;
  }
  const [down, up] = [target - numbers[low].x, numbers[high].x - target];
  const chosen = down < up || (down === up && numbers[low].even) ? numbers[low] : numbers[high];
  return Math.sign(exact) * chosen.x;
}

describe.each([
  ['f8E5M2', f8E5M2],
  ['f8E4M3FN', f8E4M3FN],
] as const)('%s, all pairs', (_name, element) => {
  const all = [...decodeTable(element.format!)];
  const pairs = tensorType(element, [256, 256]);
  const [lhs, rhs] = [buildLiteral(pairs, (i) => all[i >> 8]), buildLiteral(pairs, (i) => all[i & 255])];
  const numbers = magnitudes(element);
  const largest = numbers[numbers.length - 1].x;
  test.each([
    ['add', table.add, (a: number, b: number) => a + b],
    ['multiply', table.multiply, (a: number, b: number) => a * b],
  ] as [string, Primitive, (a: number, b: number) => number][])('%s', (_op, primitive, exact) => {
    const got = elementsOf(evaluateOperation(primitive, [lhs, rhs])[0] as Literal) as number[];
    for (let i = 0; i < got.length; i++) {
      const want = exact(all[i >> 8], all[i & 255]);
      if (!(Math.abs(want) <= largest)) continue; // overflow is tested with the formats
      if (got[i] !== nearest(want, numbers)) throw new Error(`${all[i >> 8]} and ${all[i & 255]}: got ${got[i]}, want ${nearest(want, numbers)}`);
    }
  });
});

test('rounding to integers keeps the sign of zero', () => {
  expect(Object.is(roundToEven(-0.5), -0)).toBe(true);
  expect(Object.is(roundAwayFromZero(-0.4), -0)).toBe(true);
  expect(roundToEven(2 ** 52 + 1)).toBe(2 ** 52 + 1);
  expect(roundToEven(NaN)).toBeNaN();
});

test('the total order sees the sign of NaN', () => {
  const negativeNaN = literal(tensorType(f32, [2]), new Float32Array(Uint32Array.of(0xffc00000, 0x7fc00000).buffer));
  const infinities = buildLiteral(tensorType(f32, [2]), (i) => (i === 0 ? -Infinity : Infinity));
  const less = evaluateOperation(table.compare, [negativeNaN, infinities], { comparisonDirection: 'LT', compareType: 'TOTALORDER' })[0] as Literal;
  expect(less.type.element).toBe(i1);
  expect([...less.data]).toEqual([1, 0]);
});

test('operations on narrow types round their own result, not that of a wider type', () => {
  const one = (element: ElementType, x: number): Literal => buildLiteral(tensorType(element, [1]), () => x);
  const product = evaluateOperation(table.multiply, [one(f16, 1.0009765625), one(f16, 1.0009765625)])[0] as Literal;
  expect(elementsOf(product)).toEqual([1.001953125]); // 1 + 2^-9 + 2^-20
  const quotient = evaluateOperation(table.divide, [one(bf16, 1), one(bf16, 3)])[0] as Literal;
  expect(elementsOf(quotient)).toEqual([0.333984375]);
});
