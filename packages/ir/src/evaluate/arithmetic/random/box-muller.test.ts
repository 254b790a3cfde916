import { expect, test } from 'vitest';
import { normalPair, normalPairOf } from './box-muller.ts';

const unit = (k: number): number => k * 2 ** -23;
const got = new Float64Array(2);
const want = new Float64Array(2);

/** How far the fast numbers are from those of Math, against the larger of the two: sine and cosine of one angle share their rounding. */
function distance(j: number, k: number): number {
  normalPair(got, 0, j, k);
  normalPairOf(want, unit(j), unit(k));
  return Math.max(Math.abs(got[0] - want[0]), Math.abs(got[1] - want[1])) / Math.max(Math.abs(want[0]), Math.abs(want[1]));
}

test('the ends of the range, the borders of the tables and the quarters of the circle', () => {
  const near = (at: number): number[] => [at - 2, at - 1, at, at + 1, at + 2];
  const radii = [0, 1, 2, 3, ...near(2 ** 22), ...near(3 * 2 ** 21), ...near(2 ** 22 + 2 ** 13), 2 ** 23 - 2, 2 ** 23 - 1];
  const angles = [0, 1, 2, ...near(2 ** 20), ...near(2 ** 21), ...near(2 ** 22), ...near(3 * 2 ** 21), ...near(2 ** 12), 2 ** 23 - 1];
  for (const j of radii) for (const k of angles) expect(distance(j, k), `${j} ${k}`).toBeLessThan(2 ** -50);
});

test('zeros of sine and cosine keep the rounding of the angle', () => {
  // sin(Math.PI) is 1.22e-16, not 0.
  normalPair(got, 0, 1, 2 ** 22);
  expect(got[0]).toBe(Math.sin(Math.PI) * Math.sqrt(-2 * Math.log(unit(1))));
  normalPair(got, 0, 1, 2 ** 21);
  expect(got[1]).toBe(Math.cos(Math.PI / 2) * Math.sqrt(-2 * Math.log(unit(1))));
});

test('a logarithm for every uniform number up to 2^17, and every 61st beyond', () => {
  let worst = 0;
  for (let j = 0; j < 2 ** 23; j += j < 2 ** 17 ? 1 : 61) worst = Math.max(worst, distance(j, j));
  expect(worst).toBeLessThan(2 ** -50);
});

test('400000 numbers of f32 have the bits of the functions of Math', () => {
  const [fast, exact] = [new Float32Array(2), new Float32Array(2)];
  let state = 12345;
  const word = (): number => (state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 9;
  let different = 0;
  for (let i = 0; i < 200_000; i++) {
    const [j, k] = [word(), word()];
    normalPair(got, 0, j, k);
    normalPairOf(want, unit(j), unit(k));
    fast.set(got);
    exact.set(want);
    if (fast[0] !== exact[0] || fast[1] !== exact[1]) different++;
  }
  expect(different).toBe(0);
});
