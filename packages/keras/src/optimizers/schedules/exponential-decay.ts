import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../../options/basic.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { LearningRateSchedule } from './schedule.ts';

export interface ExponentialDecayOptions {
  initialLearningRate: number;
  /** Steps in which the rate is multiplied by `decayRate` once. */
  decaySteps: number;
  decayRate: number;
  /** Whether the rate changes every `decaySteps` steps only. Default false. */
  staircase?: boolean;
  /** Default null. */
  name?: string | null;
}

/** initialLearningRate decayRate^(step / decaySteps). */
export class ExponentialDecay extends LearningRateSchedule<ExponentialDecayOptions> {
  static override readonly className: string = 'ExponentialDecay';
  static override readonly module: string = 'keras.optimizers.schedules';
  static override readonly options: OptionTable<ExponentialDecayOptions> = {
    initialLearningRate: option.number(),
    decaySteps: option.number(undefined, { above: 0 }),
    decayRate: option.number(),
    staircase: option.boolean(false),
    name: option.optional(option.string()),
  };
  protected override rate(step: Tensor): Tensor {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.options;
    const periods = tf.divide(step, decaySteps);
    return tf.multiply(tf.pow(decayRate, staircase ? tf.floor(periods) : periods), initialLearningRate);
  }
}
export const exponentialDecay: Factory<ExponentialDecayOptions, ExponentialDecay> = factory(ExponentialDecay);
