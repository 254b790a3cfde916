import type { Tensor } from '@millrace/core';
import { meanSquaredError as meanSquaredErrorOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of squared differences. */
export class MeanSquaredError extends MeanOfFunction {
  static override readonly className: string = 'MeanSquaredError';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredErrorOf(yTrue, yPred);
  }
}
export const meanSquaredError: Factory<MetricOptions, MeanSquaredError> = factory(MeanSquaredError);
