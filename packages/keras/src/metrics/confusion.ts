/** Counts of right and wrong yes-no predictions at thresholds. Source: Keras's `metrics_utils.update_confusion_matrix_variables`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { floating, type TensorSource } from '../losses/loss.ts';
import { alignLabels } from '../losses/rank.ts';
import { samplewiseWeights } from './weighting.ts';

/** Which of the four outcomes of a yes-no prediction. */
export type Outcome = 'truePositives' | 'trueNegatives' | 'falsePositives' | 'falseNegatives';

export interface ConfusionRequest {
  readonly thresholds: readonly number[];
  /** Only this class (index on the last axis). */
  readonly classId?: number | null;
  /** Only the k highest predictions of each sample count as yes. */
  readonly topK?: number | null;
}

/** Weighted counts of the outcomes in a batch, one for each threshold. Predictions above a threshold are yes. */
export class Confusion {
  readonly #labels: Tensor;
  readonly #answers: Tensor;
  readonly #weights: Tensor | null;
  constructor(
    op: string,
    yTrue: TensorSource,
    yPred: TensorSource,
    sampleWeight: TensorSource | null,
    { thresholds, classId = null, topK = null }: ConfusionRequest,
  ) {
    let [labels, predictions] = alignLabels(op, tf.convertToTensor(yTrue), floating(tf.convertToTensor(yPred)));
    if (topK !== null) predictions = keepTop(predictions, topK);
    if (classId !== null) [labels, predictions] = [column(labels, classId), column(predictions, classId)];
    this.#weights = sampleWeight === null ? null : tf.reshape(samplewiseWeights(tf.cast(tf.convertToTensor(sampleWeight), 'float32'), predictions), [1, -1]);
    this.#labels = tf.reshape(tf.cast(labels, 'bool'), [1, -1]);
    this.#answers = tf.greater(tf.reshape(predictions, [1, -1]), tf.reshape(tf.cast(tf.constant([...thresholds]), predictions.dtype), [-1, 1]));
  }

  /** [thresholds] */
  count(outcome: Outcome): Tensor {
    const answers = outcome.endsWith('Positives') ? this.#answers : tf.logicalNot(this.#answers);
    const wanted = outcome === 'truePositives' || outcome === 'falseNegatives' ? this.#labels : tf.logicalNot(this.#labels);
    const hits = tf.cast(tf.logicalAnd(answers, wanted), 'float32');
    return tf.reduceSum(this.#weights === null ? hits : tf.multiply(hits, this.#weights), { axis: 1 });
  }
}

const column = (x: Tensor, index: number): Tensor => tf.gather(x, tf.cast(tf.constant(index), 'int32'), { axis: -1 });

/** Predictions that are not among the k highest of their sample become -infinity. */
function keepTop(predictions: Tensor, k: number): Tensor {
  const kth = tf.reduceMin(tf.topK(predictions, { k }).values, { axis: -1, keepdims: true });
  return tf.where(tf.greaterEqual(predictions, kth), predictions, tf.fill(predictions.shape as number[], -Infinity));
}
