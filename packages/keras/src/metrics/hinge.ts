import type { Tensor } from '@millrace/core';
import { hinge as hingeOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** Mean of max(1 - yTrue yPred, 0). */
export class Hinge extends MeanOfFunction {
  static override readonly className: string = 'Hinge';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return hingeOf(yTrue, yPred);
  }
}
export const hinge: Factory<MetricOptions, Hinge> = factory(Hinge);
