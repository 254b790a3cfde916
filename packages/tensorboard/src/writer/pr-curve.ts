import type { TensorLike } from '@millrace/core';
import { WireWriter } from '@millrace/formats';
import { checkOptions, failure } from '@millrace/ir';
import { recordTensor, type SummaryOptions } from './record.ts';
import { commonKeys } from './scalar.ts';

export interface PrCurveOptions extends SummaryOptions {
  /** Booleans, or 0 and 1; any shape. */
  readonly labels: TensorLike;
  /** Probabilities in [0, 1], shape of `labels`. */
  readonly predictions: TensorLike;
  /** Evenly spaced from 0 to 1, both included. Default 201. */
  readonly numThresholds?: number;
  /** A weight for each, shape of `labels`, or one for all. Default 1. */
  readonly weights?: TensorLike;
}

/**
 * float32 [6, thresholds]: true positives, false positives, true negatives, false negatives, precision, recall at each threshold.
 * A prediction p counts as positive at the thresholds up to floor(p * (n - 1)). Source: TensorBoard's pr_curve summary.
 */
export function prCurveData(labels: ArrayLike<number>, predictions: ArrayLike<number>, weights: ArrayLike<number>, n: number): Float32Array {
  const positives = new Float64Array(n);
  const negatives = new Float64Array(n);
  for (let i = 0; i < labels.length; i++) {
    const bucket = Math.floor(predictions[i] * (n - 1));
    (labels[i] ? positives : negatives)[bucket] += weights[weights.length === 1 ? 0 : i];
  }
  // Sums from the last bucket down: what is predicted positive at each threshold.
  for (let b = n - 2; b >= 0; b--) {
    positives[b] += positives[b + 1];
    negatives[b] += negatives[b + 1];
  }
  const out = new Float32Array(6 * n);
  for (let b = 0; b < n; b++) {
    const [tp, fp] = [positives[b], negatives[b]];
    const row = [tp, fp, negatives[0] - fp, positives[0] - tp, tp / Math.max(1e-7, tp + fp), tp / Math.max(1e-7, positives[0])];
    for (let r = 0; r < 6; r++) out[r * n + b] = row[r];
  }
  return out;
}

/**
 * Records a precision-recall curve.
 * @returns whether it was recorded
 * @throws ValueError without a step, for other sizes, and for predictions outside [0, 1]
 * @see tensorboard.plugins.pr_curve.summary.pr_curve
 */
export function prCurve(name: string, options: PrCurveOptions): boolean {
  const op = 'summary.prCurve';
  checkOptions(op, options, [...commonKeys, 'labels', 'predictions', 'numThresholds', 'weights']);
  const { numThresholds = 201 } = options;
  if (!Number.isInteger(numThresholds) || numThresholds < 2)
    throw failure('value', { op, message: `numThresholds must be an integer of at least 2; got ${numThresholds}` });
  // PrCurvePluginData{num_thresholds}.
  const kind = { plugin: 'pr_curves', content: new WireWriter().varint(2, numThresholds).finish(), dataClass: 2 } as const;
  return recordTensor(op, name, options, kind, [options.labels, options.predictions, options.weights ?? 1], (data) => {
    const [labels, predictions, weights] = data.map((x) => Array.from(x.dataSync<ArrayLike<number | bigint>>(), Number));
    if (labels.length !== predictions.length || (weights.length !== 1 && weights.length !== labels.length))
      throw failure('shape-mismatch', { op, message: `${labels.length} labels, ${predictions.length} predictions, ${weights.length} weights` });
    const outside = predictions.find((p) => !(p >= 0 && p <= 1));
    if (outside !== undefined) throw failure('value', { op, message: `predictions must be in [0, 1]; got ${outside}` });
    return { dtype: 'float32', shape: [6, numThresholds], values: prCurveData(labels, predictions, weights, numThresholds) };
  });
}
