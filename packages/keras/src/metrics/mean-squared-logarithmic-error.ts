import type { Tensor } from '@millrace/core';
import { meanSquaredLogarithmicError as meanSquaredLogarithmicErrorOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of squared differences of log(1 + x). */
export class MeanSquaredLogarithmicError extends MeanOfFunction {
  static override readonly className: string = 'MeanSquaredLogarithmicError';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredLogarithmicErrorOf(yTrue, yPred);
  }
}
export const meanSquaredLogarithmicError: Factory<MetricOptions, MeanSquaredLogarithmicError> = factory(MeanSquaredLogarithmicError);
