/** Values of a batch with their weights. Source: Keras's `reduce_to_samplewise_values`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameRank } from '../losses/rank.ts';

const axesFrom = (first: number, rank: number): number[] => Array.from({ length: rank - first }, (_, i) => first + i);

export interface Samples {
  /** One value a sample, times its weight where there are weights. */
  readonly values: Tensor;
  /** One weight a sample; null for 1. */
  readonly weights: Tensor | null;
}

/** One value (and weight) for each sample: further axes are reduced by `reduce`. */
export function samplewise(values: Tensor, sampleWeight: Tensor | null, reduce: typeof tf.reduceMean): Samples {
  const over = (x: Tensor, first: number): Tensor => (x.rank > first ? reduce(x, { axis: axesFrom(first, x.rank) }) : x);
  if (sampleWeight === null) return { values: over(values, 1), weights: null };
  const [v0, w0] = sameRank(values, sampleWeight.dtype === values.dtype ? sampleWeight : tf.cast(sampleWeight, values.dtype));
  const v = over(v0, w0.rank);
  const w = w0.rank === v.rank && w0.shape.some((size, i) => size !== v.shape[i]) ? tf.broadcastTo(w0, v.shape as number[]) : w0;
  return { values: over(tf.multiply(v, w), 1), weights: over(w, 1) };
}

/** Weights spread to the shape of `values`. */
export function samplewiseWeights(sampleWeight: Tensor, values: Tensor): Tensor {
  let [, w] = sameRank(values, sampleWeight);
  while (w.rank < values.rank) w = tf.expandDims(w, -1);
  return tf.broadcastTo(w, values.shape as number[]);
}
