/** Random bits for operations that have no state of their own: one stream for each evaluation, so that the same program draws the same numbers. */
import { fillPhilox } from './arithmetic/random/philox.ts';

export interface RandomSource {
  /** The next 64 random bits. */
  readonly bits64: () => bigint;
  /** The next number in [0, 1), of 53 bits. */
  readonly uniform: () => number;
}

/** The stream of a seed: the words of Philox under that key, counting from 0. */
export function randomSource(seed: bigint): RandomSource {
  const key = BigInt.asUintN(64, seed);
  const words = new BigUint64Array(2);
  let drawn = 0;
  const bits64 = (): bigint => {
    const half = drawn % 2;
    if (half === 0) fillPhilox(new Int32Array(words.buffer), { key, counter: BigInt(drawn / 2) });
    drawn++;
    return words[half];
  };
  return { bits64, uniform: () => Number(bits64() >> 11n) / 2 ** 53 };
}
