import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface AdadeltaOptions extends OptimizerOptions {
  /** Decay of the means. Default 0.95. */
  rho?: number;
  /** Keeps quotients finite. Default 1e-7. */
  epsilon?: number;
}

/**
 * Changes in the units of the weights: g sqrt(d + epsilon) / sqrt(v + epsilon), d and v moving means of squared changes and gradients.
 * Source: arXiv:1212.5701, `keras.optimizers.Adadelta`.
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  static override readonly className: string = 'Adadelta';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<AdadeltaOptions> = {
    ...optimizerOptions(0.001),
    rho: option.number(0.95, { atLeast: 0, below: 1 }),
    epsilon: option.number(1e-7, { atLeast: 0 }),
  };
  protected override buildState(variables: readonly Variable[]): void {
    for (const v of variables) {
      this.addSlot(v, 'accumulated_grad');
      this.addSlot(v, 'accumulated_delta_var');
    }
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { rho, epsilon } = this.options;
    const decayed = (old: Tensor, value: Tensor): Tensor => tf.add(tf.multiply(old, rho), tf.multiply(value, 1 - rho));
    const state = [variable, this.slot(variable, 'accumulated_grad'), this.slot(variable, 'accumulated_delta_var')];
    updateTogether(this, state, [gradient, sameDtype(learningRate, gradient)], ([w, v, d], [g, lr]) => {
      const squares = decayed(v, tf.square(g));
      const change = tf.multiply(g, tf.multiply(tf.sqrt(tf.add(d, epsilon)), tf.rsqrt(tf.add(squares, epsilon))));
      return [tf.subtract(w, tf.multiply(change, lr)), squares, decayed(d, tf.square(change))];
    });
  }
}
export const adadelta: Factory<AdadeltaOptions, Adadelta> = factory(Adadelta);
