import { describe, expect, test } from 'vitest';
import {
  allocate,
  bf16,
  decodeTable,
  type ElementType,
  elementTypes,
  f8E4M3FN,
  f8E5M2,
  f8E8M0FNU,
  f16,
  f32,
  f64,
  readElement,
  roundToElement,
  writeElement,
} from './element.ts';
import { decodeFloat, encodeFloat } from './float-format.ts';

const formatOf = (e: ElementType) => e.format!;
const narrow = elementTypes.filter((e) => e.format);

describe('every bit pattern', () => {
  test.each(narrow.map((e) => [e.name, e] as const))('%s decodes and encodes back', (_name, element) => {
    const format = formatOf(element);
    for (let bits = 0; bits < 2 ** format.bits; bits++) {
      const x = decodeFloat(bits, format);
      const back = encodeFloat(x, format);
      if (Number.isNaN(x)) expect(decodeFloat(back, format), `bits ${bits}`).toBeNaN();
      else if (back !== bits) throw new Error(`${element.name}: ${bits} is ${x}, which encodes to ${back}`);
    }
  });

  test.each(narrow.filter((e) => e !== f8E8M0FNU).map((e) => [e.name, e] as const))(
    '%s grows with its bits, and negation flips the sign bit',
    (_name, element) => {
      const table = decodeTable(formatOf(element));
      const half = table.length / 2;
      for (let bits = 1; bits < half; bits++) if (!Number.isNaN(table[bits])) expect(table[bits]).toBeGreaterThan(table[bits - 1]);
      for (let bits = 1; bits < half; bits++) expect(table[bits + half]).toEqual(-table[bits]);
    },
  );
});

describe('facts of core.md, section 1', () => {
  test('f16', () => {
    expect(roundToElement(f16, 65519)).toBe(65504);
    expect(roundToElement(f16, 65520)).toBe(Infinity);
    expect(roundToElement(f16, 2 ** -24)).toBe(2 ** -24);
    expect(roundToElement(f16, 2 ** -25)).toBe(0); // a tie with the even zero
    expect(roundToElement(f16, 2 ** -25 * 1.0001)).toBe(2 ** -24);
  });
  test('bf16', () => {
    expect(encodeFloat(1 / 3, formatOf(bf16))).toBe(0x3eab);
    expect(encodeFloat(Math.PI, formatOf(bf16))).toBe(0x4049);
    expect(encodeFloat(0.1, formatOf(bf16))).toBe(0x3dcd);
    expect(encodeFloat(NaN, formatOf(bf16))).toBe(0x7fc0); // quiet
  });
  test('f8', () => {
    expect(Math.max(...[...decodeTable(formatOf(f8E4M3FN))].filter(Number.isFinite))).toBe(448);
    expect(Math.max(...[...decodeTable(formatOf(f8E5M2))].filter(Number.isFinite))).toBe(57344);
  });
});

describe('one rounding', () => {
  test('a number beside a tie of f16 is not rounded to the tie by way of f32 first', () => {
    // 1 + 2^-11 is the tie between 1 and 1 + 2^-10; f32 would drop the 2^-40 and then round to even.
    expect(roundToElement(f16, 1 + 2 ** -11 + 2 ** -40)).toBe(1 + 2 ** -10);
    expect(roundToElement(f16, 1 + 2 ** -11)).toBe(1);
    expect(roundToElement(f16, 1 + 3 * 2 ** -11)).toBe(1 + 2 ** -9);
  });
  test('the same for bf16 and subnormals', () => {
    expect(roundToElement(bf16, 1 + 2 ** -8 + 2 ** -45)).toBe(1 + 2 ** -7);
    expect(roundToElement(bf16, 2 ** -134)).toBe(0);
    expect(roundToElement(bf16, 2 ** -134 * (1 + 2 ** -40))).toBe(2 ** -133);
  });
  test('rounding up may carry into the exponent, and out of the range', () => {
    expect(roundToElement(f16, 2047.75)).toBe(2048);
    expect(roundToElement(bf16, 3.4e38)).toBe(Infinity);
    expect(roundToElement(f8E4M3FN, 464)).toBe(448); // a tie: the even mantissa is that of 448
    expect(roundToElement(f8E4M3FN, 465)).toBeNaN(); // no infinity
  });
});

describe('formats with other special values', () => {
  test('finite formats saturate, and have no NaN', () => {
    const f4 = elementTypes.find((e) => e.name === 'f4E2M1FN')!;
    expect([...decodeTable(formatOf(f4))]).toEqual([0, 0.5, 1, 1.5, 2, 3, 4, 6, -0, -0.5, -1, -1.5, -2, -3, -4, -6]);
    expect(roundToElement(f4, 100)).toBe(6);
    expect(roundToElement(f4, -Infinity)).toBe(-6);
    expect(roundToElement(f4, 2.5)).toBe(2);
    expect(roundToElement(f4, 5)).toBe(4);
  });
  test('fnuz formats have one zero and one NaN', () => {
    const fnuz = elementTypes.find((e) => e.name === 'f8E4M3FNUZ')!;
    expect(Object.is(roundToElement(fnuz, -0), 0)).toBe(true);
    expect(decodeFloat(0x80, formatOf(fnuz))).toBeNaN();
    expect(roundToElement(fnuz, 240)).toBe(240);
    expect(roundToElement(fnuz, Infinity)).toBeNaN();
  });
  test('f8E8M0FNU holds powers of two', () => {
    expect(roundToElement(f8E8M0FNU, 3)).toBe(4); // a tie: the even exponent
    expect(roundToElement(f8E8M0FNU, 2.9)).toBe(2);
    expect(roundToElement(f8E8M0FNU, -1)).toBeNaN();
    expect(decodeFloat(0, formatOf(f8E8M0FNU))).toBe(2 ** -127);
  });
});

describe('storage', () => {
  test.each(['i2', 'i4', 'ui2', 'ui4'])('%s wraps', (name) => {
    const element = elementTypes.find((e) => e.name === name)!;
    const data = allocate(element, 1);
    const size = 2 ** element.bits;
    for (let x = -2 * size; x < 2 * size; x++) {
      writeElement(element, data, 0, x);
      const got = readElement(element, data, 0) as number;
      expect((got - x) % size === 0 && got >= (element.kind === 'signed' ? -size / 2 : 0) && got < (element.kind === 'signed' ? size / 2 : size)).toBe(true);
    }
  });
  test('f32 rounds once, f64 not at all', () => {
    expect(roundToElement(f32, 1 + 2 ** -24 + 2 ** -50)).toBe(1 + 2 ** -23);
    expect(roundToElement(f64, 1 + 2 ** -52)).toBe(1 + 2 ** -52);
  });
});
