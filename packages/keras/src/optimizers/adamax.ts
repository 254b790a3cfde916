import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface AdamaxOptions extends OptimizerOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  beta1?: number;
  /** Decay of the largest gradient. Default 0.999. */
  beta2?: number;
  /** Keeps quotients finite. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adam with the largest gradient instead of the root mean square: w -= learningRate m / ((1 - beta1^t) (u + epsilon)).
 * Source: arXiv:1412.6980, section 7.1; `keras.optimizers.Adamax`.
 */
export class Adamax extends Optimizer<AdamaxOptions> {
  static override readonly className: string = 'Adamax';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<AdamaxOptions> = {
    ...optimizerOptions(0.001),
    beta1: option.number(0.9, { atLeast: 0, below: 1 }),
    beta2: option.number(0.999, { atLeast: 0, below: 1 }),
    epsilon: option.number(1e-7, { atLeast: 0 }),
  };
  protected override buildState(variables: readonly Variable[]): void {
    for (const v of variables) {
      this.addSlot(v, 'momentum');
      this.addSlot(v, 'norm');
    }
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { beta1, beta2, epsilon } = this.options;
    const rate = sameDtype(tf.divide(learningRate, tf.subtract(1, tf.pow(beta1, this.localStep))), gradient);
    updateTogether(this, [variable, this.slot(variable, 'momentum'), this.slot(variable, 'norm')], [gradient, rate], ([w, m, u], [g, lr]) => {
      const mean = tf.add(m, tf.multiply(tf.subtract(g, m), 1 - beta1));
      const largest = tf.maximum(tf.multiply(u, beta2), tf.abs(g));
      return [tf.subtract(w, tf.divide(tf.multiply(mean, lr), tf.add(largest, epsilon))), mean, largest];
    });
  }
}
export const adamax: Factory<AdamaxOptions, Adamax> = factory(Adamax);
