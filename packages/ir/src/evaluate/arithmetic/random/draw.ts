/**
 * Turns words of a Philox stream into numbers of a distribution, as TensorFlow's CPU kernels do. Numbers are computed in double
 * precision and rounded once to the dtype.
 */
import { type ElementType, type TypedArray, writeElement } from '../../../types/element.ts';
import { normalPair, normalPairOf } from './box-muller.ts';
import { fillPhilox, type PhiloxState, philoxBlock, philoxWords, skipPhilox } from './philox.ts';

/** Words made at once: enough to forget the call, small enough for the first-level cache. */
const chunkWords = 4096;
/** Words that TensorFlow sets aside for each number whose distribution rejects candidates. */
const reservedPerNumber = 256;

const isDouble = (element: ElementType): boolean => element.bits === 64;

/** Calls `use(words, first, count)` with the words of numbers first, first + 1, …; a number takes `perNumber` words. */
function forEachChunk(state: PhiloxState, count: number, perNumber: 1 | 2, use: (words: Int32Array, first: number, count: number) => void): void {
  const capacity = chunkWords / perNumber;
  const words = new Int32Array(Math.min(chunkWords, Math.ceil((count * perNumber) / 4) * 4));
  for (let first = 0; first < count; first += capacity) {
    const now = Math.min(capacity, count - first);
    fillPhilox(words, skipPhilox(state, BigInt((first * perNumber) / 4)));
    use(words, first, now);
  }
}

/** How many low bits of a word become the mantissa of a number in [1, 2). */
const mantissaBits = (element: ElementType): number => element.format?.mantissaBits ?? 23;

/** A number in [0, 1) from two words: 20 bits of the first, 32 of the second. */
const unitDouble = (high: number, low: number): number => ((high & 0xfffff) * 2 ** 32 + (low >>> 0)) * 2 ** -52;
const unitSingle = (bits: number): number => (bits & 0x7fffff) * 2 ** -23;

/** Fills `out` with numbers in [0, 1) of a floating dtype. */
export function drawUniform(element: ElementType, out: TypedArray, state: PhiloxState): void {
  const count = out.length;
  if (isDouble(element)) {
    const numbers = out as Float64Array;
    forEachChunk(state, count, 2, (words, first, n) => {
      for (let i = 0; i < n; i++) numbers[first + i] = unitDouble(words[2 * i], words[2 * i + 1]);
    });
  } else if (!element.format) {
    const numbers = out as Float32Array;
    forEachChunk(state, count, 1, (words, first, n) => {
      for (let i = 0; i < n; i++) numbers[first + i] = unitSingle(words[i]);
    });
  } else {
    const bits = mantissaBits(element);
    forEachChunk(state, count, 1, (words, first, n) => {
      for (let i = 0; i < n; i++) writeElement(element, out, first + i, (words[i] & (2 ** bits - 1)) * 2 ** -bits);
    });
  }
}

/** A half-open range of integers. */
export interface IntegerRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Fills `out` with integers, uniform over the whole dtype, or over a range: then the remainder of the word, as in TensorFlow. */
export function drawIntegers(element: ElementType, out: TypedArray, state: PhiloxState, range: IntegerRange | null): void {
  const count = out.length;
  if (element.bits === 64) {
    const numbers = out as BigInt64Array;
    const span = range && range.high - range.low;
    forEachChunk(state, count, 2, (words, first, n) => {
      for (let i = 0; i < n; i++) {
        const bits = BigInt(words[2 * i] >>> 0) | (BigInt(words[2 * i + 1] >>> 0) << 32n);
        numbers[first + i] = span && range ? range.low + (bits % span) : bits;
      }
    });
    return;
  }
  const numbers = out as Int32Array;
  const low = Number(range?.low ?? 0n);
  const span = range ? Number(range.high - range.low) : 2 ** 32;
  forEachChunk(state, count, 1, (words, first, n) => {
    for (let i = 0; i < n; i++) numbers[first + i] = low + ((words[i] >>> 0) % span);
  });
}

/** Fills `out` with numbers of the standard normal distribution. */
export function drawNormal(element: ElementType, out: TypedArray, state: PhiloxState): void {
  const count = out.length;
  const pair = new Float64Array(2);
  if (isDouble(element)) {
    const numbers = out as Float64Array;
    forEachChunk(state, count, 2, (words, first, n) => {
      for (let i = 0; i < n; i += 2) {
        doublePair(pair, words, 2 * i);
        numbers[first + i] = pair[0];
        if (i + 1 < n) numbers[first + i + 1] = pair[1];
      }
    });
  } else if (element.format) {
    forEachChunk(state, count, 1, (words, first, n) => {
      for (let i = 0; i < n; i += 2) {
        normalPair(pair, 0, words[i], words[i + 1]);
        for (let k = 0; k < 2 && i + k < n; k++) writeElement(element, out, first + i + k, pair[k]);
      }
    });
  } else {
    const numbers = out as Float32Array;
    forEachChunk(state, count, 1, (words, first, n) => {
      for (let i = 0; i < n; i += 2) {
        normalPair(pair, 0, words[i], words[i + 1]);
        numbers[first + i] = pair[0];
        if (i + 1 < n) numbers[first + i + 1] = pair[1];
      }
    });
  }
}

