/** Signs of zeros and other special values, which the tables of cases (zeros are equal there) do not see. Source: C99, annex G.6. */
import { describe, expect, test } from 'vitest';
import type { Complex } from '../../types/element.ts';
import * as c from './complex-functions.ts';

const at = (re: number, im: number): Complex => ({ re, im });
const pi = Math.PI;

type Row = readonly [Complex, Complex];
const tables: Record<string, readonly [(z: Complex) => Complex, readonly Row[]]> = {
  exp: [
    c.exp,
    [
      [at(-0, -0), at(1, -0)],
      [at(-Infinity, 2), at(-0, 0)],
      [at(Infinity, 0), at(Infinity, 0)],
      [at(Infinity, Infinity), at(Infinity, NaN)],
      [at(NaN, 0), at(NaN, 0)],
      [at(1, NaN), at(NaN, NaN)],
    ],
  ],
  log: [
    c.log,
    [
      [at(-0, 0), at(-Infinity, pi)],
      [at(0, 0), at(-Infinity, 0)],
      [at(-1, -0), at(0, -pi)],
      [at(1, Infinity), at(Infinity, pi / 2)],
      [at(NaN, Infinity), at(Infinity, NaN)],
    ],
  ],
  sqrt: [
    c.sqrt,
    [
      [at(-0, -0), at(0, -0)],
      [at(-4, -0), at(0, -2)],
      [at(-4, 0), at(0, 2)],
      [at(NaN, -Infinity), at(Infinity, -Infinity)],
      [at(-Infinity, -1), at(0, -Infinity)],
      [at(Infinity, -1), at(Infinity, -0)],
      [at(-Infinity, NaN), at(NaN, Infinity)],
    ],
  ],
  sinh: [
    c.sinh,
    [
      [at(0, -0), at(0, -0)],
      [at(0, Infinity), at(0, NaN)],
      [at(Infinity, 0), at(Infinity, 0)],
      [at(-Infinity, Infinity), at(-Infinity, NaN)],
      [at(NaN, -0), at(NaN, -0)],
    ],
  ],
  cosh: [
    c.cosh,
    [
      [at(0, 0), at(1, 0)],
      [at(-0, 1), at(Math.cos(1), -0)],
      [at(0, Infinity), at(NaN, 0)],
      [at(-Infinity, 0), at(Infinity, -0)],
      [at(Infinity, NaN), at(Infinity, NaN)],
    ],
  ],
  tanh: [
    c.tanh,
    [
      [at(-0, 0), at(-0, 0)],
      [at(Infinity, 1), at(1, 0)],
      [at(-Infinity, NaN), at(-1, 0)],
      [at(NaN, -0), at(NaN, -0)],
      [at(1, Infinity), at(NaN, NaN)],
    ],
  ],
  sin: [
    c.sin,
    [
      [at(0, -0), at(0, -0)],
      [at(Infinity, 0), at(NaN, 0)],
    ],
  ],
  asin: [
    c.asin,
    [
      [at(-0, -0), at(-0, -0)],
      [at(2, 0), at(pi / 2, Math.acosh(2))],
      [at(2, -0), at(pi / 2, -Math.acosh(2))],
      [at(Infinity, Infinity), at(pi / 4, Infinity)],
    ],
  ],
  acos: [
    c.acos,
    [
      [at(0, 0), at(pi / 2, -0)],
      [at(-2, 0), at(pi, -Math.acosh(2))],
      [at(-2, -0), at(pi, Math.acosh(2))],
      [at(-Infinity, 1), at(pi, -Infinity)],
      [at(0, NaN), at(pi / 2, NaN)],
    ],
  ],
  asinh: [
    c.asinh,
    [
      [at(0, -2), at(Math.acosh(2), -pi / 2)],
      [at(-0, 2), at(-Math.acosh(2), pi / 2)],
      [at(1, Infinity), at(Infinity, pi / 2)],
    ],
  ],
  acosh: [
    c.acosh,
    [
      [at(1, -0), at(0, -0)],
      [at(-2, 0), at(Math.acosh(2), pi)],
      [at(-2, -0), at(Math.acosh(2), -pi)],
    ],
  ],
  atanh: [
    c.atanh,
    [
      [at(1, 0), at(Infinity, 0)],
      [at(2, 0), at(Math.atanh(0.5), pi / 2)],
      [at(-2, -0), at(-Math.atanh(0.5), -pi / 2)],
      [at(0, NaN), at(0, NaN)],
      [at(-Infinity, NaN), at(-0, NaN)],
      [at(1e200, 1), at(1e-200, pi / 2)],
    ],
  ],
};

/** Equal with signs of zeros, or within 2 units in the last place. */
function same(a: number, b: number): boolean {
  if (a === 0 || b === 0 || !Number.isFinite(b)) return Object.is(a, b);
  return Math.abs(a - b) <= Math.abs(b) * 2 ** -51;
}

describe.each(Object.entries(tables))('%s', (_name, [f, rows]) => {
  test.each(rows.map((r) => [`${r[0].re} + ${r[0].im}i`, ...r] as const))('%s', (_text, z, want) => {
    const got = f(z);
    expect({ got, ok: same(got.re, want.re) && same(got.im, want.im) }).toEqual({ got, ok: true });
  });
});

test('quotients of infinities and by zero keep their directions', () => {
  expect(c.divide(at(1, 1), at(0, 0))).toEqual(at(Infinity, Infinity));
  expect(c.divide(at(1, 1), at(-0, 0))).toEqual(at(-Infinity, -Infinity));
  expect(c.divide(at(Infinity, 1), at(1, 1))).toEqual(at(Infinity, -Infinity));
  expect(c.divide(at(1, 1), at(Infinity, 1))).toEqual(at(0, 0));
  expect(c.divide(at(0, 0), at(0, 0))).toEqual(at(NaN, NaN));
});
