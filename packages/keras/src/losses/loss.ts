/** Base of losses. Source: `keras.losses.Loss`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { atLeast32Bits } from '../dtypes.ts';
import { snakeCase } from '../naming/names.ts';
import { option } from '../options/basic.ts';
import { Configurable, classNameOf } from '../options/configurable.ts';
import type { Json, OptionTable } from '../options/option-table.ts';
import { alignLabels } from './rank.ts';
import { type Reduction, reduceWeighted, reductions } from './reduction.ts';

export interface LossOptions {
  /** Default: the class's name in snake_case. */
  name?: string | null;
  /** How losses of samples become one number. Default 'sum_over_batch_size': their mean. */
  reduction?: Reduction;
}

/** Anything that tensors are made of. */
export type TensorSource = Parameters<typeof tf.convertToTensor>[0];

/**
 * A loss. Subclasses implement `call`, which gives a loss for each sample; calling the loss weights and reduces them.
 *
 * @example
 * class Cubed extends tf.keras.losses.Loss {
 *   override call(yTrue: tf.Tensor, yPred: tf.Tensor) { return tf.reduceMean(tf.pow(tf.abs(tf.subtract(yPred, yTrue)), 3), { axis: -1 }); }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: instances are functions, see options/callable.ts
export abstract class Loss<O extends LossOptions = LossOptions> extends Configurable<O> {
  static override readonly module: string = 'keras.losses';
  static override readonly options: OptionTable<LossOptions> = {
    name: option.optional(option.string()),
    reduction: option.choice('sum_over_batch_size', reductions),
  };
  /** Whether labels are made to match the predictions in dtype and rank before `call`; losses on class indices say no. */
  static readonly alignsLabels: boolean = true;

  readonly name: string;

  constructor(options?: O) {
    super(options);
    this.name = (this.options as { readonly name: string | null }).name ?? snakeCase(classNameOf(this.definition));
  }

  /** The loss of each sample: the last axis of both arguments is reduced. */
  abstract call(yTrue: Tensor, yPred: Tensor): Tensor;

  get reduction(): Reduction {
    return (this.options as { readonly reduction: Reduction }).reduction;
  }

  /**
   * The loss of a batch.
   * @param sampleWeight  a factor for each sample; default 1
   * @throws ValueError when labels and predictions do not fit each other
   */
  apply(yTrue: TensorSource, yPred: TensorSource, sampleWeight: TensorSource | null = null): Tensor {
    const predictions = floating(tf.convertToTensor(yPred));
    const labels = tf.convertToTensor(yTrue);
    const aligns = (this.definition as unknown as typeof Loss).alignsLabels;
    const [a, b] = aligns ? alignLabels(this.name, labels, predictions) : [labels, predictions];
    const weight = sampleWeight === null ? null : tf.convertToTensor(sampleWeight);
    return reduceWeighted(this.call(a, b), weight, this.maskOf(a, b), this.reduction);
  }

  /** Samples that count: null for all. */
  protected maskOf(_yTrue: Tensor, _yPred: Tensor): Tensor | null {
    return null;
  }

  override getConfig(): Record<string, Json> {
    return { ...super.getConfig(), name: this.name };
  }
}

/** Predictions given as integers, booleans or 16-bit floats count as float32. */
export const floating = (x: Tensor): Tensor => (x.dtype.isFloating ? atLeast32Bits(x) : tf.cast(x, 'float32'));

/** A loss is called like a function: `loss(yTrue, yPred, sampleWeight?)`. */
export interface Loss<O extends LossOptions = LossOptions> {
  (yTrue: TensorSource, yPred: TensorSource, sampleWeight?: TensorSource | null): Tensor;
  readonly loss?: O;
}
