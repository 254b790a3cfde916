/** Keeps gradients of 16-bit floats away from zero. Source: `keras.optimizers.LossScaleOptimizer`; Micikevicius and others, Mixed Precision Training (arXiv:1710.03740). */
import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { sameDtype } from '../dtypes.ts';
import { option } from '../options/basic.ts';
import { type Factory, factory, type LoadContext } from '../options/configurable.ts';
import { describeValue, type Json, type JsonObject, loadOptions, type OptionTable, optionTableOf } from '../options/option-table.ts';
import { saveObject } from '../saving/object-form.ts';
import { Optimizer, type OptimizerOptions, optimizerOptions } from './optimizer.ts';
import type { LearningRateSchedule } from './schedules/schedule.ts';

export interface LossScaleOptions {
  /** The optimizer that makes the updates. */
  innerOptimizer: Optimizer;
  /** Default 2^15. */
  initialScale?: number;
  /** Steps with finite gradients after which the scale doubles. Default 2000. */
  dynamicGrowthSteps?: number;
  name?: string | null;
}

/**
 * The loss is multiplied by a scale before gradients are taken, and they are divided by it before the update. A step whose gradients are not
 * all finite changes no weight and halves the scale; after `dynamicGrowthSteps` finite ones it doubles.
 *
 * - State: `dynamicScale` (float32) and `stepCounter` (int32), then the variables of the inner optimizer.
 * - Throws: ValueError for a scale that is not positive; TypeError for an inner optimizer that is none.
 *
 * @example
 * tf.keras.optimizers.lossScaleOptimizer({ innerOptimizer: tf.keras.optimizers.adam() }).scaleLoss(tf.constant(2)).item(); // 65536
 */
export class LossScaleOptimizer extends Optimizer {
  static override readonly className: string = 'LossScaleOptimizer';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<OptimizerOptions> = {
    ...optimizerOptions(0),
    // Keras's file has none: the inner optimizer has the rate.
    learningRate: option.transient(option.number(0)),
    innerOptimizer: {
      fallback: undefined,
      saved: true,
      describe: 'an optimizer',
      parse: (value: unknown, place: { op: string }) => {
        if (value instanceof Optimizer) return value;
        throw failure('wrong-kind', {
          op: place.op,
          message: `innerOptimizer is ${describeValue(value)}`,
          valid: "an optimizer, as tf.keras.optimizers.get('adam')",
        });
      },
      serialize: (value: unknown): Json => saveObject(value as Optimizer),
    },
    initialScale: option.number(2 ** 15, { above: 0 }),
    dynamicGrowthSteps: option.integer(2000, { atLeast: 1 }),
  } as OptionTable<OptimizerOptions>;
  readonly dynamicScale: Variable;
  readonly stepCounter: Variable;
  readonly innerOptimizer: Optimizer;

  constructor(options?: LossScaleOptions) {
    super(options as OptimizerOptions);
    const { innerOptimizer, initialScale } = this.#own;
    this.innerOptimizer = innerOptimizer;
    this.stepCounter = new tf.Variable(0, { name: 'step_counter', dtype: 'int32', trainable: false });
    this.dynamicScale = new tf.Variable(initialScale, { name: 'dynamic_scale', dtype: 'float32', trainable: false });
  }
  get #own(): { readonly innerOptimizer: Optimizer; readonly initialScale: number; readonly dynamicGrowthSteps: number } {
    return this.options as never;
  }

  override get iterations(): Variable {
    // The base makes its own before the inner optimizer is known.
    return this.innerOptimizer?.iterations ?? super.iterations;
  }
  override get variables(): readonly Variable[] {
    return [this.stepCounter, this.dynamicScale, ...this.innerOptimizer.variables];
  }
  override get built(): boolean {
    return this.innerOptimizer.built;
  }
  override get learningRate(): number {
    return this.innerOptimizer.learningRate;
  }
  override set learningRate(value: number) {
    this.innerOptimizer.learningRate = value;
  }
  override get schedule(): LearningRateSchedule | null {
    return this.innerOptimizer.schedule;
  }
  override build(variables: readonly Variable[]): void {
    this.innerOptimizer.build(variables);
  }
  override excludeFromWeightDecay(which: Parameters<Optimizer['excludeFromWeightDecay']>[0]): void {
    this.innerOptimizer.excludeFromWeightDecay(which);
  }
  override finalizeVariableValues(): void {
    this.innerOptimizer.finalizeVariableValues();
  }

  override scaleLoss(loss: Tensor): Tensor {
    return tf.multiply(loss, sameDtype(this.dynamicScale.value(), loss));
  }

  /** One update from gradients of the scaled loss, or none where one of them is not finite. */
  override apply(gradients: readonly (Tensor | null)[], variables?: readonly Variable[] | null): void {
    if (variables) this.build(variables);
    const present = gradients.filter((g) => g !== null);
    const finite = present.map((g) => tf.reduceAll(tf.math.isFinite(g))).reduce((a, b) => tf.logicalAnd(a, b), tf.constant(true));
    tf.cond(
      finite,
      () => this.#update(gradients, variables ?? undefined),
      () => this.#skip(),
    );
  }

  #update(gradients: readonly (Tensor | null)[], variables: readonly Variable[] | undefined): Tensor {
    const scale = this.dynamicScale.value();
    this.innerOptimizer.apply(
      gradients.map((g) => g && tf.divide(g, sameDtype(scale, g))),
      variables,
    );
    const steps = tf.add(this.stepCounter.value(), 1);
    const isTime = tf.greaterEqual(steps, this.#own.dynamicGrowthSteps);
    this.stepCounter.assign(tf.where(isTime, 0, steps));
    this.dynamicScale.assign(tf.where(isTime, tf.multiply(scale, 2), scale));
    return steps;
  }

  #skip(): Tensor {
    this.stepCounter.assign(0);
    this.dynamicScale.assign(tf.divide(this.dynamicScale.value(), 2));
    return this.stepCounter.value();
  }

  static override fromConfig(config: JsonObject, context: LoadContext): LossScaleOptimizer {
    const { inner_optimizer: inner, ...own } = config;
    const innerOptimizer = context.deserialize(inner) as Optimizer;
    const options = loadOptions('lossScaleOptimizer', optionTableOf(LossScaleOptimizer), own);
    return new LossScaleOptimizer({ ...options, innerOptimizer } as LossScaleOptions);
  }

  /** Never called: the inner optimizer changes the variables. */
  override updateStep(): void {
    throw failure('internal', { op: this.name, message: 'the inner optimizer makes the updates. This is a bug in Millrace' });
  }
}
export const lossScaleOptimizer: Factory<LossScaleOptions, LossScaleOptimizer> = factory(LossScaleOptimizer);
