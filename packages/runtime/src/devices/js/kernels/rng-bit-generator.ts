/**
 * `rng_bit_generator`: Philox-4x32-10 and Threefry-2x32-20 in 32-bit arithmetic, in XLA's layout of words.
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), sections 3.3 and 3.4.
 */
import { staticShape, stridesOf, type TypedArray } from '@millrace/ir';
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

/** The memory of an array as unsigned words of its own width; 64-bit elements are two 32-bit words, low one first. */
function wordsOf(out: TypedArray): Uint8Array | Uint16Array | Uint32Array {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: width } = out;
  if (width === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  return width === 2 ? new Uint16Array(buffer, byteOffset, byteLength / 2) : new Uint32Array(buffer, byteOffset, byteLength / 4);
}

type Draw = (state: BigUint64Array, next: BigUint64Array, shape: readonly number[], words: Uint8Array | Uint16Array | Uint32Array, bits: number) => void;

const low = (x: bigint): number => Number(BigInt.asUintN(32, x)) | 0;
const high = (x: bigint): number => Number(BigInt.asUintN(32, x >> 32n)) | 0;

/** The high word of the product of two unsigned 32-bit words, by 16-bit halves. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(other / 65536)) | 0;
}

const philox: Draw = (state, next, _shape, words) => {
  const [key0, key1] = [low(state[0]), high(state[0])];
  let counter = state[1] | ((state.length > 2 ? state[2] : 0n) << 64n);
  const blocks = Math.ceil(words.length / 4);
  let [c0, c1, c2, c3] = [low(counter), high(counter), low(counter >> 64n), high(counter >> 64n)];
  for (let block = 0; block < blocks; block++) {
    let [a, b, c, d, k0, k1] = [c0, c1, c2, c3, key0, key1];
    for (let round = 0; round < 10; round++) {
      const first = highProduct(0xd2511f53, a);
      const second = highProduct(0xcd9e8d57, c);
      const low0 = Math.imul(0xd2511f53, a);
      const low1 = Math.imul(0xcd9e8d57, c);
      a = second ^ b ^ k0;
      b = low1;
      c = first ^ d ^ k1;
      d = low0;
      k0 = (k0 + 0x9e3779b9) | 0;
      k1 = (k1 + 0xbb67ae85) | 0;
    }
    const at = 4 * block;
    words[at] = a;
    if (at + 1 < words.length) words[at + 1] = b;
    if (at + 2 < words.length) words[at + 2] = c;
    if (at + 3 < words.length) words[at + 3] = d;
    c0 = (c0 + 1) | 0;
    if (c0 === 0) c1 = (c1 + 1) | 0;
    if (c0 === 0 && c1 === 0) c2 = (c2 + 1) | 0;
    if (c0 === 0 && c1 === 0 && c2 === 0) c3 = (c3 + 1) | 0;
  }
  counter = BigInt.asUintN(128, counter + BigInt(blocks));
  next[0] = state[0];
  next[1] = BigInt.asUintN(64, counter);
  if (next.length > 2) next[2] = counter >> 64n;
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
