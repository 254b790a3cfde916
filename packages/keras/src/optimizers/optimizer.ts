/** Base of optimizers. Source: `keras.optimizers.Optimizer`, version 3. */

import type { DTypeName, Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { sameDtype } from '../dtypes.ts';
import { initScope } from '../layers/base/init-scope.ts';
import { snakeCase } from '../naming/names.ts';
import { option } from '../options/basic.ts';
import { Configurable, classNameOf } from '../options/configurable.ts';
import type { Json, OptionTable } from '../options/option-table.ts';
import { clipGradients, presentGradients } from './gradients.ts';
import { rateOption } from './rate-option.ts';
import { LearningRateSchedule } from './schedules/schedule.ts';

export interface OptimizerOptions {
  /** A number or a schedule. */
  learningRate?: number | LearningRateSchedule;
  /** Default: the class's name in snake_case. */
  name?: string | null;
  /** Fraction of each weight, times the learning rate, that is taken off at each step. Default null: none. */
  weightDecay?: number | null;
  /** Largest norm of each gradient. Default null. */
  clipnorm?: number | null;
  /** Largest norm of all gradients together. Default null. */
  globalClipnorm?: number | null;
  /** Largest absolute value of an element of a gradient. Default null. */
  clipvalue?: number | null;
  /** Whether to keep moving averages of the weights. Default false. */
  useEma?: boolean;
  /** How much of the averages stays at each step. Default 0.99. */
  emaMomentum?: number;
  /** Steps after which the averages become the weights. Default null: at the end of training only. */
  emaOverwriteFrequency?: number | null;
}

/** Resolved base options, as this class reads them. */
interface BaseOptions {
  readonly learningRate: number | LearningRateSchedule;
  readonly name: string | null;
  readonly weightDecay: number | null;
  readonly clipnorm: number | null;
  readonly globalClipnorm: number | null;
  readonly clipvalue: number | null;
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency: number | null;
}

/** The table of the base options with this default learning rate. */
export const optimizerOptions = (learningRate: number, weightDecay: number | null = null): OptionTable<OptimizerOptions> => ({
  learningRate: rateOption(learningRate),
  name: option.optional(option.string()),
  weightDecay: option.optional(option.number(weightDecay ?? undefined, { atLeast: 0 })),
  clipnorm: option.optional(option.number(undefined, { above: 0 })),
  globalClipnorm: option.optional(option.number(undefined, { above: 0 })),
  clipvalue: option.optional(option.number(undefined, { above: 0 })),
  useEma: option.boolean(false),
  emaMomentum: option.number(0.99, { atLeast: 0, atMost: 1 }),
  emaOverwriteFrequency: option.optional(option.integer(undefined, { atLeast: 1 })),
});

/**
 * An optimizer. Subclasses make their state in `build` and change one variable in `updateStep`.
 *
 * @example
 * class SignSGD extends tf.keras.optimizers.Optimizer {
 *   override updateStep(gradient: tf.Tensor, variable: tf.Variable, learningRate: tf.Tensor) {
 *     variable.assignSub(tf.multiply(learningRate, tf.sign(gradient)));
 *   }
 * }
 */
export abstract class Optimizer<O extends OptimizerOptions = OptimizerOptions> extends Configurable<O> {
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<OptimizerOptions> = optimizerOptions(0.01);
  readonly #iterations: Variable;
  #rate: Variable | null = null;
  #schedule: LearningRateSchedule | null = null;
  #state: Variable[] = [];
  #slots = new Map<Variable, Map<string, Variable>>();
  #trained: readonly Variable[] | null = null;
  #undecayed: (variable: Variable) => boolean = () => false;
  #averages = new Map<Variable, Variable>();

  constructor(options?: O) {
    super(options);
    this.#iterations = initScope(() => new tf.Variable(0n, { name: 'iteration', dtype: 'int64', trainable: false }));
    const { clipnorm, globalClipnorm, clipvalue, learningRate } = this.base;
    if ([clipnorm, globalClipnorm, clipvalue].filter((c) => c !== null).length > 1)
      throw failure('value', { op: this.name, message: 'only one of clipnorm, clipvalue and globalClipnorm can be given' });
    if (learningRate instanceof LearningRateSchedule) this.#schedule = learningRate;
    else this.#rate = initScope(() => new tf.Variable(learningRate, { name: 'learning_rate', dtype: 'float32', trainable: false }));
  }

  protected get base(): BaseOptions {
    return this.options as unknown as BaseOptions;
  }
  /** Number of updates so far: int64. */
  get iterations(): Variable {
    return this.#iterations;
  }
  get name(): string {
    return this.base.name ?? snakeCase(classNameOf(this.definition));
  }
  /** Everything that is saved: iterations, learning rate, then the state by creation. */
  get variables(): readonly Variable[] {
    return [this.iterations, ...(this.#rate === null ? [] : [this.#rate]), ...this.#state];
  }
  /** Whether `build` has run. */
  get built(): boolean {
    return this.#trained !== null;
  }

  /** The current learning rate. Setting it throws FailedPreconditionError when a schedule decides. */
  get learningRate(): number {
    return this.#rateNow().item();
  }
  set learningRate(value: number) {
    if (this.#rate === null)
      throw failure('precondition', { op: `${this.name}.learningRate`, message: 'a schedule decides the learning rate; it cannot be set' });
    this.#rate.assign(option.number(undefined, { atLeast: 0 }).parse(value, { op: this.name, option: 'learningRate' }) as number);
  }
  /** The schedule, or null for a plain number. */
  get schedule(): LearningRateSchedule | null {
    return this.#schedule;
  }
  #rateNow(): Tensor {
    return this.#schedule === null ? (this.#rate as Variable).value() : this.#schedule.apply(this.iterations.value());
  }

  // What subclasses implement

  /** Makes the state for these variables. */
  protected buildState(_variables: readonly Variable[]): void {}
  /** Called once a step before the variables are updated. */
  protected beginStep(): void {}
  /** Changes one variable by its gradient. */
  abstract updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void;

  /** A variable of the state in the shape of `variable`, named `adam/dense_kernel_momentum`. */
  protected addSlot(variable: Variable, name: string, initial: number = 0): Variable {
    const dtype = variable.dtype.name as DTypeName;
    const path = `${this.name}/${variable.name.replaceAll('/', '_')}_${name}`;
    const slot = initScope(() => new tf.Variable(tf.cast(tf.fill(variable.shape as number[], initial), dtype), { name: path, dtype, trainable: false }));
    let slots = this.#slots.get(variable);
    if (!slots) this.#slots.set(variable, (slots = new Map()));
    slots.set(name, slot);
    this.#state.push(slot);
    return slot;
  }
  /** A scalar of the state. */
  protected addScalar(name: string, initial: number): Variable {
    const scalar = initScope(() => new tf.Variable(initial, { name: `${this.name}/${name}`, dtype: 'float32', trainable: false }));
    this.#state.push(scalar);
    return scalar;
  }
  /** The slot that `addSlot` made. */
  protected slot(variable: Variable, name: string): Variable {
    const found = this.#slots.get(variable)?.get(name);
    if (found) return found;
    throw failure('value', {
      op: this.name,
      message: `variable ${variable.name} was not known when the optimizer was built`,
      hint: 'make a new optimizer, or call optimizer.build(variables) with all variables first',
    });
  }
  /** Which update this is, counted from 1: scalar float32. */
  protected get localStep(): Tensor {
    return tf.add(tf.cast(this.iterations.value(), 'float32'), 1);
  }

  /** The loss of which gradients are taken: the loss itself, unless an optimizer scales it. */
  scaleLoss(loss: Tensor): Tensor {
    return loss;
  }

  // Applying

  /** Makes the state for these variables, in their order. Once only. */
  build(variables: readonly Variable[]): void {
    if (this.#trained !== null) return;
    this.#trained = [...variables];
    initScope(() => this.buildState(variables));
    if (!this.base.useEma) return;
    for (const v of variables) {
      const average = this.addSlot(v, 'average');
      initScope(() => average.assign(v.value()));
      this.#averages.set(v, average);
    }
  }

  /** Variables whose name holds one of these texts, or that are listed, do not decay. */
  excludeFromWeightDecay({ varList = [], varNames = [] }: { readonly varList?: readonly Variable[]; readonly varNames?: readonly string[] }): void {
    this.#undecayed = (v) => varList.includes(v) || varNames.some((name) => v.name.includes(name));
  }

  /**
   * One update. Variables whose gradient is null are left as they are, with one warning.
   * @throws ValueError when all gradients are null, or for a variable that the optimizer was not built for
   */
  apply(gradients: readonly (Tensor | null)[], variables: readonly Variable[] | null = this.#trained): void {
    if (variables === null) throw failure('value', { op: `${this.name}.apply`, message: 'give the variables, or build the optimizer with them first' });
    const present = presentGradients(this, `${this.name}.apply`, gradients, variables);
    this.build(variables);
    const known = this.#trained as readonly Variable[];
    for (const { variable } of present) if (!known.includes(variable)) this.slot(variable, 'unknown');
    const pairs = clipGradients(present, this.base);
    const rate = this.#rateNow();
    this.#decay(
      pairs.map((p) => p.variable),
      rate,
    );
    this.beginStep();
    for (const { gradient, variable } of pairs) this.updateStep(gradient, variable, rate);
    for (const { variable } of pairs) if (variable.constraint !== null) variable.update(variable.constraint);
    this.iterations.assignAdd(1n);
    if (this.base.useEma) this.#follow();
  }

  /** One update from pairs of gradient and variable. */
  applyGradients(pairs: Iterable<readonly [Tensor | null, Variable]>): void {
    const list = [...pairs];
    this.apply(
      list.map(([gradient]) => gradient),
      list.map(([, variable]) => variable),
    );
  }

  /** Computes a loss under a tape and makes one update. Returns the loss. */
  minimize(loss: () => Tensor, variables: readonly Variable[]): Tensor {
    const tape = new tf.GradientTape();
    const { value, scaled } = tape.run(() => {
      const value = loss();
      return { value, scaled: this.scaleLoss(value) };
    });
    this.apply(tape.gradient(scaled, [...variables]) as (Tensor | null)[], variables);
    return value;
  }

  #decay(variables: readonly Variable[], rate: Tensor): void {
    const { weightDecay } = this.base;
    if (weightDecay === null || weightDecay === 0) return;
    const factor = tf.subtract(1, tf.multiply(rate, weightDecay));
    for (const v of variables) if (!this.#undecayed(v)) v.update((w) => tf.multiply(w, sameDtype(factor, w)));
  }

  #follow(): void {
    const { emaMomentum, emaOverwriteFrequency } = this.base;
    for (const [v, average] of this.#averages) average.update((a) => tf.add(tf.multiply(a, emaMomentum), tf.multiply(v.value(), 1 - emaMomentum)));
    if (emaOverwriteFrequency === null) return;
    const isTime = tf.equal(tf.floormod(this.iterations.value(), BigInt(emaOverwriteFrequency)), 0n);
    for (const [v, average] of this.#averages) v.assign(tf.where(isTime, average.value(), v.value()));
  }

  /** Makes the moving averages the weights; `fit` does it at its end. */
  finalizeVariableValues(): void {
    for (const [v, average] of this.#averages) v.assign(average.value());
  }

  override getConfig(): Record<string, Json> {
    const config = { ...super.getConfig(), name: this.name };
    return this.#rate === null ? config : { ...config, learning_rate: this.#rate.item() };
  }
}
