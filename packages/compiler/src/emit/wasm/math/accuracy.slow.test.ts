import type { ScalarOp } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { references, worstError } from './accuracy.ts';

describe('vector functions over all 2^32 inputs', () => {
  it.each(Object.keys(references))('%s', (name) => {
    const worst = worstError(name as ScalarOp, 0, 1, 2 ** 32);
    console.log(`${name}: worst ${worst.error.toFixed(3)} ulp at ${worst.x}`);
    expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(name.startsWith('erf') ? 4 : 2);
  });
});
