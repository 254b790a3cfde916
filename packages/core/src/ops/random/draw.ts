/**
 * Turns words of a Philox stream into numbers of a distribution, as TensorFlow's CPU kernels do. Numbers are computed in double
 * precision and rounded once to the dtype.
 */
import { type ElementType, fillPhilox, type PhiloxState, skipPhilox, type TypedArray, writeElement } from '@millrace/ir';

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

/** Stores numbers of a floating dtype; f32 and f64 go straight into the array, which rounds. */
function writer(element: ElementType, out: TypedArray): (index: number, value: number) => void {
  if (!element.format) {
    const numbers = out as Float32Array;
    return (i, v) => {
      numbers[i] = v;
    };
  }
  return (i, v) => writeElement(element, out, i, v);
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

const smallest = 1e-7;
const turn = 2 * Math.PI;

/** Fills `out` with numbers of the standard normal distribution by the transform of Box and Muller: sine first, then cosine. */
export function drawNormal(element: ElementType, out: TypedArray, state: PhiloxState): void {
  const count = out.length;
  if (!isDouble(element)) {
    const write = writer(element, out);
    const numbers = element.format ? null : (out as Float32Array);
    forEachChunk(state, count, 1, (words, first, n) => {
      for (let i = 0; i < n; i += 2) {
        const radius = Math.sqrt(-2 * Math.log(Math.max(unitSingle(words[i]), smallest)));
        const angle = turn * unitSingle(words[i + 1]);
        if (numbers) numbers[first + i] = Math.sin(angle) * radius;
        else write(first + i, Math.sin(angle) * radius);
        if (i + 1 === n) break;
        if (numbers) numbers[first + i + 1] = Math.cos(angle) * radius;
        else write(first + i + 1, Math.cos(angle) * radius);
      }
    });
    return;
  }
  const numbers = out as Float64Array;
  forEachChunk(state, count, 2, (words, first, n) => {
    for (let i = 0; i < n; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(Math.max(unitDouble(words[2 * i], words[2 * i + 1]), smallest)));
      const angle = turn * unitDouble(words[2 * i + 2], words[2 * i + 3]);
      numbers[first + i] = Math.sin(angle) * radius;
      if (i + 1 < n) numbers[first + i + 1] = Math.cos(angle) * radius;
    }
  });
}

/**
 * Fills `out` with numbers of the standard normal distribution between -2 and 2. Numbers outside are drawn again; each group of numbers has a
 * stretch of the stream for itself, so that a group does not depend on what others rejected.
 */
export function drawTruncatedNormal(element: ElementType, out: TypedArray, state: PhiloxState): void {
  const count = out.length;
  const write = writer(element, out);
  const double = isDouble(element);
  const groupSize = double ? 2 : 4;
  const stride = (groupSize * reservedPerNumber) / 4;
  const groupsAtOnce = chunkWords / 4;
  const groups = Math.ceil(count / groupSize);
  const words = new Int32Array(Math.min(chunkWords, groups * 4));
  const more = new Int32Array(4);
  for (let firstGroup = 0; firstGroup < groups; firstGroup += groupsAtOnce) {
    const start = skipPhilox(state, BigInt(firstGroup) * BigInt(stride));
    fillPhilox(words, start, stride);
    for (let g = 0; g < Math.min(groupsAtOnce, groups - firstGroup); g++) {
      const first = (firstGroup + g) * groupSize;
      const last = Math.min(first + groupSize, count);
      let next = acceptBlock(words, 4 * g, double, write, first, last);
      for (let block = 1; next < last; block++) {
        fillPhilox(more, skipPhilox(start, BigInt(g * stride + block)));
        next = acceptBlock(more, 0, double, write, next, last);
      }
    }
  }
}

const bound = 2;

/** Writes the numbers of one block that lie within the bound, to places `next` up to `last`; returns the next free place. */
function acceptBlock(words: Int32Array, at: number, double: boolean, write: (i: number, v: number) => void, next: number, last: number): number {
  let place = next;
  for (let pair = 0; pair < (double ? 1 : 2); pair++) {
    const k = at + 2 * pair;
    const u = double ? unitDouble(words[k], words[k + 1]) : unitSingle(words[k]);
    const angle = turn * (double ? unitDouble(words[k + 2], words[k + 3]) : unitSingle(words[k + 1]));
    const radius = Math.sqrt(-2 * Math.log(Math.max(u, smallest)));
    const sine = Math.sin(angle) * radius;
    if (Math.abs(sine) < bound && place < last) write(place++, sine);
    const cosine = Math.cos(angle) * radius;
    if (Math.abs(cosine) < bound && place < last) write(place++, cosine);
  }
  return place;
}

/** Fills `out` with 1 where a uniform number of 23 bits is at least `rate`, else 0. */
export function drawMask(out: Uint8Array, rate: number, state: PhiloxState): void {
  const bound = Math.ceil(rate * 2 ** 23);
  forEachChunk(state, out.length, 1, (words, first, n) => {
    for (let i = 0; i < n; i++) out[first + i] = (words[i] & 0x7fffff) >= bound ? 1 : 0;
  });
}
