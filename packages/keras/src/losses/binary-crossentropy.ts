import type { Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { binaryCrossentropy as binaryCrossentropyOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

export interface BinaryCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits rather than probabilities. Default false. */
  fromLogits?: boolean;
  /** How far labels are moved towards the uniform distribution, in [0, 1]. Default 0. */
  labelSmoothing?: number;
  /** Axis of the classes. Default -1. */
  axis?: number;
}

/**
 * Cross-entropy of yes-no labels, averaged over the last axis.
 *
 * - Labels: 0 or 1 (or probabilities) of the shape of the predictions.
 * - Predictions: [..., n], floating.
 */
export class BinaryCrossentropy extends Loss<BinaryCrossentropyOptions> {
  static override readonly className: string = 'BinaryCrossentropy';
  static override readonly module: string = 'keras.losses';
  static override readonly options: OptionTable<BinaryCrossentropyOptions> = {
    ...Loss.options,
    fromLogits: option.boolean(false),
    labelSmoothing: option.number(0, { atLeast: 0, atMost: 1 }),
    axis: option.integer(-1),
  };
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropyOf(yTrue, yPred, this.options);
  }
}
export const binaryCrossentropy: Factory<BinaryCrossentropyOptions, BinaryCrossentropy> = factory(BinaryCrossentropy);
