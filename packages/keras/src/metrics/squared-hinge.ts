import type { Tensor } from '@millrace/core';
import { squaredHinge as squaredHingeOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of max(1 - yTrue yPred, 0)^2. */
export class SquaredHinge extends MeanOfFunction {
  static override readonly className: string = 'SquaredHinge';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return squaredHingeOf(yTrue, yPred);
  }
}
export const squaredHinge: Factory<MetricOptions, SquaredHinge> = factory(SquaredHinge);
