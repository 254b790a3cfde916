/** Whether predictions are right, sample by sample: 1 or 0. Source: `keras.metrics`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { classIndices } from '../losses/functions.ts';

const asNumber = (matches: Tensor): Tensor => tf.cast(matches, 'float32');
const bestClass = (x: Tensor): Tensor => tf.argmax(x, { axis: -1, outputType: 'int32' });

/** Labels equal predictions exactly. */
export const exactMatches = (yTrue: Tensor, yPred: Tensor): Tensor => asNumber(tf.equal(yTrue, yPred));

/** Predictions above `threshold` count as 1. */
export const binaryMatches = (yTrue: Tensor, yPred: Tensor, threshold: number): Tensor =>
  asNumber(tf.equal(yTrue, tf.cast(tf.greater(yPred, threshold), yTrue.dtype)));

/** The largest prediction stands where the one-hot label has its 1. */
export const categoricalMatches = (yTrue: Tensor, yPred: Tensor): Tensor => asNumber(tf.equal(bestClass(yTrue), bestClass(yPred)));

/** The largest prediction stands at the label's index. */
export function sparseCategoricalMatches(yTrue: Tensor, yPred: Tensor): Tensor {
  const labels = classIndices('sparseCategoricalAccuracy', yTrue, yPred);
  return asNumber(tf.equal(labels.dtype.name === 'int32' ? labels : tf.cast(labels, 'int32'), bestClass(yPred)));
}

/** Fewer than k classes are predicted above the label's: ties count for the label. */
export function sparseTopKMatches(yTrue: Tensor, yPred: Tensor, k: number): Tensor {
  const labels = classIndices('topKCategoricalAccuracy', yTrue, yPred);
  const classes = yPred.shape[yPred.rank - 1] as number;
  const ofLabel = tf.reduceSum(tf.multiply(yPred, tf.oneHot(labels, classes, { dtype: yPred.dtype })), { axis: -1, keepdims: true });
  const above = tf.reduceSum(tf.cast(tf.greater(yPred, ofLabel), 'float32'), { axis: -1 });
  return asNumber(tf.less(above, k));
}

/** As `sparseTopKMatches` for one-hot labels. */
export const topKMatches = (yTrue: Tensor, yPred: Tensor, k: number): Tensor => sparseTopKMatches(bestClass(yTrue), yPred, k);
