/** A part of a data set in memory: examples as tensors, and batches of them in order. */
import { fromTypedArray, type Tensor } from '@millrace/core';
import type { DatasetArrays } from './definition.ts';

export interface BatchOptions {
  /** Examples in a batch. Default 32. */
  readonly batchSize?: number;
  /** Whether each pass has its own order. Default false: the order of the files. */
  readonly shuffle?: boolean;
  /** Makes the orders of a shuffled part reproducible. Default 0. */
  readonly seed?: number;
}

/** Batches `[features, labels]`; each pass over it starts anew. The last batch may be smaller. */
export interface TensorDataset extends Iterable<readonly [Tensor, Tensor]> {
  /** Examples. */
  readonly size: number;
  readonly batchSize: number;
  /** Batches in a pass. */
  readonly length: number;
  /** All features, [size, ...], float32. */
  readonly features: Tensor;
  /** All labels, [size], int32. */
  readonly labels: Tensor;
}

/** mulberry32: a seeded stream of numbers in [0, 1) for orders of examples. */
function streamOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A permutation of 0 to count - 1. Source: Fisher and Yates, Durstenfeld's form. */
function permutation(count: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

export function tensorDataset(
  { features, featureShape, labels }: DatasetArrays,
  { batchSize = 32, shuffle = false, seed = 0 }: BatchOptions = {},
): TensorDataset {
  const size = labels.length;
  const width = featureShape.reduce((product, s) => product * s, 1);
  const random = streamOf(seed);

  function* batches(): Generator<readonly [Tensor, Tensor]> {
    const order = shuffle ? permutation(size, random) : null;
    for (let start = 0; start < size; start += batchSize) {
      const count = Math.min(batchSize, size - start);
      const x = new Float32Array(count * width);
      const y = new Int32Array(count);
      for (let i = 0; i < count; i++) {
        const row = order ? order[start + i] : start + i;
        x.set(features.subarray(row * width, (row + 1) * width), i * width);
        y[i] = labels[row];
      }
      yield [fromTypedArray(x, { shape: [count, ...featureShape], share: true }), fromTypedArray(y, { shape: [count], share: true })];
    }
  }
  return {
    size,
    batchSize,
    length: Math.ceil(size / batchSize),
    features: fromTypedArray(features, { shape: [size, ...featureShape], share: true }),
    labels: fromTypedArray(labels, { shape: [size], share: true }),
    [Symbol.iterator]: batches,
  };
}
