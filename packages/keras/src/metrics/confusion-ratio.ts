/** What precision and recall have in common: right answers among all of a kind. */

import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { TensorSource } from '../losses/loss.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Confusion, type Outcome } from './confusion.ts';
import { Metric, type MetricOptions } from './metric.ts';
import { thresholdsOption } from './thresholds.ts';

export interface ConfusionRatioOptions extends MetricOptions {
  /** Predictions above it are yes; several give a result for each. Default 0.5, or with `topK` none. */
  thresholds?: number | readonly number[] | null;
  /** Only the k highest predictions of a sample count as yes. Default null: all above the threshold. */
  topK?: number | null;
  /** Only this class. Default null: all. */
  classId?: number | null;
}

/** truePositives / (truePositives + misses), where a class says which outcome it counts as a miss. */
export abstract class ConfusionRatio extends Metric<ConfusionRatioOptions> {
  static override readonly options: OptionTable<ConfusionRatioOptions> = {
    ...Metric.options,
    thresholds: thresholdsOption(null),
    topK: option.optional(option.integer(undefined, { atLeast: 1 })),
    classId: option.optional(option.integer(undefined, { atLeast: 0 })),
  };
  protected abstract readonly missed: Outcome;
  /** Thresholds in use; with topK everything that is kept is yes. */
  readonly thresholds: readonly number[] = this.options.thresholds ?? [this.options.topK === null ? 0.5 : -Infinity];
  readonly truePositives: Variable = this.addVariable({ shape: [this.thresholds.length], name: 'true_positives' });
  protected abstract readonly misses: Variable;

  override updateState(yTrue: TensorSource, yPred: TensorSource, sampleWeight: TensorSource | null = null): void {
    const { classId, topK } = this.options;
    const confusion = new Confusion(this.name, yTrue, yPred, sampleWeight, { thresholds: this.thresholds, classId, topK });
    this.truePositives.assignAdd(confusion.count('truePositives'));
    this.misses.assignAdd(confusion.count(this.missed));
  }
  override result(): Tensor {
    const found = this.truePositives.value();
    const ratio = tf.divideNoNan(found, tf.add(found, this.misses.value()));
    return this.thresholds.length === 1 ? tf.squeeze(ratio) : ratio;
  }
}
