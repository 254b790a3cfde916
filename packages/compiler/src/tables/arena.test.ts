import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignedBytes, alignment, placeSlots } from './arena.ts';
import { Slot } from './slot.ts';

function slot(bytes: number, first: number, last: number): Slot {
  const made = new Slot('scratch', bytes);
  made.first = first;
  made.last = last;
  return made;
}

describe('placing blocks', () => {
  test('blocks that follow each other share memory', () => {
    const [a, b, c] = [slot(1000, 0, 1), slot(1000, 2, 3), slot(1000, 1, 2)];
    const { offsets, bytes, lowerBound } = placeSlots([a, b, c]);
    expect(offsets.get(a)).toBe(offsets.get(b));
    expect(offsets.get(c)).not.toBe(offsets.get(a));
    expect(bytes).toBe(2 * alignedBytes(1000));
    expect(lowerBound).toBe(2000);
  });
  test('blocks that no step touches take no place', () => expect(placeSlots([slot(1000, -1, -1)]).bytes).toBe(0));
  test('nothing that lives together overlaps, and the plan stays near the lower bound', () => {
    const lifetimes = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat(40), fc.nat(12)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(lifetimes, (list) => {
        const slots = list.map(([bytes, first, length]) => slot(bytes, first, first + length));
        const { offsets, bytes, lowerBound } = placeSlots(slots);
        for (const [i, a] of slots.entries()) {
          const start = offsets.get(a) as number;
          expect(start % alignment).toBe(0);
          for (const b of slots.slice(i + 1)) {
            if (a.last < b.first || b.last < a.first) continue;
            const other = offsets.get(b) as number;
            expect(start + a.bytes <= other || other + b.bytes <= start).toBe(true);
          }
        }
        expect(bytes).toBeLessThanOrEqual(2 * lowerBound + slots.length * alignedBytes(0) * 2);
      }),
      { seed: 20261124, numRuns: 200 },
    );
  });
});
