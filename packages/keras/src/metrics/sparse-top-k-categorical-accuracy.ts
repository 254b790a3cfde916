import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { sparseTopKMatches } from './accuracy-functions.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface SparseTopKCategoricalAccuracyOptions extends MetricOptions {
  /** Default 5. */
  k?: number;
}

/** How often the label, a class index, is among the `k` classes predicted most likely. */
export class SparseTopKCategoricalAccuracy extends MeanOfFunction<SparseTopKCategoricalAccuracyOptions> {
  static override readonly className: string = 'SparseTopKCategoricalAccuracy';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<SparseTopKCategoricalAccuracyOptions> = { ...Metric.options, k: option.integer(5, { atLeast: 1 }) };
  static override readonly alignsLabels: boolean = false;
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseTopKMatches(yTrue, yPred, this.options.k);
  }
}
export const sparseTopKCategoricalAccuracy: Factory<SparseTopKCategoricalAccuracyOptions, SparseTopKCategoricalAccuracy> =
  factory(SparseTopKCategoricalAccuracy);
