import type { Tensor } from '@millrace/core';
import { poisson as poissonOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of the Poisson loss. */
export class Poisson extends MeanOfFunction {
  static override readonly className: string = 'Poisson';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return poissonOf(yTrue, yPred);
  }
}
export const poisson: Factory<MetricOptions, Poisson> = factory(Poisson);
