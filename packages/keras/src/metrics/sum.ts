import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { floating, type TensorSource } from '../losses/loss.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { Metric, type MetricOptions } from './metric.ts';
import { samplewise } from './weighting.ts';

/** The (weighted) sum of all values. */
export class Sum extends Metric {
  static override readonly className: string = 'Sum';
  static override readonly module: string = 'keras.metrics';
  readonly total: Variable = this.addVariable({ name: 'total' });

  override updateState(values: TensorSource, sampleWeight: TensorSource | null = null): void {
    const weight = sampleWeight === null ? null : tf.convertToTensor(sampleWeight);
    const samples = samplewise(tf.cast(floating(tf.convertToTensor(values)), this.dtype), weight, tf.reduceSum);
    this.total.assignAdd(tf.reduceSum(samples.values));
  }
  override result(): Tensor {
    return this.total.value();
  }
}
export const sum: Factory<MetricOptions, Sum> = factory(Sum);
