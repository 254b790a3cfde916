import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../../options/basic.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { LearningRateSchedule } from './schedule.ts';

export interface PolynomialDecayOptions {
  initialLearningRate: number;
  /** Steps until the rate reaches its end. */
  decaySteps: number;
  /** Default 1e-4. */
  endLearningRate?: number;
  /** 1 is linear. Default 1. */
  power?: number;
  /** Whether the rate rises again after its end, with longer and longer periods. Default false. */
  cycle?: boolean;
  /** Default null. */
  name?: string | null;
}

/** (initial - end) (1 - step / decaySteps)^power + end, and end afterwards. */
export class PolynomialDecay extends LearningRateSchedule<PolynomialDecayOptions> {
  static override readonly className: string = 'PolynomialDecay';
  static override readonly module: string = 'keras.optimizers.schedules';
  static override readonly options: OptionTable<PolynomialDecayOptions> = {
    initialLearningRate: option.number(),
    decaySteps: option.number(undefined, { above: 0 }),
    endLearningRate: option.number(0.0001),
    power: option.number(1),
    cycle: option.boolean(false),
    name: option.optional(option.string()),
  };
  protected override rate(step: Tensor): Tensor {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this.options;
    // In a cycle the period grows by whole multiples of decaySteps.
    const period = cycle ? tf.multiply(tf.maximum(tf.ceil(tf.divide(step, decaySteps)), 1), decaySteps) : tf.constant(decaySteps);
    const progress = tf.divide(cycle ? step : tf.minimum(step, decaySteps), period);
    return tf.add(tf.multiply(tf.pow(tf.subtract(1, progress), power), initialLearningRate - endLearningRate), endLearningRate);
  }
}
export const polynomialDecay: Factory<PolynomialDecayOptions, PolynomialDecay> = factory(PolynomialDecay);
