import type { Tensor } from '@millrace/core';
import { categoricalHinge as categoricalHingeOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of the categorical hinge loss. */
export class CategoricalHinge extends MeanOfFunction {
  static override readonly className: string = 'CategoricalHinge';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalHingeOf(yTrue, yPred);
  }
}
export const categoricalHinge: Factory<MetricOptions, CategoricalHinge> = factory(CategoricalHinge);
