import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { TensorSource } from '../losses/loss.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Confusion } from './confusion.ts';
import { Metric, type MetricOptions } from './metric.ts';
import { thresholdsOption } from './thresholds.ts';

export interface RecallOptions extends MetricOptions {
  /** Predictions above it are yes; several give a result for each. Default 0.5, or with `topK` none. */
  thresholds?: number | readonly number[] | null;
  /** Only the k highest predictions of a sample count as yes. Default null: all above the threshold. */
  topK?: number | null;
  /** Only this class. Default null: all. */
  classId?: number | null;
}

/** Found cases among all that are yes: truePositives / (truePositives + falseNegatives). */
export class Recall extends Metric<RecallOptions> {
  static override readonly className: string = 'Recall';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<RecallOptions> = {
    ...Metric.options,
    thresholds: thresholdsOption(null),
    topK: option.optional(option.integer(undefined, { atLeast: 1 })),
    classId: option.optional(option.integer(undefined, { atLeast: 0 })),
  };
  /** Thresholds in use; with topK everything that is kept is yes. */
  readonly thresholds: readonly number[] = this.options.thresholds ?? [this.options.topK === null ? 0.5 : -Infinity];
  readonly truePositives: Variable = this.addVariable({ shape: [this.thresholds.length], name: 'true_positives' });
  readonly falseNegatives: Variable = this.addVariable({ shape: [this.thresholds.length], name: 'false_negatives' });

  override updateState(yTrue: TensorSource, yPred: TensorSource, sampleWeight: TensorSource | null = null): void {
    const { classId, topK } = this.options;
    const confusion = new Confusion(this.name, yTrue, yPred, sampleWeight, { thresholds: this.thresholds, classId, topK });
    this.truePositives.assignAdd(confusion.count('truePositives'));
    this.falseNegatives.assignAdd(confusion.count('falseNegatives'));
  }
  override result(): Tensor {
    const found = this.truePositives.value();
    const ratio = tf.divideNoNan(found, tf.add(found, this.falseNegatives.value()));
    return this.thresholds.length === 1 ? tf.squeeze(ratio) : ratio;
  }
}
export const recall: Factory<RecallOptions, Recall> = factory(Recall);
