import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { exactMatches } from './accuracy-functions.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** How often predictions equal labels. */
export class Accuracy extends MeanOfFunction {
  static override readonly className: string = 'Accuracy';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return exactMatches(yTrue, yPred);
  }
}
export const accuracy: Factory<MetricOptions, Accuracy> = factory(Accuracy);
