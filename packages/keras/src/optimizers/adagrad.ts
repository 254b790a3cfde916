import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface AdagradOptions extends OptimizerOptions {
  /** First value of the sums. Default 0.1. */
  initialAccumulatorValue?: number;
  /** Keeps quotients finite. Default 1e-7. */
  epsilon?: number;
}

/**
 * Gradients over the root of the sum of their squares so far: w -= learningRate g / sqrt(a + epsilon).
 * Source: Duchi, Hazan and Singer, JMLR 12, 2011; `keras.optimizers.Adagrad`.
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  static override readonly className: string = 'Adagrad';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<AdagradOptions> = {
    ...optimizerOptions(0.001),
    initialAccumulatorValue: option.number(0.1, { atLeast: 0 }),
    epsilon: option.number(1e-7, { atLeast: 0 }),
  };
  protected override buildState(variables: readonly Variable[]): void {
    for (const v of variables) this.addSlot(v, 'accumulator', this.options.initialAccumulatorValue);
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { epsilon } = this.options;
    updateTogether(this, [variable, this.slot(variable, 'accumulator')], [gradient, sameDtype(learningRate, gradient)], ([w, a], [g, lr]) => {
      const sum = tf.add(a, tf.square(g));
      return [tf.subtract(w, tf.multiply(tf.multiply(g, lr), tf.rsqrt(tf.add(sum, epsilon)))), sum];
    });
  }
}
export const adagrad: Factory<AdagradOptions, Adagrad> = factory(Adagrad);
