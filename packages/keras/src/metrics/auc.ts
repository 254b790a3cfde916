import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
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
    if (!(tf.reduceMin(predictions).item() >= 0) || !(tf.reduceMax(predictions).item() <= 1)) {
      throw failure('invalid-value', { op: this.name, message: 'predictions must be probabilities in [0, 1]', hint: 'auc({ fromLogits: true }) for logits' });
    }
    const confusion = new Confusion(this.name, yTrue, predictions, sampleWeight, { thresholds: this.thresholds });
    const outcomes = ['truePositives', 'trueNegatives', 'falsePositives', 'falseNegatives'] as const;
    outcomes.forEach((outcome, i) => void this.#counts[i].assignAdd(confusion.count(outcome)));
  }

  override result(): Tensor {
    const [tp, tn, fp, fn] = this.#counts.map((v) => Array.from(v.dataSync()));
    const { curve, summationMethod } = this.options;
    if (curve === 'PR' && summationMethod === 'interpolation') return tf.constant(interpolatedPrecisionArea(tp, fp, fn));
    const recall = tp.map((t, i) => ratio(t, t + fn[i]));
    const [x, y] = curve === 'ROC' ? [fp.map((f, i) => ratio(f, f + tn[i])), recall] : [recall, tp.map((t, i) => ratio(t, t + fp[i]))];
    const height = { interpolation: (a: number, b: number) => (a + b) / 2, minoring: Math.min, majoring: Math.max }[summationMethod];
    return tf.constant(x.slice(1).reduce((area, _, i) => area + (x[i] - x[i + 1]) * height(y[i], y[i + 1]), 0));
  }
}
export const auc: Factory<AUCOptions, AUC> = factory(AUC);

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/** Ascending, with ends just outside of [0, 1] so that no prediction is on them. */
function thresholdsFor(given: readonly number[] | null, count: number): readonly number[] {
  const inner = given === null ? Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1)) : [...given].sort((a, b) => a - b);
  return [-1e-7, ...inner, 1 + 1e-7];
}

/** Area under precision over recall where precision between two points follows from linear changes of the counts. */
function interpolatedPrecisionArea(tp: readonly number[], fp: readonly number[], fn: readonly number[]): number {
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) {
    const dTp = tp[i] - tp[i + 1];
    const answered = tp[i] + fp[i];
    const answeredNext = tp[i + 1] + fp[i + 1];
    const slope = ratio(dTp, answered - answeredNext);
    const intercept = tp[i + 1] - slope * answeredNext;
    const logRatio = answered > 0 && answeredNext > 0 ? Math.log(answered / answeredNext) : 0;
    area += ratio(slope * (dTp + intercept * logRatio), tp[i + 1] + fn[i + 1]);
  }
  return area;
}
