import { decodeTable, elementTypes, encodeFloat, type FloatFormat } from '@millrace/ir';
import { expect, test } from 'vitest';
import { encoder, libraryValue } from './library.ts';

const narrow = elementTypes.filter((e) => e.format);

test.each(narrow.map((e) => [e.name, e] as const))('the fast encoder of %s is the definition', (_name, element) => {
  const format = element.format as FloatFormat;
  const encode = encoder(element);
  const values: number[] = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-45, 3e38, 1e308, -1e308, 5e-324];
  // Every number of the format, its neighbors and the midpoints between them, where rounding decides.
  const table = [...decodeTable(format)].filter(Number.isFinite).sort((a, b) => a - b);
  const stride = Math.max(1, Math.floor(table.length / 4000));
  for (let i = 0; i + 1 < table.length; i += stride) {
    const middle = (table[i] + table[i + 1]) / 2;
    values.push(table[i], middle, middle * (1 + 2 ** -50), middle * (1 - 2 ** -50));
  }
  for (const x of values) expect(encode(x), String(x)).toBe(encodeFloat(x, format));
});

test('64-bit integers round once on their way to narrower floats', () => {
  const round = libraryValue('bigToOddRounded') as (x: bigint) => number;
  // 2^60 + 2^36 + 1 lies just above the midpoint of two f32; through the nearest f64 it would round to even, down.
  const x = 2n ** 60n + 2n ** 36n + 1n;
  expect(Math.fround(round(x))).toBe(2 ** 60 + 2 ** 37);
  expect(Math.fround(Number(x))).toBe(2 ** 60);
  expect(Math.fround(round(-x))).toBe(-(2 ** 60 + 2 ** 37));
  for (const exact of [0n, 1n, -1n, 2n ** 53n, -(2n ** 63n)]) expect(round(exact)).toBe(Number(exact));
});
