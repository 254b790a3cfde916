/** Sounds to and from WAV files, against Python's `wave` module (packages/core/test/reference/spectra.py). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as tf from '../../index.ts';

const recorded = JSON.parse(readFileSync(new URL('../../../test/reference/spectra.json', import.meta.url), 'utf8')) as {
  readonly wav: { readonly samples: readonly (readonly number[])[]; readonly bytes: string };
};
const file = new Uint8Array(Buffer.from(recorded.wav.bytes, 'base64'));
const scaled = recorded.wav.samples.map((row) => row.map((v) => v / 32768));

test('a file of two channels', () => {
  const { audio, sampleRate } = tf.audio.decodeWav(file);
  expect(audio.array()).toEqual(scaled);
  expect(sampleRate).toBe(16000);
});
test('desired channels and samples', () => {
  expect(tf.audio.decodeWav(file, { desiredChannels: 1 }).audio.array()).toEqual(scaled.map(([left]) => [left]));
  expect(tf.audio.decodeWav(file, { desiredChannels: 3 }).audio.array()).toEqual(scaled.map(([left, right]) => [left, right, right]));
  expect(tf.audio.decodeWav(file, { desiredSamples: 1 }).audio.array()).toEqual([scaled[0]]);
  expect(tf.audio.decodeWav(file.buffer, { desiredSamples: 5, desiredChannels: -1 }).audio.array()).toEqual([...scaled, [0, 0]]);
});
test('encoding gives the file back', () => expect(tf.audio.encodeWav(tf.audio.decodeWav(file).audio, 16000)).toEqual(file));
test('samples outside are clipped', () => {
  const bytes = tf.audio.encodeWav([[2], [-2], [1], [Number.NaN], [0.5 / 32768], [-0.5 / 32768]], 8000);
  expect(tf.audio.decodeWav(bytes).audio.array()).toEqual([[32767 / 32768], [-1], [32767 / 32768], [0], [1 / 32768], [-1 / 32768]]);
  expect(tf.audio.decodeWav(tf.audio.encodeWav(tf.zeros([0, 2]), 8000)).audio.shape).toEqual([0, 2]);
});
test("Python's reader agrees", () => {
  const bytes = tf.audio.encodeWav(tf.constant(scaled), 22050);
  const script =
    'import sys,wave,io,struct\nf=wave.open(io.BytesIO(sys.stdin.buffer.read()))\nd=f.readframes(f.getnframes())\nprint(f.getnchannels(),f.getframerate(),f.getsampwidth(),*struct.unpack("<%dh"%(len(d)//2),d))';
  const printed = execFileSync('python3', ['-c', script], { input: bytes }).toString().trim().split(' ').map(Number);
  expect(printed).toEqual([2, 22050, 2, ...recorded.wav.samples.flat()]);
});
