import type { Tensor } from '@millrace/core';
import { meanAbsolutePercentageError as meanAbsolutePercentageErrorOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of differences in percent of the label. */
export class MeanAbsolutePercentageError extends MeanOfFunction {
  static override readonly className: string = 'MeanAbsolutePercentageError';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsolutePercentageErrorOf(yTrue, yPred);
  }
}
export const meanAbsolutePercentageError: Factory<MetricOptions, MeanAbsolutePercentageError> = factory(MeanAbsolutePercentageError);
