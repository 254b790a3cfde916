/** What the four counts of outcomes have in common. */

import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { TensorSource } from '../losses/loss.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Confusion, type Outcome } from './confusion.ts';
import { Metric, type MetricOptions } from './metric.ts';
import { thresholdsOption } from './thresholds.ts';

export interface ConfusionCountOptions extends MetricOptions {
  /** Predictions above it are yes; several give a result for each. Default 0.5. */
  thresholds?: number | readonly number[];
}

export abstract class ConfusionCount extends Metric<ConfusionCountOptions> {
  static override readonly options: OptionTable<ConfusionCountOptions> = { ...Metric.options, thresholds: thresholdsOption(0.5) };
  protected abstract readonly outcome: Outcome;
  readonly counts: Variable = this.addVariable({ shape: [this.options.thresholds.length], name: 'accumulator' });

  override updateState(yTrue: TensorSource, yPred: TensorSource, sampleWeight: TensorSource | null = null): void {
    this.counts.assignAdd(new Confusion(this.name, yTrue, yPred, sampleWeight, { thresholds: this.options.thresholds }).count(this.outcome));
  }
  override result(): Tensor {
    return this.options.thresholds.length === 1 ? tf.squeeze(this.counts.value()) : this.counts.value();
  }
}
