import type { ScalarOp } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { references, ulpError, worstError } from './accuracy.ts';

/** What spec/core.md allows: 2 ulp, 4 for erf and erfc. */
const limit = (name: string): number => (name.startsWith('erf') ? 4 : 2);

describe('vector functions', () => {
  // an odd step walks through every exponent, both signs, zeros, subnormals, infinities and NaNs
  it.each(Object.keys(references))('%s stays within its ulp over a sample of all f32 numbers', (name) => {
    const worst = worstError(name as ScalarOp, 0, 16411, 1 << 18);
    expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(limit(name));
  });
  it.each(Object.keys(references))('%s stays within its ulp around ±1 and ±0', (name) => {
    for (const start of [0x3f7f8000, 0xbf7f8000, 0, 0x80000000]) {
      const worst = worstError(name as ScalarOp, start, 1, 1 << 16);
      expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(limit(name));
    }
  });
});

describe('ulpError', () => {
  it('tells zeros, infinities and neighbors apart', () => {
    expect(ulpError(1 + 2 ** -23, 1)).toBe(1);
    expect(ulpError(0, -0)).toBe(Number.POSITIVE_INFINITY);
    expect(ulpError(Number.NaN, Number.NaN)).toBe(0);
    expect(ulpError(Number.POSITIVE_INFINITY, 1)).toBeGreaterThan(1e9);
    expect(ulpError(2 ** -149, 0)).toBe(1);
  });
});
