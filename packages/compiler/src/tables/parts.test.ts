import { describe, expect, test } from 'vitest';
import type { Split } from '../schedules/kernel.ts';
import { splitCall } from './parts.ts';

const slot = { bytes: 1 << 20 } as never;

describe('splitCall', () => {
  test('parts begin at whole addresses where a step is a fraction', () => {
    // 20 pictures of 3136 bytes, 676 pixels each: 13,520 units. The middle is the eleventh picture, at 31,360 bytes; 3136 / 676 * 6760 is not.
    expect((3136 / 676) * 6760).not.toBe(31360);
    const split: Split = { extent: 1, multiple: 676, moves: [{ field: 0, step: 3136 / 676 }], scaled: [{ field: 2, perUnit: 1 / 676 }] };
    const [first, second] = splitCall([{ slot, offset: 64 }, 13520, 20], split, 2);
    expect(first).toEqual([{ slot, offset: 64 }, 6760, 10]);
    expect(second).toEqual([{ slot, offset: 64 + 31360 }, 6760, 10]);
  });
  test('parts cover all units once, at multiples', () => {
    for (const units of [1, 63, 64, 65, 1000])
      for (const count of [2, 3, 7]) {
        const parts = splitCall([{ slot, offset: 0 }, units], { extent: 1, multiple: 64, moves: [{ field: 0, step: 4 }] }, count);
        let next = 0;
        for (const [address, size] of parts as unknown as readonly [{ offset: number }, number][]) {
          expect(address.offset).toBe(4 * next);
          expect(next % 64).toBe(0);
          next += size;
        }
        expect(next).toBe(units);
      }
  });
  test('a step that is never whole is a mistake of the schedule', () =>
    expect(() => splitCall([{ slot, offset: 0 }, 10], { extent: 1, multiple: 1, moves: [{ field: 0, step: 0.3 }] }, 2)).toThrow(/begins at 1\.5/));
});
