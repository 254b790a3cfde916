import type { TensorLike } from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import { recordTensor, type SummaryOptions } from './record.ts';
import { commonKeys } from './scalar.ts';

export interface HistogramOptions extends SummaryOptions {
  /** Number of buckets. Default 30. */
  readonly buckets?: number;
}

const kind = { plugin: 'histograms', dataClass: 2 } as const;

/**
 * Buckets of equal width over `[min, max]`: float64 [buckets, 3] of left edge, right edge, count. The last bucket includes `max`.
 * Equal values go to the last bucket; no value gives zeros. Values that are not finite are left out.
 * Source: TensorBoard's histogram summary of version 3.
 */
export function bucketsOf(values: ArrayLike<number>, count: number): Float64Array {
  const out = new Float64Array(count * 3);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let finite = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (!Number.isFinite(x)) continue;
    finite++;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  if (finite === 0 || count === 0) return out;
  const width = (max - min) / count;
  for (let b = 0; b < count; b++) {
    out[3 * b] = min + b * width;
    out[3 * b + 1] = b === count - 1 ? max : min + (b + 1) * width;
  }
  if (width === 0) {
    out[3 * count - 1] = finite;
    return out;
  }
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (Number.isFinite(x)) out[3 * Math.min(Math.floor((x - min) / width), count - 1) + 2]++;
  }
  return out;
}

/**
 * Records how values are distributed.
 * @param data  a tensor of any shape and real dtype
 * @returns whether it was recorded
 * @throws ValueError without a step, or for `buckets` that is no integer of at least 0
 * @see tf.summary.histogram
 */
export function histogram(name: string, data: TensorLike, options: HistogramOptions = {}): boolean {
  const op = 'summary.histogram';
  checkOptions(op, options, [...commonKeys, 'buckets']);
  const { buckets = 30 } = options;
  if (!Number.isInteger(buckets) || buckets < 0) throw failure('value', { op, message: `buckets must be an integer of at least 0; got ${buckets}` });
  return recordTensor(op, name, options, kind, [data], ([x]) => {
    const values = x.dataSync<ArrayLike<number | bigint>>();
    const numbers = typeof values[0] === 'bigint' ? Float64Array.from(values, Number) : (values as ArrayLike<number>);
    return { dtype: 'float64', shape: [buckets, 3], values: bucketsOf(numbers, buckets) };
  });
}
