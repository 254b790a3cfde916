import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import type { MetricOptions } from './metric.ts';

/** The square root of the mean of squared differences. */
export class RootMeanSquaredError extends MeanOfFunction {
  static override readonly className: string = 'RootMeanSquaredError';
  static override readonly module: string = 'keras.metrics';
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return tf.square(tf.subtract(yTrue, yPred));
  }
  override result(): Tensor {
    return tf.sqrt(super.result());
  }
}
export const rootMeanSquaredError: Factory<MetricOptions, RootMeanSquaredError> = factory(RootMeanSquaredError);
