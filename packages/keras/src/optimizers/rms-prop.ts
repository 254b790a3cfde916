import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the means. Default 0.9. */
  rho?: number;
  /** How much of the last change stays. Default 0. */
  momentum?: number;
  /** Keeps quotients finite. Default 1e-7. */
  epsilon?: number;
  /** Whether to divide by the variance rather than the mean square. Default false. */
  centered?: boolean;
}

/**
 * Gradients over the root of a moving mean of their squares: w -= learningRate g / sqrt(v + epsilon), with epsilon inside the root as in Keras 3.
 * Source: Hinton, lecture 6e of "Neural networks for machine learning", 2012; `keras.optimizers.RMSprop`.
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  static override readonly className: string = 'RMSprop';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<RMSpropOptions> = {
    ...optimizerOptions(0.001),
    rho: option.number(0.9, { atLeast: 0, below: 1 }),
    momentum: option.number(0, { atLeast: 0, atMost: 1 }),
    epsilon: option.number(1e-7, { atLeast: 0 }),
    centered: option.boolean(false),
  };
  protected override buildState(variables: readonly Variable[]): void {
    for (const v of variables) this.addSlot(v, 'velocity');
    if (this.options.momentum > 0) for (const v of variables) this.addSlot(v, 'momentum');
    if (this.options.centered) for (const v of variables) this.addSlot(v, 'average_gradient');
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { rho, momentum, epsilon, centered } = this.options;
    const state = [variable, this.slot(variable, 'velocity')];
    if (momentum > 0) state.push(this.slot(variable, 'momentum'));
    if (centered) state.push(this.slot(variable, 'average_gradient'));
    const decayed = (old: Tensor, value: Tensor): Tensor => tf.add(tf.multiply(old, rho), tf.multiply(value, 1 - rho));
    updateTogether(this, state, [gradient, sameDtype(learningRate, gradient)], (values, [g, lr]) => {
      const squares = decayed(values[1], tf.square(g));
      const mean = centered ? decayed(values[values.length - 1], g) : null;
      const variance = mean === null ? squares : tf.subtract(squares, tf.square(mean));
      const step = tf.multiply(tf.multiply(g, lr), tf.rsqrt(tf.add(variance, epsilon)));
      const change = momentum > 0 ? tf.add(tf.multiply(values[2], momentum), step) : step;
      return [tf.subtract(values[0], change), squares, ...(momentum > 0 ? [change] : []), ...(mean === null ? [] : [mean])];
    });
  }
}
export const rmsprop: Factory<RMSpropOptions, RMSprop> = factory(RMSprop);
