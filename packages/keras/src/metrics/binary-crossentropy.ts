import type { Tensor } from '@millrace/core';
import { binaryCrossentropy as binaryCrossentropyOf } from '../losses/functions.ts';
import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { MeanOfFunction } from './mean-wrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

export interface BinaryCrossentropyOptions extends MetricOptions {
  /** Whether predictions are logits rather than probabilities. Default false. */
  fromLogits?: boolean;
  /** How far labels are moved towards the uniform distribution, in [0, 1]. Default 0. */
  labelSmoothing?: number;
}

/** Mean of the cross-entropy of yes-no labels. */
export class BinaryCrossentropy extends MeanOfFunction<BinaryCrossentropyOptions> {
  static override readonly className: string = 'BinaryCrossentropy';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<BinaryCrossentropyOptions> = {
    ...Metric.options,
    fromLogits: option.boolean(false),
    labelSmoothing: option.number(0, { atLeast: 0, atMost: 1 }),
  };
  protected override compute(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropyOf(yTrue, yPred, this.options);
  }
}
export const binaryCrossentropy: Factory<BinaryCrossentropyOptions, BinaryCrossentropy> = factory(BinaryCrossentropy);
