import type { Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { huber as huberOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

export interface HuberOptions extends LossOptions {
  /** Where the loss turns from squared to linear. Default 1. */
  delta?: number;
}

/** Squared for errors up to `delta`, linear above, so that outliers count less. Source: Huber 1964. */
export class Huber extends Loss<HuberOptions> {
  static override readonly className: string = 'Huber';
  static override readonly module: string = 'keras.losses';
  static override readonly options: OptionTable<HuberOptions> = { ...Loss.options, delta: option.number(1, { above: 0 }) };
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return huberOf(yTrue, yPred, this.options.delta);
  }
}
export const huber: Factory<HuberOptions, Huber> = factory(Huber);
