import type { Tensor } from '@millrace/core';
import { sparseCategoricalCrossentropy as sparseCategoricalCrossentropyOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface SparseCategoricalCrossentropyOptions extends MetricOptions {
  /** Whether predictions are logits rather than probabilities. Default false. */
  fromLogits?: boolean;
}

/** Mean of the cross-entropy of class indices. */
export class SparseCategoricalCrossentropy extends MeanOfFunction<SparseCategoricalCrossentropyOptions> {
  static override readonly className: string = 'SparseCategoricalCrossentropy';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<SparseCategoricalCrossentropyOptions> = { ...Metric.options, fromLogits: option.boolean(false) };
  static override readonly alignsLabels: boolean = false;
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalCrossentropyOf(yTrue, yPred, this.options.fromLogits);
  }
}
export const sparseCategoricalCrossentropy: Factory<SparseCategoricalCrossentropyOptions, SparseCategoricalCrossentropy> =
  factory(SparseCategoricalCrossentropy);
