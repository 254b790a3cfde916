import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { sparseCategoricalMatches } from './accuracy-functions.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** How often the class predicted most likely is the label. Labels are class indices. */
export class SparseCategoricalAccuracy extends MeanOfFunction {
  static override readonly className: string = 'SparseCategoricalAccuracy';
  static override readonly module: string = 'keras.metrics';
  static override readonly alignsLabels: boolean = false;
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalMatches(yTrue, yPred);
  }
}
export const sparseCategoricalAccuracy: Factory<MetricOptions, SparseCategoricalAccuracy> = factory(SparseCategoricalAccuracy);
