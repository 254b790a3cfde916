import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { updateTogether } from './fused-update.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';

export interface NadamOptions extends OptimizerOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  beta1?: number;
  /** Decay of the mean of squares. Default 0.999. */
  beta2?: number;
  /** Keeps quotients finite. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adam with Nesterov momentum whose strength rises with the step.
 * Source: Dozat, "Incorporating Nesterov momentum into Adam", 2015; `keras.optimizers.Nadam`.
 */
export class Nadam extends Optimizer<NadamOptions> {
  static override readonly className: string = 'Nadam';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<NadamOptions> = {
    ...optimizerOptions(0.001),
    beta1: option.number(0.9, { atLeast: 0, below: 1 }),
    beta2: option.number(0.999, { atLeast: 0, below: 1 }),
    epsilon: option.number(1e-7, { atLeast: 0 }),
  };
  /** Product of the momenta of all steps. */
  #product: Variable | null = null;
  #factors: Factors | null = null;

  protected override buildState(variables: readonly Variable[]): void {
    this.#product = this.addScalar('u_product', 1);
    for (const v of variables) {
      this.addSlot(v, 'momentum');
      this.addSlot(v, 'velocity');
    }
  }
  protected override beginStep(): void {
    const { beta1, beta2 } = this.options;
    const t = this.localStep;
    const momentumAt = (step: Tensor): Tensor => tf.multiply(tf.subtract(1, tf.multiply(tf.pow(0.96, step), 0.5)), beta1);
    const [now, next] = [momentumAt(t), momentumAt(tf.add(t, 1))];
    const product = tf.multiply((this.#product as Variable).value(), now);
    this.#product?.assign(product);
    this.#factors = {
      ofMean: tf.divide(next, tf.subtract(1, tf.multiply(product, next))),
      ofGradient: tf.divide(tf.subtract(1, now), tf.subtract(1, product)),
      ofSquares: tf.divide(1, tf.subtract(1, tf.pow(beta2, t))),
    };
  }
  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { beta1, beta2, epsilon } = this.options;
    const { ofMean, ofGradient, ofSquares } = this.#factors as Factors;
    const scalars = [learningRate, ofMean, ofGradient, ofSquares].map((s) => sameDtype(s, gradient));
    updateTogether(
      this,
      [variable, this.slot(variable, 'momentum'), this.slot(variable, 'velocity')],
      [gradient, ...scalars],
      ([w, m, v], [g, lr, a, b, c]) => {
        const mean = tf.add(m, tf.multiply(tf.subtract(g, m), 1 - beta1));
        const squares = tf.add(v, tf.multiply(tf.subtract(tf.square(g), v), 1 - beta2));
        const step = tf.add(tf.multiply(mean, a), tf.multiply(g, b));
        return [tf.subtract(w, tf.divide(tf.multiply(step, lr), tf.add(tf.sqrt(tf.multiply(squares, c)), epsilon))), mean, squares];
      },
    );
  }
}
export const nadam: Factory<NadamOptions, Nadam> = factory(Nadam);

/** Scalars of one step. */
interface Factors {
  readonly ofMean: Tensor;
  readonly ofGradient: Tensor;
  readonly ofSquares: Tensor;
}
