/**
 * Philox 4x32-10: a random number generator without state of its own; block n of the stream is a function of a counter and a key.
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, section 4.
 *
 * The stream of a draw: word 4n + i is word i of the block with counter `start + n`. The counter is 128 bits wide, its words from low to high.
 */

/** Where a stream stands: 128 bits of counter and 64 bits of key, as unsigned integers. */
export interface PhiloxState {
  readonly counter: bigint;
  readonly key: bigint;
}

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9 | 0;
const weyl1 = 0xbb67ae85 | 0;
const low0 = multiplier0 & 0xffff;
const high0 = multiplier0 >>> 16;
const low1 = multiplier1 & 0xffff;
const high1 = multiplier1 >>> 16;
const rounds = 10;

/** The low 32 bits of `value >> shift`, as a signed integer. */
const word = (value: bigint, shift: number): number => Number((value >> BigInt(shift)) & 0xffffffffn) | 0;

/** The stream `blocks` blocks further on. */
export const skipPhilox = ({ counter, key }: PhiloxState, blocks: bigint): PhiloxState => ({ counter: BigInt.asUintN(128, counter + blocks), key });

/** A state as 32-bit words, low ones first: counter, then key. Draws that step through a stream in loops keep it so. */
export function philoxWords({ counter, key }: PhiloxState): Int32Array {
  return Int32Array.of(word(counter, 0), word(counter, 32), word(counter, 64), word(counter, 96), word(key, 0), word(key, 32));
}

/** Adds `steps` (below 2^32) to a counter in words. */
function step(words: Int32Array, steps: number): void {
  const low = (words[0] >>> 0) + steps;
  words[0] = low | 0;
  if (low < 2 ** 32) return;
  for (let i = 1; i < 4; i++) {
    words[i] = (words[i] + 1) | 0;
    if (words[i] !== 0) return;
  }
}

/**
 * Writes consecutive blocks from that of `start` (in words) on. Products of 32-bit words are put together from 16-bit halves, as JavaScript has no
 * 64-bit multiplication.
 */
function fill(out: Int32Array, start: Int32Array, stride: number): void {
  let c0 = start[0];
  let c1 = start[1];
  let c2 = start[2];
  let c3 = start[3];
  const k0 = start[4];
  const k1 = start[5];
  for (let at = 0; at < out.length; at += 4) {
    let x0 = c0;
    let x1 = c1;
    let x2 = c2;
    let x3 = c3;
    let a = k0;
    let b = k1;
    for (let round = 0; round < rounds; round++) {
      const p = x0 & 0xffff;
      const q = x0 >>> 16;
      const r = x2 & 0xffff;
      const s = x2 >>> 16;
      // No sum of a product of halves and a half overflows.
      const w = (Math.imul(q, low0) + (Math.imul(p, low0) >>> 16)) | 0;
      const above0 = (Math.imul(q, high0) + (w >>> 16) + ((Math.imul(p, high0) + (w & 0xffff)) >>> 16)) | 0;
      const v = (Math.imul(s, low1) + (Math.imul(r, low1) >>> 16)) | 0;
      const above1 = (Math.imul(s, high1) + (v >>> 16) + ((Math.imul(r, high1) + (v & 0xffff)) >>> 16)) | 0;
      const below0 = Math.imul(x0, multiplier0);
      const below1 = Math.imul(x2, multiplier1);
      x0 = above1 ^ x1 ^ a;
      x1 = below1;
      x2 = above0 ^ x3 ^ b;
      x3 = below0;
      a = (a + weyl0) | 0;
      b = (b + weyl1) | 0;
    }
    out[at] = x0;
    out[at + 1] = x1;
    out[at + 2] = x2;
    out[at + 3] = x3;
    const before = c0 >>> 0;
    c0 = (c0 + stride) | 0;
    if (c0 >>> 0 < before) {
      c1 = (c1 + 1) | 0;
      if (c1 === 0) {
        c2 = (c2 + 1) | 0;
        if (c2 === 0) c3 = (c3 + 1) | 0;
      }
    }
  }
}

/**
 * Writes consecutive blocks of the stream into `out`, whose length is a multiple of 4, in `stride` steps of the counter: 1, or more where each
 * block is the start of a stream of its own.
 */
export const fillPhilox = (out: Int32Array, state: PhiloxState, stride: number = 1): void => fill(out, philoxWords(state), stride);

/** Writes the block `steps` (below 2^32) after the one that `words` name. */
export function philoxBlock(out: Int32Array, words: Int32Array, steps: number): void {
  // Six words: faster than `set`.
  for (let i = 0; i < 6; i++) scratch[i] = words[i];
  step(scratch, steps);
  fill(out, scratch, 1);
}

const scratch = new Int32Array(6);
