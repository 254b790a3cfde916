import { allocate, f32, f64 } from '@millrace/ir';
import { describe, expect, test } from 'vitest';
import { drawNormal, drawTruncatedNormal, drawUniform } from './draw.ts';
import { fillBlocks, scrambleSeed } from './philox.ts';

const hex = (words: Int32Array): string => Array.from(words, (w) => (w >>> 0).toString(16).padStart(8, '0')).join(' ');
const counterOf = (...words: number[]): bigint => words.reduce((sum, w, i) => sum | (BigInt(w) << BigInt(32 * i)), 0n);

describe('Philox 4x32-10: known answers of Random123', () => {
  test.each([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('%j', (counter, key, answer) => {
    const words = new Int32Array(4);
    fillBlocks(words, { counter: counterOf(...counter), key: counterOf(...key) });
    expect(hex(words)).toBe(answer);
  });

  test('the counter carries through all four words', () => {
    const two = new Int32Array(8);
    fillBlocks(two, { counter: counterOf(0xffffffff, 0xffffffff, 0xffffffff, 7), key: 5n });
    const next = new Int32Array(4);
    fillBlocks(next, { counter: counterOf(0, 0, 0, 8), key: 5n });
    expect([...two.slice(4)]).toEqual([...next]);
  });
  test('a stride of the counter skips blocks', () => {
    const strided = new Int32Array(8);
    fillBlocks(strided, { counter: 0xffffffffn, key: 1n }, 256);
    const second = new Int32Array(4);
    fillBlocks(second, { counter: 0xffffffffn + 256n, key: 1n });
    expect([...strided.slice(4)]).toEqual([...second]);
  });
});

test('a draw is the beginning of a longer one, whatever the chunks', () => {
  for (const draw of [drawUniform, drawNormal, drawTruncatedNormal]) {
    for (const element of [f32, f64]) {
      const state = scrambleSeed(3n, 4n);
      const [long, short] = [allocate(element, 10001) as Float32Array, allocate(element, 4099) as Float32Array];
      draw(element, long, state);
      draw(element, short, state);
      expect([...short], `${draw.name} ${element.name}`).toEqual([...long.subarray(0, 4099)]);
    }
  }
});
