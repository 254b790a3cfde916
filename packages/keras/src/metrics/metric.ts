/** Base of metrics: numbers accumulated over batches. Source: `keras.metrics.Metric`. */

import type { DTypeName, Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { InitializerLike } from '../initializers/initializer.ts';
import { initScope } from '../layers/base/init-scope.ts';
import type { TensorSource } from '../losses/loss.ts';
import { snakeCase, uniqueName } from '../naming/names.ts';
import { Configurable, classNameOf } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { Json, OptionTable } from '../options/option-table.ts';

export interface MetricOptions {
  /** Default: the class's name in snake_case. */
  name?: string | null;
  /** Of the accumulated values. Default 'float32'. */
  dtype?: 'float32' | 'float64';
}

export interface MetricVariableOptions {
  readonly shape?: readonly number[];
  /** Values at the start and after `resetState`. Default 'zeros'. */
  readonly initializer?: InitializerLike;
  readonly name?: string;
  readonly dtype?: DTypeName;
}

/**
 * A metric. Subclasses make their state with `addVariable`, and implement `updateState` and `result`.
 *
 * @example
 * const m = tf.keras.metrics.mean();
 * m.updateState([1, 3, 5, 7]);
 * m.result().item(); // 4
 */
export abstract class Metric<O extends MetricOptions = MetricOptions> extends Configurable<O> {
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<MetricOptions> = {
    name: option.optional(option.string()),
    dtype: option.choice('float32', ['float32', 'float64']),
  };
  readonly #initial = new Map<Variable, () => Tensor>();
  #name: string | null = null;

  get name(): string {
    this.#name ??= (this.options as { readonly name: string | null }).name ?? uniqueName(snakeCase(classNameOf(this.definition)));
    return this.#name;
  }
  get dtype(): DTypeName {
    return (this.options as { readonly dtype: DTypeName }).dtype;
  }
  /** The state, in order of creation. */
  get variables(): readonly Variable[] {
    return [...this.#initial.keys()];
  }

  /** A variable of the state. */
  protected addVariable({ shape = [], initializer = 'zeros', name = 'state', dtype = this.dtype }: MetricVariableOptions = {}): Variable {
    const make = option.initializer('zeros').parse(initializer, { op: this.name, option: 'initializer' }) as (
      shape: readonly number[],
      dtype: DTypeName,
    ) => Tensor;
    const variable = initScope(() => new tf.Variable(make(shape, dtype), { name, dtype, trainable: false }));
    this.#initial.set(variable, () => make(shape, dtype));
    return variable;
  }

  /** Takes a batch into account. */
  abstract updateState(...args: readonly (TensorSource | null | undefined)[]): void;
  /** The value so far. */
  abstract result(): Tensor;

  /** Forgets all batches. */
  resetState(): void {
    for (const [variable, make] of this.#initial) variable.assign(make());
  }

  /** Takes over what other metrics of this class have accumulated; state that is sums adds up. */
  mergeState(others: readonly Metric[]): void {
    for (const other of others) this.variables.forEach((v, i) => void v.assignAdd(other.variables[i].value()));
  }

  /** Takes a batch into account and gives the value so far. */
  apply(...args: readonly (TensorSource | null | undefined)[]): Tensor {
    this.updateState(...args);
    return this.result();
  }

  override getConfig(): Record<string, Json> {
    return { ...super.getConfig(), name: this.name };
  }
}
