import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../../options/basic.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { LearningRateSchedule } from './schedule.ts';

export interface InverseTimeDecayOptions {
  initialLearningRate: number;
  /** Steps of one period. */
  decaySteps: number;
  decayRate: number;
  /** Whether the rate changes every `decaySteps` steps only. Default false. */
  staircase?: boolean;
  /** Default null. */
  name?: string | null;
}

/** initialLearningRate / (1 + decayRate step / decaySteps). */
export class InverseTimeDecay extends LearningRateSchedule<InverseTimeDecayOptions> {
  static override readonly className: string = 'InverseTimeDecay';
  static override readonly module: string = 'keras.optimizers.schedules';
  static override readonly options: OptionTable<InverseTimeDecayOptions> = {
    initialLearningRate: option.number(),
    decaySteps: option.number(undefined, { above: 0 }),
    decayRate: option.number(),
    staircase: option.boolean(false),
    name: option.optional(option.string()),
  };
  protected override rate(step: Tensor): Tensor {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.options;
    const periods = tf.divide(step, decaySteps);
    return tf.divide(initialLearningRate, tf.add(tf.multiply(staircase ? tf.floor(periods) : periods, decayRate), 1));
  }
}
export const inverseTimeDecay: Factory<InverseTimeDecayOptions, InverseTimeDecay> = factory(InverseTimeDecay);
