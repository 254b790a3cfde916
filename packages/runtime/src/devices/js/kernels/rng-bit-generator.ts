/**
 * `rng_bit_generator`: Philox-4x32-10 and Threefry-2x32-20 in 32-bit arithmetic, in XLA's layout of words.
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), sections 3.3 and 3.4.
 */
import { fillPhilox, type PhiloxState, skipPhilox, staticShape, stridesOf, type TypedArray } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

export function rngBitGeneratorKernel({ attributes, operands, results }: KernelRequest): Kernel | null {
  const [, type] = results;
  const { bits, lanes } = type.element;
  if (bits < 8 || lanes !== 1) return null;
  const shape = staticShape(type);
  const draw = attributes.rngAlgorithm === 'THREE_FRY' ? threefry : philox;
  return (inputs, [next, out]) => {
    const state = contiguous(inputs[0], operands[0]) as BigUint64Array;
    draw(state, next as BigUint64Array, shape, wordsOf(out), bits);
  };
}

/** Words of a stream made at once. */
const chunkWords = 4096;

/** The memory of an array as unsigned words of its own width; 64-bit elements are two 32-bit words, low one first. */
function wordsOf(out: TypedArray): Uint8Array | Uint16Array | Uint32Array {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: width } = out;
  if (width === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  return width === 2 ? new Uint16Array(buffer, byteOffset, byteLength / 2) : new Uint32Array(buffer, byteOffset, byteLength / 4);
}

type Draw = (state: BigUint64Array, next: BigUint64Array, shape: readonly number[], words: Uint8Array | Uint16Array | Uint32Array, bits: number) => void;

const low = (x: bigint): number => Number(BigInt.asUintN(32, x)) | 0;
const high = (x: bigint): number => Number(BigInt.asUintN(32, x >> 32n)) | 0;

const philox: Draw = ([key, low, high = 0n], next, _shape, words) => {
  const whole = Math.ceil(words.length / 4);
  let state: PhiloxState = { key, counter: low | (high << 64n) };
  const chunk = new Int32Array(Math.min(chunkWords, 4 * whole));
  for (let at = 0; at < words.length; at += chunk.length) {
    fillPhilox(chunk, state);
    state = skipPhilox(state, BigInt(Math.min(chunk.length / 4, whole - at / 4)));
    words.set(at + chunk.length <= words.length ? chunk : chunk.subarray(0, words.length - at), at);
  }
  next[0] = key;
  next[1] = BigInt.asUintN(64, state.counter);
  if (next.length > 2) next[2] = state.counter >> 64n;
};

const rotations: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24];

/** Writes both words of one block to `pair`. */
function threefryBlock(key0: number, key1: number, c0: number, c1: number, pair: Int32Array): void {
  const key2 = key0 ^ key1 ^ 0x1bd11bda;
  let x = (c0 + key0) | 0;
  let y = (c1 + key1) | 0;
  let [k0, k1, k2] = [key0, key1, key2];
  for (let round = 0; round < 20; round++) {
    const by = rotations[round & 7];
    x = (x + y) | 0;
    y = ((y << by) | (y >>> (32 - by))) ^ x;
    if ((round & 3) !== 3) continue;
    [k0, k1, k2] = [k1, k2, k0];
    x = (x + k0) | 0;
    y = (y + k1 + ((round + 1) >> 2)) | 0;
  }
  pair[0] = x;
  pair[1] = y;
}

const threefry: Draw = (state, next, shape, words, bits) => {
  const [key0, key1] = [low(state[0]), high(state[0])];
  const pair = new Int32Array(2);
  const start = state[1];
  const at = (n: number): void => {
    const counter = BigInt.asUintN(64, start + BigInt(n));
    threefryBlock(key0, key1, low(counter), high(counter), pair);
  };
  const count = shape.reduce((n, d) => n * d, 1);
  next[0] = state[0];
  if (bits === 64) {
    for (let i = 0; i < count; i++) {
      at(i);
      words[2 * i] = pair[0];
      words[2 * i + 1] = pair[1];
    }
    next[1] = BigInt.asUintN(64, start + BigInt(count));
    return;
  }
  // The first words fill one half of an axis and the second words the other: the first axis of even size, else the first of the largest.
  const even = shape.findIndex((d) => d % 2 === 0);
  const axis = even >= 0 ? even : shape.indexOf(Math.max(...shape));
  const size = axis < 0 ? 1 : shape[axis];
  const half = Math.ceil(size / 2);
  const inner = axis < 0 ? 1 : stridesOf(shape)[axis];
  const outer = size === 0 ? 0 : count / (size * inner);
  let block = 0;
  for (let i = 0; i < outer; i++) {
    for (let h = 0; h < half; h++) {
      for (let j = 0; j < inner; j++) {
        at(block++);
        const target = (i * size + 2 * h) * inner + j;
        words[target] = pair[0];
        if (2 * h + 1 < size) words[target + inner] = pair[1];
      }
    }
  }
  next[1] = BigInt.asUintN(64, start + BigInt(block));
};
