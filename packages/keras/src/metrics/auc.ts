import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { TensorSource } from '../losses/loss.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Confusion } from './confusion.ts';
import { Metric, type MetricOptions } from './metric.ts';
import { thresholdsOption } from './thresholds.ts';

export interface AUCOptions extends MetricOptions {
  /** How many thresholds approximate the curve. Default 200. */
  numThresholds?: number;
  /** 'ROC' (true positive rate over false positive rate) or 'PR' (precision over recall). Default 'ROC'. */
  curve?: 'ROC' | 'PR';
  /** Height of each slice: the mean, the smaller or the larger of its ends. Default 'interpolation'. */
  summationMethod?: 'interpolation' | 'minoring' | 'majoring';
  /** Thresholds instead of equally spaced ones; 0 and 1 are added. Default null. */
  thresholds?: readonly number[] | null;
  /** Whether predictions are logits. Default false. */
  fromLogits?: boolean;
}

/**
 * Area under a curve of yes-no predictions at many thresholds: 1 is perfect, 0.5 (ROC) is guessing.
 * PR with 'interpolation' interpolates between precision points as in Davis and Goadrich, 2006.
 */
export class AUC extends Metric<AUCOptions> {
  static override readonly className: string = 'AUC';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<AUCOptions> = {
    ...Metric.options,
    numThresholds: option.integer(200, { atLeast: 2 }),
    curve: option.choice('ROC', ['ROC', 'PR']),
    summationMethod: option.choice('interpolation', ['interpolation', 'minoring', 'majoring']),
    thresholds: thresholdsOption(null),
    fromLogits: option.boolean(false),
  };
  readonly thresholds: readonly number[] = thresholdsFor(this.options.thresholds, this.options.numThresholds);
  readonly #counts: readonly Variable[] = ['true_positives', 'true_negatives', 'false_positives', 'false_negatives'].map((name) =>
    this.addVariable({ shape: [this.thresholds.length], name }),
  );

  override updateState(yTrue: TensorSource, yPred: TensorSource, sampleWeight: TensorSource | null = null): void {
    const predictions = this.options.fromLogits ? tf.sigmoid(tf.convertToTensor(yPred)) : tf.convertToTensor(yPred);
    const message = `${this.name}: predictions must be probabilities in [0, 1]; auc({ fromLogits: true }) takes logits`;
    tf.debugging.assertGreaterEqual(predictions, 0, { message });
    tf.debugging.assertLessEqual(predictions, 1, { message });
    const confusion = new Confusion(this.name, yTrue, predictions, sampleWeight, { thresholds: this.thresholds });
    const outcomes = ['truePositives', 'trueNegatives', 'falsePositives', 'falseNegatives'] as const;
    outcomes.forEach((outcome, i) => void this.#counts[i].assignAdd(confusion.count(outcome)));
  }

  override result(): Tensor {
    const counts = this.#counts.map((v) => v.value());
    const [tp, tn, fp, fn] = counts;
    const { curve, summationMethod } = this.options;
    if (curve === 'PR' && summationMethod === 'interpolation') return interpolatedPrecisionArea(tp, fp, fn);
    const recall = tf.divideNoNan(tp, tf.add(tp, fn));
    const [x, y] = curve === 'ROC' ? [tf.divideNoNan(fp, tf.add(fp, tn)), recall] : [recall, tf.divideNoNan(tp, tf.add(tp, fp))];
    const height = { interpolation: (p: Tensor, q: Tensor) => tf.multiply(tf.add(p, q), 0.5), minoring: tf.minimum, majoring: tf.maximum }[summationMethod];
    return tf.reduceSum(tf.multiply(tf.subtract(here(x), next(x)), height(here(y), next(y))));
  }
}
export const auc: Factory<AUCOptions, AUC> = factory(AUC);

/** All entries but the last. */
const here = (x: Tensor): Tensor => tf.slice(x, [0], [x.size - 1]);
/** All entries but the first: beside each of `here` the one behind it. */
const next = (x: Tensor): Tensor => tf.slice(x, [1], [x.size - 1]);

/** Ascending, with ends just outside of [0, 1] so that no prediction is on them. */
function thresholdsFor(given: readonly number[] | null, count: number): readonly number[] {
  const inner = given === null ? Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1)) : [...given].sort((a, b) => a - b);
  return [-1e-7, ...inner, 1 + 1e-7];
}

/** Area under precision over recall where precision between two points follows from linear changes of the counts. */
function interpolatedPrecisionArea(tp: Tensor, fp: Tensor, fn: Tensor): Tensor {
  const answered = tf.add(tp, fp);
  const dTp = tf.subtract(here(tp), next(tp));
  const slope = tf.divideNoNan(dTp, tf.subtract(here(answered), next(answered)));
  const intercept = tf.subtract(next(tp), tf.multiply(slope, next(answered)));
  // Where one of the points has no answers the quotient counts as 1.
  const quotient = tf.divideNoNan(here(answered), next(answered));
  const logRatio = tf.log(tf.where(tf.greater(quotient, 0), quotient, tf.onesLike(quotient)));
  const rise = tf.multiply(slope, tf.add(dTp, tf.multiply(intercept, logRatio)));
  return tf.reduceSum(tf.divideNoNan(rise, tf.add(next(tp), next(fn))));
}
