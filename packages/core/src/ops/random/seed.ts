/** Seeds: of stateless operations, and the global and operation seeds of stateful ones. */
import { failure, fillPhilox, type PhiloxState, showShape, skipPhilox } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Source } from './random-tensor.ts';

/** Two integers: a list of numbers or bigints, or an integer tensor of shape [2]. */
export type Seed = readonly (number | bigint)[] | TensorLike;

/** The two words of a seed. Throws InvalidArgumentError unless it holds exactly two integers. */
export function readSeed(op: string, seed: Seed): readonly [bigint, bigint] {
  const words = Array.isArray(seed) && seed.every((s) => typeof s === 'number' || typeof s === 'bigint') ? (seed as (number | bigint)[]) : wordsOf(op, seed);
  if (words.length !== 2) throw failure('invalid-value', { op, message: `seed has ${words.length} elements`, valid: 'shape [2]' });
  return [toWord(op, words[0]), toWord(op, words[1])];
}

function wordsOf(op: string, seed: Seed): (number | bigint)[] {
  const tensor = toTensor(op, seed as TensorLike);
  if (tensor.rank !== 1 || tensor.shape[0] !== 2)
    throw failure('invalid-value', { op, message: `seed has shape ${showShape(tensor.shape)}`, valid: 'shape [2]' });
  return tensor.array() as unknown as (number | bigint)[];
}

const toWord = (op: string, value: number | bigint): bigint => BigInt.asUintN(64, typeof value === 'bigint' ? value : BigInt(checkInteger(op, 'seed', value)));

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

/** The stream of a stateless operation. */
export function statelessSource(op: string, seed: Seed): Source {
  const state = scrambleSeed(...readSeed(op, seed));
  return () => state;
}

/** Blocks that each number of a stateful operation uses up, as in TensorFlow: enough for distributions that reject candidates. */
const blocksPerNumber = 256n;

/** The state after drawing `count` numbers. */
export const advance = (state: PhiloxState, count: number | bigint): PhiloxState => skipPhilox(state, BigInt(count) * blocksPerNumber);

/** The key when an operation has a seed and the program has none; TensorFlow's value. */
const defaultGlobalSeed = 87654321n;

let globalSeed: bigint | null = null;
/** Numbers the operations without a seed of their own since `setSeed`. */
let operationCount = 0n;
/** Streams of operations with seeds, by operation, dtype and seed. */
let streams = new Map<string, PhiloxState>();
let nondeterministic: PhiloxState | null = null;

/**
 * Sets the seed of all stateful random operations: from here on they repeat the same sequence, in this process and the next.
 * Operations with a `seed` of their own begin their sequences anew. Source: `tf.random.set_seed`; which numbers a seed gives is ours.
 */
export function setSeed(seed: number | bigint): void {
  globalSeed = toWord('random.setSeed', seed);
  operationCount = 0n;
  streams = new Map();
}

/** Remembers where all streams stand; the answer puts them back there, so that what was drawn since is drawn again. */
export function rememberStreams(): () => void {
  nondeterministic ??= entropy();
  const before = { operationCount, streams: new Map(streams), nondeterministic };
  return () => {
    operationCount = before.operationCount;
    streams = new Map(before.streams);
    nondeterministic = before.nondeterministic;
  };
}

/** The stream of a stateful operation, which every draw carries on. `seed` is that of the operation. */
export function statefulSource(op: string, seed: number | bigint | undefined): Source {
  const word = seed === undefined ? null : toWord(op, seed);
  return (count, element) => {
    if (word !== null) return continueStream(`${op}:${element.name}:${word}`, { key: globalSeed ?? defaultGlobalSeed, counter: word << 64n }, count);
    // Scrambled, so that the first operation without a seed does not repeat one with seed 1.
    if (globalSeed !== null) return scrambleSeed(globalSeed, ++operationCount);
    const state = (nondeterministic ??= entropy());
    nondeterministic = advance(state, count);
    return state;
  };
}

function continueStream(key: string, start: PhiloxState, count: number): PhiloxState {
  const state = streams.get(key) ?? start;
  streams.set(key, advance(state, count));
  return state;
}

/** A state that nobody can foresee. */
export function entropy(): PhiloxState {
  const words = globalThis.crypto.getRandomValues(new BigUint64Array(3));
  return { key: words[0], counter: words[1] | (words[2] << 64n) };
}
