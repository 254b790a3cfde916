/** Seeds: of stateless operations, and the global and operation seeds of stateful ones. */
import { advanceStream, type Dim, type ElementType, failure, methods, type PhiloxState, scrambleSeed, showShape, type Value } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import { eager, Tensor } from '../../tensor/tensor.ts';
import { streamConstant } from './stream-tensor.ts';
import { traceStream } from './trace-stream.ts';

/** Where numbers come from. */
export interface Source {
  /** On data: the stream to draw `count` numbers from; what carries on a stream moves it on. Null where the seed is no data. */
  readonly stream: ((count: number, element: ElementType) => PhiloxState) | null;
  /** In a trace: the state to draw a tensor of this shape from, [3]. */
  readonly state: (shape: readonly Dim[], element: ElementType) => Value;
}

/** Two integers: a list of numbers or bigints, or an integer tensor of shape [2]. */
export type Seed = readonly (number | bigint)[] | TensorLike;

/** The two words of a seed, or the seed itself where it is no data. Throws InvalidArgumentError unless it holds exactly two integers. */
export function readSeed(op: string, seed: Seed): readonly [bigint, bigint] | Tensor {
  const words = Array.isArray(seed) && seed.every((s) => typeof s === 'number' || typeof s === 'bigint') ? (seed as (number | bigint)[]) : wordsOf(op, seed);
  if (words instanceof Tensor) return words;
  if (words.length !== 2) throw failure('invalid-value', { op, message: `seed has ${words.length} elements`, valid: 'shape [2]' });
  return [toWord(op, words[0]), toWord(op, words[1])];
}

function wordsOf(op: string, seed: Seed): (number | bigint)[] | Tensor {
  const tensor = toTensor(op, seed as TensorLike);
  if (tensor.rank !== 1 || tensor.shape[0] !== 2)
    throw failure('invalid-value', { op, message: `seed has shape ${showShape(tensor.shape)}`, valid: 'shape [2]' });
  return tensor.builder === eager ? (tensor.array() as unknown as (number | bigint)[]) : tensor;
}

const toWord = (op: string, value: number | bigint): bigint => BigInt.asUintN(64, typeof value === 'bigint' ? value : BigInt(checkInteger(op, 'seed', value)));

/** The stream of a stateless operation. Equal seeds give equal numbers, in traces, too. */
export function statelessSource(op: string, given: Seed): Source {
  const seed = readSeed(op, given);
  if (seed instanceof Tensor) return { stream: null, state: () => methods.scrambleSeed(seed) };
  const stream = scrambleSeed(...seed);
  return { stream: () => stream, state: () => streamConstant(stream) };
}

/** The key when an operation has a seed and the program has none; TensorFlow's value. */
const defaultGlobalSeed = 87654321n;

let globalSeed: bigint | null = null;
/** Numbers the operations without a seed of their own since `setSeed`. */
let operationCount = 0n;
/** Streams of operations with seeds, by operation, dtype and seed. */
let streams = new Map<string, PhiloxState>();
let nondeterministic: PhiloxState | null = null;
/** Changes with every `setSeed`. */
let seedVersion = 0;

/**
 * Sets the seed of all stateful random operations: from here on they repeat the same sequence, in this process and the next.
 * Operations with a `seed` of their own begin their sequences anew. Source: `tf.random.set_seed`; which numbers a seed gives is ours.
 *
 * Inside a `tf.function` each place that draws has a sequence of its own, which calls carry on: it begins with the seed, the position of the place
 * among those of the trace, and the operation's seed if it has one. So a function behaves like a program of its own: two functions with the same
 * body draw the same numbers, and `setSeed` begins all sequences anew, those of functions that were traced before, too.
 */
export function setSeed(seed: number | bigint): void {
  globalSeed = toWord('random.setSeed', seed);
  operationCount = 0n;
  streams = new Map();
  seedVersion++;
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

/** Streams of places in traces are apart from those of operations that run by themselves. */
const ofTraces = 1n << 63n;

/** The stream of a stateful operation, which every draw carries on. `seed` is that of the operation. */
export function statefulSource(op: string, seed: number | bigint | undefined): Source {
  const word = seed === undefined ? null : toWord(op, seed);
  return {
    stream: (count, element) => nextStream(op, word, count, element),
    state: (shape) =>
      traceStream(
        op,
        shape,
        (place) => startOf(word, place),
        () => seedVersion,
      ),
  };
}

function nextStream(op: string, word: bigint | null, count: number, element: ElementType): PhiloxState {
  if (word !== null) return continueStream(`${op}:${element.name}:${word}`, startOf(word, 0n), count);
  // Scrambled, so that the first operation without a seed does not repeat one with seed 1.
  if (globalSeed !== null) return scrambleSeed(globalSeed, ++operationCount);
  const state = (nondeterministic ??= entropy());
  nondeterministic = advanceStream(state, count);
  return state;
}

/** Where a sequence begins: that of an operation with seed `word`, else that of place number `place` of a trace. */
function startOf(word: bigint | null, place: bigint): PhiloxState {
  if (word !== null) return { key: globalSeed ?? defaultGlobalSeed, counter: word << 64n };
  return globalSeed === null ? entropy() : scrambleSeed(globalSeed, ofTraces | place);
}

function continueStream(key: string, start: PhiloxState, count: number): PhiloxState {
  const state = streams.get(key) ?? start;
  streams.set(key, advanceStream(state, count));
  return state;
}

/** A state that nobody can foresee. */
export function entropy(): PhiloxState {
  const words = globalThis.crypto.getRandomValues(new BigUint64Array(3));
  return { key: words[0], counter: words[1] | (words[2] << 64n) };
}
