/** Random bits for operations that have no state of their own: one stream for each evaluation, so that the same program draws the same numbers. */
import { philox4x32, type Words } from './arithmetic/random/philox.ts';

export interface RandomSource {
  /** The next 64 random bits. */
  readonly bits64: () => bigint;
  /** The next number in [0, 1), of 53 bits. */
  readonly uniform: () => number;
}

/** The stream of a seed: the words of Philox under that key, counting from 0. */
export function randomSource(seed: bigint): RandomSource {
  const key = [Number(BigInt.asUintN(32, seed)), Number(BigInt.asUintN(32, seed >> 32n))] as const;
  let drawn = 0;
  let words: Words = [0, 0, 0, 0];
  const bits64 = (): bigint => {
    const half = drawn % 2;
    if (half === 0) words = philox4x32(key, [Math.floor(drawn / 2) >>> 0, Math.floor(drawn / 2 ** 33), 0, 0]);
    drawn++;
    return BigInt(words[2 * half]) | (BigInt(words[2 * half + 1]) << 32n);
  };
  return { bits64, uniform: () => Number(bits64() >> 11n) / 2 ** 53 };
}
