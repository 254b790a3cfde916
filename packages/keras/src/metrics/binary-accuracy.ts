import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { binaryMatches } from './accuracy-functions.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface BinaryAccuracyOptions extends MetricOptions {
  /** Default 0.5. */
  threshold?: number;
}

/** How often predictions, 1 above `threshold` and 0 below, equal labels. */
export class BinaryAccuracy extends MeanOfFunction<BinaryAccuracyOptions> {
  static override readonly className: string = 'BinaryAccuracy';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<BinaryAccuracyOptions> = { ...Metric.options, threshold: option.number(0.5) };
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryMatches(yTrue, yPred, this.options.threshold);
  }
}
export const binaryAccuracy: Factory<BinaryAccuracyOptions, BinaryAccuracy> = factory(BinaryAccuracy);
