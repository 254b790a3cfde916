import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { topKMatches } from './accuracy-functions.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface TopKCategoricalAccuracyOptions extends MetricOptions {
  /** Default 5. */
  k?: number;
}

/** How often the class of the one-hot label is among the `k` predicted most likely. */
export class TopKCategoricalAccuracy extends MeanOfFunction<TopKCategoricalAccuracyOptions> {
  static override readonly className: string = 'TopKCategoricalAccuracy';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<TopKCategoricalAccuracyOptions> = { ...Metric.options, k: option.integer(5, { atLeast: 1 }) };
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return topKMatches(yTrue, yPred, this.options.k);
  }
}
export const topKCategoricalAccuracy: Factory<TopKCategoricalAccuracyOptions, TopKCategoricalAccuracy> = factory(TopKCategoricalAccuracy);
