/** From a loss of each sample to one number. Source: Keras's `reduce_weighted_values`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameRank } from './rank.ts';

/** 'mean' is another name of 'sum_over_batch_size'; null is 'none'. */
export type Reduction = 'sum_over_batch_size' | 'sum' | 'mean' | 'mean_with_sample_weight' | 'none';
export const reductions: readonly Reduction[] = ['sum_over_batch_size', 'sum', 'mean', 'mean_with_sample_weight', 'none'];

const sizeOf = (x: Tensor): Tensor => tf.cast(tf.size(x), x.dtype);

/** Values times weights, with weights of fewer axes spread over the last ones. */
function weighted(values: Tensor, weight: Tensor): readonly [Tensor, Tensor] {
  const cast = weight.dtype === values.dtype ? weight : tf.cast(weight, values.dtype);
  let [v, w] = sameRank(values, cast);
  while (w.rank > 0 && w.rank < v.rank) w = tf.expandDims(w, -1);
  return [tf.multiply(v, w), w];
}

/**
 * Reduces `values` to the scalar that `reduction` names, or leaves them for 'none'.
 * A mask counts as weights 0 and 1; means are then over what it keeps.
 */
export function reduceWeighted(values: Tensor, sampleWeight: Tensor | null, mask: Tensor | null, reduction: Reduction): Tensor {
  let weight = sampleWeight;
  const averages = reduction === 'sum_over_batch_size' || reduction === 'mean';
  if (mask !== null) {
    let kept = tf.cast(mask, values.dtype);
    // Dividing by all values below, a mean over the kept ones needs this factor.
    if (averages) kept = tf.multiply(kept, tf.divideNoNan(sizeOf(kept), tf.reduceSum(kept)));
    weight = weight === null ? kept : weighted(kept, weight)[0];
  }
  if (reduction === 'none') return weight === null ? values : weighted(values, weight)[0];
  if (weight === null) return reduction === 'sum' ? tf.reduceSum(values) : tf.reduceMean(values);
  const [products, weights] = weighted(values, weight);
  if (reduction === 'sum') return tf.reduceSum(products);
  if (reduction === 'mean_with_sample_weight') return tf.divideNoNan(tf.reduceSum(products), tf.reduceSum(tf.broadcastTo(weights, products.shape as number[])));
  return tf.reduceMean(products);
}
