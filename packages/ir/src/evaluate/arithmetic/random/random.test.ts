import { describe, expect, test } from 'vitest';
import { fillPhilox, skipPhilox } from './philox.ts';
import { drawPhilox, drawThreefry } from './streams.ts';
import { threefry2x32 } from './threefry.ts';

const ones = 0xffffffff;
const wide = (words: readonly number[]): bigint => words.reduce((sum, w, i) => sum | (BigInt(w) << BigInt(32 * i)), 0n);

/** The words of some blocks, as unsigned integers; keys and counters by their words, low ones first. */
function philox(key: readonly number[], counter: readonly number[], { blocks = 1, stride = 1 }: { blocks?: number; stride?: number } = {}): number[] {
  const words = new Int32Array(4 * blocks);
  fillPhilox(words, { key: wide(key), counter: wide(counter) }, stride);
  return Array.from(words, (w) => w >>> 0);
}

describe('known answers of Random123 (kat_vectors)', () => {
  test.each([
    { key: [0, 0], counter: [0, 0], want: [0x6b200159, 0x99ba4efe] },
    { key: [ones, ones], counter: [ones, ones], want: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], want: [0xc4923a9c, 0x483df7a0] },
  ] as { key: [number, number]; counter: [number, number]; want: number[] }[])('threefry2x32-20 $want', ({ key, counter, want }) => {
    expect(threefry2x32(key, counter)).toEqual(want);
  });
  test.each([
    { key: [0, 0], counter: [0, 0, 0, 0], want: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
    { key: [ones, ones], counter: [ones, ones, ones, ones], want: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd] },
    {
      key: [0xa4093822, 0x299f31d0],
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      want: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ])('philox4x32-10 $want', ({ key, counter, want }) => {
    expect(philox(key, counter)).toEqual(want);
  });
});

describe('blocks of Philox', () => {
  test('the counter carries through all four words and wraps', () => {
    expect(philox([5, 0], [ones, ones, ones, 7], { blocks: 2 }).slice(4)).toEqual(philox([5, 0], [0, 0, 0, 8]));
    expect(philox([5, 0], [ones, ones, ones, ones], { blocks: 2 }).slice(4)).toEqual(philox([5, 0], [0, 0, 0, 0]));
    expect(skipPhilox({ key: 5n, counter: wide([ones, ones, ones, ones]) }, 1n)).toEqual({ key: 5n, counter: 0n });
  });
  test('a stride of the counter skips blocks', () => {
    expect(philox([1, 0], [ones, 0, 0, 0], { blocks: 2, stride: 256 }).slice(4)).toEqual(philox([1, 0], [255, 1, 0, 0]));
  });
});

describe('streams', () => {
  test('threefry: the example of the specification', () => {
    const { values, state } = drawThreefry([1n, 2n], [2, 2], 64);
    expect(state).toEqual([1n, 6n]);
    expect(values).toEqual([9236835810183407956n, 16087790271692313299n, 18212823393184779219n, 2658481902456610144n]);
  });

  test('threefry: words of one block are neighbors along the first even axis', () => {
    const block = threefry2x32([0, 0], [0, 0]).map(BigInt);
    expect(drawThreefry([0n, 0n], [2], 32).values).toEqual(block);
    const rows = drawThreefry([0n, 0n], [2, 3], 32);
    expect([rows.values[0], rows.values[3]]).toEqual(block);
    expect(rows.state).toEqual([0n, 3n]);
  });

  test('threefry: an odd axis leaves the last word unused, a scalar the second', () => {
    const whole = drawThreefry([7n, 9n], [4], 32).values;
    const odd = drawThreefry([7n, 9n], [3], 32);
    expect(odd.values).toEqual(whole.slice(0, 3));
    expect(odd.state).toEqual([7n, 11n]);
    expect(drawThreefry([7n, 9n], [], 32).values).toEqual(whole.slice(0, 1));
  });

  test('philox: words in order, 64-bit elements take two, narrow ones the low bits', () => {
    const words = philox([0, 0], [0, 0, 0, 0]).map(BigInt);
    expect(drawPhilox([0n, 0n, 0n], [3], 32)).toEqual({ values: words.slice(0, 3), state: [0n, 1n, 0n] });
    expect(drawPhilox([0n, 0n], [2], 64)).toEqual({ values: [words[0] | (words[1] << 32n), words[2] | (words[3] << 32n)], state: [0n, 1n] });
    expect(drawPhilox([0n, 0n, 0n], [1], 8).values).toEqual([words[0] & 0xffn]);
  });

  test('philox: the counter carries into its high half', () => {
    const last = 2n ** 64n - 1n;
    const { values, state } = drawPhilox([5n, last, 0n], [8], 32);
    expect(values.slice(0, 4)).toEqual(philox([5, 0], [ones, ones, 0, 0]).map(BigInt));
    expect(values.slice(4)).toEqual(philox([5, 0], [0, 0, 1, 0]).map(BigInt));
    expect(state).toEqual([5n, 1n, 1n]);
  });
});
