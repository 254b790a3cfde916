import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { categoricalMatches } from './accuracy-functions.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** How often the class predicted most likely is that of the one-hot label. */
export class CategoricalAccuracy extends MeanOfFunction {
  static override readonly className: string = 'CategoricalAccuracy';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalMatches(yTrue, yPred);
  }
}
export const categoricalAccuracy: Factory<MetricOptions, CategoricalAccuracy> = factory(CategoricalAccuracy);
