import type { Tensor } from '@millrace/core';
import { categoricalCrossentropy as categoricalCrossentropyOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface CategoricalCrossentropyOptions extends MetricOptions {
  /** Whether predictions are logits rather than probabilities. Default false. */
  fromLogits?: boolean;
  /** How far labels are moved towards the uniform distribution, in [0, 1]. Default 0. */
  labelSmoothing?: number;
  /** Axis of the classes. Default -1. */
  axis?: number;
}

/** Mean of the cross-entropy of one-hot labels. */
export class CategoricalCrossentropy extends MeanOfFunction<CategoricalCrossentropyOptions> {
  static override readonly className: string = 'CategoricalCrossentropy';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<CategoricalCrossentropyOptions> = {
    ...Metric.options,
    fromLogits: option.boolean(false),
    labelSmoothing: option.number(0, { atLeast: 0, atMost: 1 }),
    axis: option.integer(-1),
  };
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropyOf(yTrue, yPred, this.options);
  }
}
export const categoricalCrossentropy: Factory<CategoricalCrossentropyOptions, CategoricalCrossentropy> = factory(CategoricalCrossentropy);
