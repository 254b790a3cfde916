/** Orders of examples. */
import { nextSeed } from '../initializers/seed.ts';

/** A permutation of 0 … count - 1, repeatable after `setRandomSeed`. Source: Fisher and Yates in Durstenfeld's form; numbers by xorshift128. */
export function permutation(count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  let [x, y, z, w] = [nextSeed() | 1, nextSeed(), nextSeed(), nextSeed()];
  for (let i = count - 1; i > 0; i--) {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    const j = Math.floor(((w >>> 0) / 2 ** 32) * (i + 1));
    const swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  return order;
}
