import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface AdamOptions extends OptimizerOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  beta1?: number;
  /** Decay of the mean of squares. Default 0.999. */
  beta2?: number;
  /** Keeps quotients finite. Default 1e-7. */
  epsilon?: number;
  /** Whether to divide by the largest mean of squares so far. Default false. */
  amsgrad?: boolean;
}

/**
 * Means of gradients (m) and of their squares (v): w -= m alpha / (sqrt(v) + epsilon), alpha = learningRate sqrt(1 - beta2^t) / (1 - beta1^t).
 * Source: arXiv:1412.6980, section 2 with epsilon as in its last paragraph; `keras.optimizers.Adam`.
 */
export class Adam extends Optimizer<AdamOptions> {
  static override readonly className: string = 'Adam';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<AdamOptions> = {
    ...optimizerOptions(0.001),
    beta1: option.number(0.9, { atLeast: 0, below: 1 }),
    beta2: option.number(0.999, { atLeast: 0, below: 1 }),
    epsilon: option.number(1e-7, { atLeast: 0 }),
    amsgrad: option.boolean(false),
  };
  /** sqrt(1 - beta2^t) / (1 - beta1^t) of the current step. */
  #correction: Tensor | null = null;

  protected override buildState(variables: readonly Variable[]): void {
    for (const v of variables) {
      this.addSlot(v, 'momentum');
      this.addSlot(v, 'velocity');
    }
    if (this.options.amsgrad) for (const v of variables) this.addSlot(v, 'velocity_hat');
  }
  protected override beginStep(): void {
    const t = this.localStep;
    const rest = (beta: number): Tensor => tf.subtract(1, tf.pow(beta, t));
    this.#correction = tf.divide(tf.sqrt(rest(this.options.beta2)), rest(this.options.beta1));
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { beta1, beta2, epsilon, amsgrad } = this.options;
    const alpha = sameDtype(tf.multiply(learningRate, this.#correction as Tensor), gradient);
    const state = [variable, this.slot(variable, 'momentum'), this.slot(variable, 'velocity')];
    if (amsgrad) state.push(this.slot(variable, 'velocity_hat'));
    updateTogether(this, state, [gradient, alpha], ([w, m, v, largest], [g, a]) => {
      const mean = tf.add(m, tf.multiply(tf.subtract(g, m), 1 - beta1));
      const squares = tf.add(v, tf.multiply(tf.subtract(tf.square(g), v), 1 - beta2));
      const scale = amsgrad ? tf.maximum(largest, squares) : squares;
      const next = tf.subtract(w, tf.divide(tf.multiply(mean, a), tf.add(tf.sqrt(scale), epsilon)));
      return amsgrad ? [next, mean, squares, scale] : [next, mean, squares];
    });
  }
}
export const adam: Factory<AdamOptions, Adam> = factory(Adam);
