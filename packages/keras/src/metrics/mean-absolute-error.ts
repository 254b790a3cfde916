import type { Tensor } from '@millrace/core';
import { meanAbsoluteError as meanAbsoluteErrorOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of absolute differences. */
export class MeanAbsoluteError extends MeanOfFunction {
  static override readonly className: string = 'MeanAbsoluteError';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteErrorOf(yTrue, yPred);
  }
}
export const meanAbsoluteError: Factory<MetricOptions, MeanAbsoluteError> = factory(MeanAbsoluteError);
