/** Files that are not as they should be. */
import { describe, expect, test } from 'vitest';
import { FormatError } from '../format-error.ts';
import { readWav, writeWav } from './wav.ts';

const wav = { channels: 2, sampleRate: 8000, samples: Int16Array.of(1, -2, 32767, -32768) };
const valid = writeWav(wav);
const patched = (at: number, ...bytes: number[]): Uint8Array => {
  const out = valid.slice();
  out.set(bytes, at);
  return out;
};
/** The file with another chunk of odd size before the format. */
function withChunk(): Uint8Array {
  const extra = [...new TextEncoder().encode('LIST'), 3, 0, 0, 0, 9, 9, 9, 0];
  return Uint8Array.of(...valid.subarray(0, 12), ...extra, ...valid.subarray(12));
}

test('a file read back', () => expect(readWav(valid)).toEqual(wav));
test('a view into a larger buffer', () => expect(readWav(Uint8Array.of(7, ...valid).subarray(1))).toEqual(wav));
test('other chunks are skipped', () => expect(readWav(withChunk())).toEqual(wav));
test('the extensible header of PCM', () => {
  const header = new Uint8Array(40);
  header.set(valid.subarray(20, 36));
  header.set([0xfe, 0xff], 0);
  header.set([1, 0], 24);
  const bytes = Uint8Array.of(...valid.subarray(0, 16), 40, 0, 0, 0, ...header, ...valid.subarray(36));
  expect(readWav(bytes)).toEqual(wav);
});

describe('damaged files', () => {
  const rows: readonly (readonly [string, Uint8Array, string])[] = [
    ['empty', new Uint8Array(0), 'shorter than its header at byte 0'],
    ['another file', patched(0, 0x50), "does not start with 'RIFF' at byte 0"],
    ['another RIFF file', patched(8, 0x41), "not of kind 'WAVE' at byte 8"],
    ['cut off', valid.slice(0, -1), "chunk 'data' has 8 bytes and the file ends after 7 of them at byte 36"],
    ['no data', valid.slice(0, 36), "no chunk 'data'"],
    ['no format', patched(12, 0x41), "no chunk 'fmt '"],
    ['a huge chunk', patched(40, 0xff, 0xff, 0xff, 0xff), "chunk 'data' has 4294967295 bytes"],
    ['floats', patched(20, 3, 0), 'encoding 3 is not PCM (1) at byte 20'],
    ['no channels', patched(22, 0, 0), 'no channels at byte 22'],
    ['no rate', patched(24, 0, 0, 0, 0), 'the sample rate is 0 at byte 24'],
    ['8 bits', patched(34, 8), 'samples have 8 bits; 16 are read at byte 34'],
    ['frames of another size', patched(32, 2), 'frames have 2 bytes for 2 channels'],
    ['half a frame', Uint8Array.of(...patched(40, 6).slice(0, 50)), '6 bytes of data are no multiple of 4'],
  ];
  test.each(rows)('%s', (_, bytes, message) => {
    expect(() => readWav(bytes)).toThrow(FormatError);
    expect(() => readWav(bytes)).toThrow(message);
  });
  test('random changes give a file or a FormatError', () => {
    let state = 9;
    const random = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = withChunk();
      for (let k = 0; k <= random(4); k++) bytes[random(bytes.length)] = random(256);
      try {
        expect(readWav(bytes.slice(0, random(4) === 0 ? random(bytes.length) : bytes.length)).samples.length).toBeLessThanOrEqual(4);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(3000);
  });
});