/** The normal numbers of a block of four words from place `at`, with all their bits. */
const doublePair = (pair: Float64Array, words: Int32Array, at: number): void =>
  normalPairOf(pair, unitDouble(words[at], words[at + 1]), unitDouble(words[at + 2], words[at + 3]));

/**
 * Fills `out` with numbers of the standard normal distribution between -2 and 2. Numbers outside are drawn again; each group of numbers has a
 * stretch of the stream for itself, so that a group does not depend on what others rejected.
 */
export function drawTruncatedNormal(element: ElementType, out: TypedArray, state: PhiloxState): void {
  if (isDouble(element)) drawTruncated(out as Float64Array, state, 2, doublePair);
  else if (!element.format) drawTruncated(out as Float32Array, state, 4, twoPairs);
  else {
    const numbers = new Float64Array(out.length);
    drawTruncated(numbers, state, 4, twoPairs);
    for (let i = 0; i < out.length; i++) writeElement(element, out, i, numbers[i]);
  }
}

/** Four normal numbers of a block of four words from place `at`. */
function twoPairs(normals: Float64Array, words: Int32Array, at: number): void {
  normalPair(normals, 0, words[at], words[at + 1]);
  normalPair(normals, 2, words[at + 2], words[at + 3]);
}

/** `groupSize` numbers are one block of the stream, which `normalsOf` turns into candidates. */
function drawTruncated(out: Float32Array | Float64Array, state: PhiloxState, groupSize: 2 | 4, normalsOf: typeof twoPairs): void {
  const stride = (groupSize * reservedPerNumber) / 4;
  const groupsAtOnce = chunkWords / 4;
  const groups = Math.ceil(out.length / groupSize);
  const words = new Int32Array(Math.min(chunkWords, groups * 4));
  const more = new Int32Array(4);
  const candidates = new Float64Array(groupSize);
  for (let firstGroup = 0; firstGroup < groups; firstGroup += groupsAtOnce) {
    const start = skipPhilox(state, BigInt(firstGroup) * BigInt(stride));
    const startWords = philoxWords(start);
    fillPhilox(words, start, stride);
    const now = Math.min(groupsAtOnce, groups - firstGroup);
    for (let g = 0; g < now; g++) {
      const first = (firstGroup + g) * groupSize;
      const last = Math.min(first + groupSize, out.length);
      normalsOf(candidates, words, 4 * g);
      let next = accept(candidates, out, first, last);
      for (let block = 1; next < last; block++) {
        philoxBlock(more, startWords, g * stride + block);
        normalsOf(candidates, more, 0);
        next = accept(candidates, out, next, last);
      }
    }
  }
}

/** Writes the candidates within the bound to places `next` up to `last`; returns the next free place. */
function accept(candidates: Float64Array, out: Float32Array | Float64Array, next: number, last: number): number {
  let place = next;
  for (let k = 0; k < candidates.length && place < last; k++) {
    const candidate = candidates[k];
    if (Math.abs(candidate) < bound) out[place++] = candidate;
  }
  return place;
}

const bound = 2;

/** Fills `out` with 1 where a uniform number of 23 bits is at least `rate`, else 0. */
export function drawMask(out: Uint8Array, rate: number, state: PhiloxState): void {
  const bound = Math.ceil(rate * 2 ** 23);
  forEachChunk(state, out.length, 1, (words, first, n) => {
    for (let i = 0; i < n; i++) out[first + i] = (words[i] & 0x7fffff) >= bound ? 1 : 0;
  });
}

/** Fills `out` with the numbers from 0 on in a random order: the shuffle of Fisher and Yates. */
export function drawPermutation(out: Int32Array, state: PhiloxState): void {
  const n = out.length;
  for (let i = 0; i < n; i++) out[i] = i;
  forEachChunk(state, n, 1, (words, first, count) => {
    for (let k = 0; k < count; k++) {
      const i = first + k;
      const j = i + ((words[k] >>> 0) % (n - i));
      const swap = out[i];
      out[i] = out[j];
      out[j] = swap;
    }
  });
}

/** What a stream's words become. */
export type Distribution = 'uniform' | 'normal' | 'truncatedNormal' | 'integers' | 'mask' | 'permutation';

/** Fills `out` with numbers of a distribution; see the functions of each. `integers` are those of the whole element type. */
export function drawNumbers(distribution: Distribution, element: ElementType, out: TypedArray, state: PhiloxState, rate: number = 0): void {
  if (distribution === 'mask') drawMask(out as Uint8Array, rate, state);
  else if (distribution === 'permutation') drawPermutation(out as Int32Array, state);
  else if (distribution === 'integers') drawIntegers(element, out, state, null);
  else if (distribution === 'uniform') drawUniform(element, out, state);
  else if (distribution === 'normal') drawNormal(element, out, state);
  else drawTruncatedNormal(element, out, state);
}
