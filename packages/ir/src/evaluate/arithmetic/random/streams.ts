/** How a state and a shape become random bits, for each algorithm: the layout of XLA, so that the same state gives the same numbers. */
import { coordinatesOf, flatIndex } from '../../index-space.ts';
import { fillPhilox, skipPhilox } from './philox.ts';
import { threefry2x32 } from './threefry.ts';

export interface Drawn {
  /** One number for each element in row-major order, of `bits` bits. */
  readonly values: readonly bigint[];
  readonly state: readonly bigint[];
}

const word = (x: bigint, index: number): number => Number(BigInt.asUintN(32, x >> BigInt(32 * index)));
const pair = (low: number, high: number): bigint => BigInt(low) | (BigInt(high) << 32n);
const keyOf = (state: readonly bigint[]): readonly [number, number] => [word(state[0], 0), word(state[0], 1)];
const countOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/**
 * Threefry: the state is [key, counter]. Elements of 64 bits take one block each. Narrower ones take one word: the first words fill one
 * half and the second words the other half of the axis that is split, in turn; of the 32 bits the low ones are kept.
 */
export function drawThreefry(state: readonly bigint[], shape: readonly number[], bits: number): Drawn {
  const key = keyOf(state);
  const block = (n: number): readonly [number, number] => {
    const counter = BigInt.asUintN(64, state[1] + BigInt(n));
    return threefry2x32(key, [word(counter, 0), word(counter, 1)]);
  };
  const count = countOf(shape);
  const next = (blocks: number): bigint[] => [state[0], BigInt.asUintN(64, state[1] + BigInt(blocks))];
  if (bits === 64) return { values: Array.from({ length: count }, (_, i) => pair(...block(i))), state: next(count) };
  const axis = splitAxis(shape);
  const half = shape.map((d, i) => (i === axis ? Math.ceil(d / 2) : d));
  const blocks = Array.from({ length: countOf(half) }, (_, i) => block(i));
  const values: bigint[] = [];
  for (const index of coordinatesOf(shape)) {
    const source = index.map((x, i) => (i === axis ? Math.floor(x / 2) : x));
    const lane = axis < 0 ? 0 : index[axis] % 2;
    values.push(BigInt.asUintN(bits, BigInt(blocks[flatIndex(source, half)][lane])));
  }
  return { values, state: next(blocks.length) };
}

/** The axis that both words of a block share: the first of even size, else the first of the largest; -1 for scalars. */
function splitAxis(shape: readonly number[]): number {
  const even = shape.findIndex((d) => d % 2 === 0);
  return even >= 0 ? even : shape.indexOf(Math.max(...shape));
}

/** Philox: the state is [key, counter] with a counter of 64 or 128 bits, low part first. Words are taken in order; 64-bit elements take two. */
export function drawPhilox(state: readonly bigint[], shape: readonly number[], bits: number): Drawn {
  const start = { key: state[0], counter: state[1] | ((state[2] ?? 0n) << 64n) };
  const count = countOf(shape);
  const blocks = Math.ceil((bits === 64 ? 2 * count : count) / 4);
  const words = new Uint32Array(4 * blocks);
  fillPhilox(new Int32Array(words.buffer), start);
  const { counter } = skipPhilox(start, BigInt(blocks));
  const value = (i: number): bigint => (bits === 64 ? pair(words[2 * i], words[2 * i + 1]) : BigInt.asUintN(bits, BigInt(words[i])));
  const next = [state[0], BigInt.asUintN(64, counter), counter >> 64n];
  return { values: Array.from({ length: count }, (_, i) => value(i)), state: next.slice(0, state.length) };
}
