/**
 * Philox-4x32 with 10 rounds.
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 3.4.
 */

/** Four 32-bit words. */
export type Words = readonly [number, number, number, number];

const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
/** What each round adds to the key: the golden ratio and the square root of 3, minus 1. */
const weyl = [0x9e3779b9, 0xbb67ae85] as const;

/** The high word of a 64-bit product of two 32-bit words, by 16-bit halves. */
function highProduct(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(other / 65536)) >>> 0;
}

/** The 128 random bits of a 128-bit counter under a 64-bit key; words are least significant first. */
export function philox4x32(key: readonly [number, number], counter: Words): Words {
  let [a, b, c, d] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const first = highProduct(multipliers[0], a);
    const second = highProduct(multipliers[1], c);
    const [low0, low1] = [Math.imul(multipliers[0], a) >>> 0, Math.imul(multipliers[1], c) >>> 0];
    [a, b, c, d] = [(second ^ b ^ k0) >>> 0, low1, (first ^ d ^ k1) >>> 0, low0];
    k0 = (k0 + weyl[0]) >>> 0;
    k1 = (k1 + weyl[1]) >>> 0;
  }
  return [a, b, c, d];
}
