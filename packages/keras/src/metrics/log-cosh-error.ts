import type { Tensor } from '@millrace/core';
import { logCosh as logCoshOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of log(cosh(yPred - yTrue)). */
export class LogCoshError extends MeanOfFunction {
  static override readonly className: string = 'LogCoshError';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return logCoshOf(yTrue, yPred);
  }
}
export const logCoshError: Factory<MetricOptions, LogCoshError> = factory(LogCoshError);
