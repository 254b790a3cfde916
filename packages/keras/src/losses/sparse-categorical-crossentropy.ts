import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { classIndices, sparseCategoricalCrossentropy as sparseCategoricalCrossentropyOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

export interface SparseCategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits rather than probabilities. Default false. */
  fromLogits?: boolean;
  /** A label that does not count, such as -1 for unlabeled pixels. Default null: all count. */
  ignoreClass?: number | null;
  /** Axis of the classes; only the last is supported. Default -1. */
  axis?: number;
}

/**
 * Cross-entropy of labels that are class indices: -log p[label].
 *
 * - Labels: integers [...] (or [..., 1]) in [0, classes). Predictions: [..., classes], floating.
 * - Throws: InvalidArgumentError for a label out of range, naming it, the number of classes and its row.
 */
export class SparseCategoricalCrossentropy extends Loss<SparseCategoricalCrossentropyOptions> {
  static override readonly className: string = 'SparseCategoricalCrossentropy';
  static override readonly module: string = 'keras.losses';
  static override readonly alignsLabels: boolean = false;
  static override readonly options: OptionTable<SparseCategoricalCrossentropyOptions> = {
    ...Loss.options,
    fromLogits: option.boolean(false),
    ignoreClass: option.optional(option.integer()),
    axis: option.integer(-1),
  };
  constructor(options?: SparseCategoricalCrossentropyOptions) {
    super(options);
    if (this.options.axis !== -1)
      throw failure('unimplemented', { op: 'sparseCategoricalCrossentropy', message: `axis ${this.options.axis}: only the last axis can hold the classes` });
  }
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalCrossentropyOf(yTrue, yPred, this.options.fromLogits, this.options.ignoreClass);
  }
  protected override maskOf(yTrue: Tensor, yPred: Tensor): Tensor | null {
    const { ignoreClass } = this.options;
    if (ignoreClass === null) return null;
    const labels = classIndices('sparseCategoricalCrossentropy', yTrue, yPred);
    return tf.notEqual(labels, tf.cast(tf.constant(ignoreClass), labels.dtype));
  }
}
export const sparseCategoricalCrossentropy: Factory<SparseCategoricalCrossentropyOptions, SparseCategoricalCrossentropy> =
  factory(SparseCategoricalCrossentropy);
