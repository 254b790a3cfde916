import type { Tensor } from '@millrace/core';
import { cosineSimilarity as cosineSimilarityOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface CosineSimilarityOptions extends MetricOptions {
  /** Axis of the vectors. Default -1. */
  axis?: number;
}

/** Mean of the cosine of the angle between labels and predictions: 1 is the same direction. */
export class CosineSimilarity extends MeanOfFunction<CosineSimilarityOptions> {
  static override readonly className: string = 'CosineSimilarity';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<CosineSimilarityOptions> = { ...Metric.options, axis: option.integer(-1) };
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return cosineSimilarityOf(yTrue, yPred, this.options.axis);
  }
}
export const cosineSimilarity: Factory<CosineSimilarityOptions, CosineSimilarity> = factory(CosineSimilarity);
