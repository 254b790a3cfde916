import type { Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { categoricalCrossentropy as categoricalCrossentropyOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

export interface CategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits rather than probabilities. Default false. */
  fromLogits?: boolean;
  /** How far labels are moved towards the uniform distribution, in [0, 1]. Default 0. */
  labelSmoothing?: number;
  /** Axis of the classes. Default -1. */
  axis?: number;
}

/**
 * Cross-entropy between one-hot labels and predicted classes: -sum(yTrue log p).
 *
 * - Labels: one-hot rows (or probabilities) [..., classes].
 * - Predictions: [..., classes], floating.
 */
export class CategoricalCrossentropy extends Loss<CategoricalCrossentropyOptions> {
  static override readonly className: string = 'CategoricalCrossentropy';
  static override readonly module: string = 'keras.losses';
  static override readonly options: OptionTable<CategoricalCrossentropyOptions> = {
    ...Loss.options,
    fromLogits: option.boolean(false),
    labelSmoothing: option.number(0, { atLeast: 0, atMost: 1 }),
    axis: option.integer(-1),
  };
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropyOf(yTrue, yPred, this.options);
  }
}
export const categoricalCrossentropy: Factory<CategoricalCrossentropyOptions, CategoricalCrossentropy> = factory(CategoricalCrossentropy);
