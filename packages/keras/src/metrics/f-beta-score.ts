import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { floating, type TensorSource } from '../losses/loss.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Metric, type MetricOptions } from './metric.ts';

export type ScoreAverage = 'micro' | 'macro' | 'weighted';

export interface FBetaScoreOptions extends MetricOptions {
  /** How scores of classes become one: over all decisions, mean over classes, or weighted by their frequency. Default null: one for each class. */
  average?: ScoreAverage | null;
  /** Weight of recall against precision. Default 1. */
  beta?: number;
  /** Predictions above it are yes. Default null: the highest of each sample is. */
  threshold?: number | null;
}

/** (1 + beta^2) precision recall / (beta^2 precision + recall), for labels and predictions [samples, classes]. */
export class FBetaScore<O extends FBetaScoreOptions = FBetaScoreOptions> extends Metric<O> {
  static override readonly className: string = 'FBetaScore';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<FBetaScoreOptions> = {
    ...Metric.options,
    average: option.optional(option.choice(undefined, ['micro', 'macro', 'weighted'])),
    beta: option.number(1, { above: 0 }),
    threshold: option.optional(option.number(undefined, { above: 0, atMost: 1 })),
  };
  #state: readonly Variable[] | null = null;

  override updateState(yTrue: TensorSource, yPred: TensorSource, sampleWeight: TensorSource | null = null): void {
    const { average, threshold } = this.options as { average: ScoreAverage | null; threshold: number | null };
    const predictions = floating(tf.convertToTensor(yPred));
    const labels = tf.cast(tf.convertToTensor(yTrue), predictions.dtype);
    if (labels.rank !== 2 || predictions.rank !== 2) {
      throw failure('value', {
        op: this.name,
        message: `labels and predictions must be [samples, classes]; got ${showShape(labels.shape)} and ${showShape(predictions.shape)}`,
      });
    }
    const answers = this.#answers(predictions, threshold);
    const weight = sampleWeight === null ? null : tf.reshape(tf.cast(tf.convertToTensor(sampleWeight), predictions.dtype), [-1, 1]);
    const axis = average === 'micro' ? [0, 1] : [0];
    const total = (x: Tensor): Tensor => tf.reduceSum(weight === null ? x : tf.multiply(x, weight), { axis });
    const shape = average === 'micro' ? [] : [predictions.shape[1] as number];
    this.#state ??= ['true_positives', 'false_positives', 'false_negatives', 'intermediate_weights'].map((name) => this.addVariable({ shape, name }));
    const [tp, fp, fn, weights] = this.#state;
    tp.assignAdd(total(tf.multiply(answers, labels)));
    fp.assignAdd(total(tf.multiply(answers, tf.subtract(1, labels))));
    fn.assignAdd(total(tf.multiply(tf.subtract(1, answers), labels)));
    weights.assignAdd(total(labels));
  }

  #answers(predictions: Tensor, threshold: number | null): Tensor {
    if (threshold !== null) return tf.cast(tf.greater(predictions, threshold), predictions.dtype);
    const highest = tf.reduceMax(predictions, { axis: -1, keepdims: true });
    return tf.cast(tf.logicalAnd(tf.equal(predictions, highest), tf.greater(tf.abs(predictions), 1e-9)), predictions.dtype);
  }

  override result(): Tensor {
    if (this.#state === null) return tf.constant(0);
    const { average, beta } = this.options as { average: ScoreAverage | null; beta: number };
    const [tp, fp, fn, weights] = this.#state.map((v) => v.value());
    const precision = tf.divideNoNan(tp, tf.add(tp, fp));
    const recall = tf.divideNoNan(tp, tf.add(tp, fn));
    const score = tf.divideNoNan(tf.multiply(tf.multiply(precision, recall), 1 + beta ** 2), tf.add(tf.multiply(precision, beta ** 2), recall));
    if (average === 'weighted') return tf.reduceSum(tf.multiply(score, tf.divideNoNan(weights, tf.reduceSum(weights))));
    return average === 'macro' ? tf.reduceMean(score) : score;
  }
}
export const fBetaScore: Factory<FBetaScoreOptions, FBetaScore> = factory(FBetaScore);
