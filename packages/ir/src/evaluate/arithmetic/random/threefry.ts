/**
 * Threefry-2x32 with 20 rounds, and the order in which XLA takes its words.
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 3.3.
 */

const rotations: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24];
/** Skein's constant, so that no key gives the all-zero schedule. */
const parity = 0x1bd11bda;

/** The 64 random bits, as two words, of a 64-bit counter under a 64-bit key. */
export function threefry2x32(key: readonly [number, number], counter: readonly [number, number]): readonly [number, number] {
  const schedule = [key[0], key[1], key[0] ^ key[1] ^ parity];
  let x = (counter[0] + schedule[0]) | 0;
  let y = (counter[1] + schedule[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const by = rotations[round % 8];
    x = (x + y) | 0;
    y = ((y << by) | (y >>> (32 - by))) ^ x;
    if (round % 4 !== 3) continue;
    const injection = (round + 1) / 4;
    x = (x + schedule[injection % 3]) | 0;
    y = (y + schedule[(injection + 1) % 3] + injection) | 0;
  }
  return [x >>> 0, y >>> 0];
}
