/**
 * Streams of random numbers as TensorFlow's operations use them: a Philox state as three 64-bit words, the state that a seed stands for, and how far
 * a draw moves on.
 */
import { fillPhilox, type PhiloxState, skipPhilox } from './philox.ts';

/** Blocks that each number of a stateful operation uses up, as in TensorFlow: enough for distributions that reject candidates. */
const blocksPerNumber = 256n;

/** The state after drawing `count` numbers. */
export const advanceStream = (state: PhiloxState, count: number | bigint): PhiloxState => skipPhilox(state, BigInt(count) * blocksPerNumber);

/** The state in the words that generators keep: lower and upper half of the counter, key. Words may be signed. */
export function streamOfWords([low, high, key]: ArrayLike<bigint> & Iterable<bigint>): PhiloxState {
  return { counter: BigInt.asUintN(64, low) | (BigInt.asUintN(64, high) << 64n), key: BigInt.asUintN(64, key) };
}

/** The words of a state: see `streamOfWords`. They are not negative. */
export const wordsOfStream = ({ counter, key }: PhiloxState): [bigint, bigint, bigint] => [BigInt.asUintN(64, counter), counter >> 64n, key];

/**
 * The stream of a stateless operation. Its two seeds are scrambled first, so that near seeds give far streams: the block with counter
 * (seed0, seed1) and a fixed key gives the key and the upper half of the counter. Source: TensorFlow's stateless random operations.
 */
export function scrambleSeed(seed0: bigint, seed1: bigint): PhiloxState {
  const words = new Int32Array(4);
  fillPhilox(words, { counter: BigInt.asUintN(64, seed0) | (BigInt.asUintN(64, seed1) << 64n), key: 0x3ec8f720n | (0x02461e29n << 32n) });
  const [w0, w1, w2, w3] = Array.from(words, (w) => BigInt(w >>> 0));
  return { key: w0 | (w1 << 32n), counter: (w2 << 64n) | (w3 << 96n) };
}
