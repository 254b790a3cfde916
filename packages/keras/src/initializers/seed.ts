/** Seeds: where randomness comes from when the user gives none. Source: `keras.utils.set_random_seed`. */
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';

let state: number | null = null;

/** Makes initializers, dropout, shuffling and core's random operations repeatable from here on. Throws ValueError unless `seed` is a whole number. */
export function setRandomSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) throw failure('value', { op: 'setRandomSeed', message: `seed must be an integer; got ${seed}` });
  state = seed >>> 0;
  tf.random.setSeed(seed);
}

/** A seed of 32 bits: the next of the sequence that `setRandomSeed` started, else an arbitrary one. */
export function nextSeed(): number {
  if (state === null) return Math.floor(Math.random() * 2 ** 32);
  // splitmix32: a full-period counter with a mixing function, so that neighboring seeds give unrelated streams.
  state = (state + 0x9e3779b9) >>> 0;
  let z = state;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** The two words of a stateless operation's seed: equal for equal given seeds, fresh where none is given. */
export const seedPair = (seed: number | null): readonly [number, number] => [(seed ?? nextSeed()) | 0, 0];
