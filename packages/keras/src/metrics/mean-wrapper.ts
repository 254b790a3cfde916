/** Metrics that are the mean of a function of labels and predictions. Source: `keras.metrics.MeanMetricWrapper`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { floating, type TensorSource } from '../losses/loss.ts';
import { alignLabels } from '../losses/rank.ts';
import { snakeCase } from '../naming/names.ts';
import { Mean } from './mean.ts';
import type { MetricOptions } from './metric.ts';

/** Base of metrics `mean(compute(yTrue, yPred))`. */
export abstract class MeanOfFunction<O extends MetricOptions = MetricOptions> extends Mean<O> {
  /** Whether labels are made to match the predictions in dtype and rank before `compute`. */
  static readonly alignsLabels: boolean = true;
  /** The value of each sample. */
  protected abstract compute(yTrue: Tensor, yPred: Tensor): Tensor;

  /** @param yTrue labels. @param yPred predictions. @param sampleWeight a weight for each sample; default 1 */
  override updateState(yTrue: TensorSource, yPred: TensorSource | null = null, sampleWeight: TensorSource | null = null): void {
    if (yPred === null) throw failure('value', { op: this.name, message: 'updateState needs labels and predictions; got labels only' });
    const labels = tf.convertToTensor(yTrue);
    const predictions = floating(tf.convertToTensor(yPred));
    const [a, b] = (this.definition as unknown as typeof MeanOfFunction).alignsLabels ? alignLabels(this.name, labels, predictions) : [labels, predictions];
    const values = this.compute(a, b);
    const weight = sampleWeight === null ? null : tf.convertToTensor(sampleWeight);
    this.accumulate(values.dtype.name === this.dtype ? values : tf.cast(values, this.dtype), weight);
  }
}

/** The mean of a function that users give. Labels reach it as they are. */
export class MeanMetricWrapper extends MeanOfFunction {
  static override readonly alignsLabels: boolean = false;
  readonly #compute: (yTrue: Tensor, yPred: Tensor) => Tensor;
  constructor(compute: (yTrue: Tensor, yPred: Tensor) => Tensor, options: MetricOptions = {}) {
    super({ name: snakeCase(compute.name || 'metric'), ...options });
    this.#compute = compute;
  }
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.#compute(yTrue, yPred);
  }
}
