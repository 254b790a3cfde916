import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface LionOptions extends OptimizerOptions {
  /** Weight of the mean in the step. Default 0.9. */
  beta1?: number;
  /** Decay of the mean of gradients. Default 0.99. */
  beta2?: number;
}

/**
 * Steps of one size in the direction of the sign: w -= learningRate sign(beta1 m + (1 - beta1) g), m = beta2 m + (1 - beta2) g.
 * Source: arXiv:2302.06675, `keras.optimizers.Lion`.
 */
export class Lion extends Optimizer<LionOptions> {
  static override readonly className: string = 'Lion';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<LionOptions> = {
    ...optimizerOptions(0.001),
    beta1: option.number(0.9, { atLeast: 0, below: 1 }),
    beta2: option.number(0.99, { atLeast: 0, below: 1 }),
  };
  protected override buildState(variables: readonly Variable[]): void {
    for (const v of variables) this.addSlot(v, 'momentum');
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { beta1, beta2 } = this.options;
    updateTogether(this, [variable, this.slot(variable, 'momentum')], [gradient, sameDtype(learningRate, gradient)], ([w, m], [g, lr]) => [
      tf.subtract(w, tf.multiply(tf.sign(tf.add(tf.multiply(m, beta1), tf.multiply(g, 1 - beta1))), lr)),
      tf.add(tf.multiply(m, beta2), tf.multiply(g, 1 - beta2)),
    ]);
  }
}
export const lion: Factory<LionOptions, Lion> = factory(Lion);
