import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { floating, type TensorSource } from '../losses/loss.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { Metric, type MetricOptions } from './metric.ts';
import { samplewise } from './weighting.ts';

/** The (weighted) mean of all values. 0 before the first. */
export class Mean<O extends MetricOptions = MetricOptions> extends Metric<O> {
  static override readonly className: string = 'Mean';
  static override readonly module: string = 'keras.metrics';
  readonly total: Variable = this.addVariable({ name: 'total' });
  readonly count: Variable = this.addVariable({ name: 'count' });

  /** @param values any shape. @param sampleWeight a weight for each, or for each first index */
  override updateState(values: TensorSource, sampleWeight: TensorSource | null = null): void {
    const given = floating(tf.convertToTensor(values));
    this.accumulate(given.dtype.name === this.dtype ? given : tf.cast(given, this.dtype), sampleWeight === null ? null : tf.convertToTensor(sampleWeight));
  }

  protected accumulate(values: Tensor, sampleWeight: Tensor | null): void {
    const samples = samplewise(values, sampleWeight, tf.reduceMean);
    this.total.assignAdd(samples.values.rank === 0 ? samples.values : tf.reduceSum(samples.values));
    const count = samples.weights === null ? tf.cast(tf.size(samples.values), this.dtype) : tf.reduceSum(samples.weights);
    this.count.assignAdd(count);
  }

  override result(): Tensor {
    return tf.divideNoNan(this.total.value(), this.count.value());
  }
}
export const mean: Factory<MetricOptions, Mean> = factory(Mean);
