import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface SGDOptions extends OptimizerOptions {
  /** How much of the last change stays, in [0, 1]. Default 0. */
  momentum?: number;
  /** Whether to look ahead. Default false. */
  nesterov?: boolean;
}

/**
 * Gradient descent: w -= learningRate g. With momentum: m = momentum m - learningRate g, w += m; Nesterov: w += momentum m - learningRate g.
 * Source: `keras.optimizers.SGD`.
 */
export class SGD extends Optimizer<SGDOptions> {
  static override readonly className: string = 'SGD';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<SGDOptions> = {
    ...optimizerOptions(0.01),
    momentum: option.number(0, { atLeast: 0, atMost: 1 }),
    nesterov: option.boolean(false),
  };
  protected override buildState(variables: readonly Variable[]): void {
    if (this.options.momentum !== 0) for (const v of variables) this.addSlot(v, 'momentum');
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { momentum, nesterov } = this.options;
    const rate = sameDtype(learningRate, gradient);
    if (momentum === 0) {
      updateTogether(this, [variable], [gradient, rate], ([w], [g, lr]) => [tf.subtract(w, tf.multiply(g, lr))]);
      return;
    }
    updateTogether(this, [variable, this.slot(variable, 'momentum')], [gradient, rate], ([w, m], [g, lr]) => {
      const step = tf.multiply(g, lr);
      const change = tf.subtract(tf.multiply(m, momentum), step);
      return [tf.add(w, nesterov ? tf.subtract(tf.multiply(change, momentum), step) : change), change];
    });
  }
}
export const sgd: Factory<SGDOptions, SGD> = factory(SGD);
