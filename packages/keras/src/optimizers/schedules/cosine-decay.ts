import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../../options/basic.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { LearningRateSchedule } from './schedule.ts';

export interface CosineDecayOptions {
  initialLearningRate: number;
  /** Steps of the decay, after the warmup. */
  decaySteps: number;
  /** The last rate as a fraction of the first. Default 0. */
  alpha?: number;
  /** Default null. */
  name?: string | null;
  /** Rate at the end of a linear warmup, from which the decay begins. Default null: no warmup. */
  warmupTarget?: number | null;
  /** Steps of the warmup. Default 0. */
  warmupSteps?: number;
}

/** Half a period of a cosine from the first rate (or the warmup's target) down to alpha times it. Source: arXiv:1608.03983. */
export class CosineDecay extends LearningRateSchedule<CosineDecayOptions> {
  static override readonly className: string = 'CosineDecay';
  static override readonly module: string = 'keras.optimizers.schedules';
  static override readonly options: OptionTable<CosineDecayOptions> = {
    initialLearningRate: option.number(),
    decaySteps: option.number(undefined, { above: 0 }),
    alpha: option.number(0),
    name: option.optional(option.string()),
    warmupTarget: option.optional(option.number()),
    warmupSteps: option.number(0, { atLeast: 0 }),
  };
  protected override rate(step: Tensor): Tensor {
    const { initialLearningRate, warmupTarget, warmupSteps } = this.options;
    if (warmupTarget === null) return this.#decay(step, initialLearningRate);
    const warm = tf.add(tf.multiply(tf.divide(step, Math.max(warmupSteps, 1)), warmupTarget - initialLearningRate), initialLearningRate);
    return tf.where(tf.less(step, warmupSteps), warm, this.#decay(tf.subtract(step, warmupSteps), warmupTarget));
  }
  #decay(step: Tensor, from: number): Tensor {
    const { decaySteps, alpha } = this.options;
    const progress = tf.divide(tf.clipByValue(step, 0, decaySteps), decaySteps);
    const half = tf.multiply(tf.add(tf.cos(tf.multiply(progress, Math.PI)), 1), 0.5);
    return tf.multiply(tf.add(tf.multiply(half, 1 - alpha), alpha), from);
  }
}
export const cosineDecay: Factory<CosineDecayOptions, CosineDecay> = factory(CosineDecay);
