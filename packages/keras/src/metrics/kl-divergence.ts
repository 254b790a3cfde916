import type { Tensor } from '@millrace/core';
import { klDivergence as klDivergenceOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of the Kullback-Leibler divergence. */
export class KLDivergence extends MeanOfFunction {
  static override readonly className: string = 'KLDivergence';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return klDivergenceOf(yTrue, yPred);
  }
}
export const klDivergence: Factory<MetricOptions, KLDivergence> = factory(KLDivergence);
