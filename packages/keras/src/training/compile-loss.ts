/** The compiled loss: one for each output, weighted and summed. Source: Keras's `CompileLoss`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { maskOf } from '../layers/base/masks.ts';
import { isTensor, leavesOf, type TensorTree, type Tree } from '../layers/base/tree.ts';
import { get, type LossLike } from '../losses/get.ts';
import type { Loss } from '../losses/loss.ts';

/** A loss, or one for each output: a list, or a record by output name; null where an output has none. */
export type LossOption = LossLike | null | readonly (LossLike | null)[] | { readonly [output: string]: LossLike | null };
export type LossWeights = number | readonly number[] | { readonly [output: string]: number } | null;

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === Object.prototype && !('class_name' in value);

/** One entry for each output, from one value, a list or a record. @throws ValueError when it does not fit the outputs */
export function perOutput<T>(what: string, option: unknown, names: readonly string[]): (T | null)[] {
  if (Array.isArray(option)) {
    if (option.length !== names.length)
      throw failure('value', { op: 'compile', message: `${what} has ${option.length} entries for ${names.length} outputs (${names.join(', ')})` });
    return option as T[];
  }
  if (isRecord(option)) {
    const unknown = Object.keys(option).find((key) => !names.includes(key));
    if (unknown !== undefined)
      throw failure('value', { op: 'compile', message: `${what} has an entry for '${unknown}', which is no output`, valid: names.join(', ') });
    return names.map((name) => (option[name] as T | undefined) ?? null);
  }
  return names.map(() => option as T);
}

/** The tensors of a tree by outputs: a record goes by names. */
export function byOutput(tree: TensorTree | null, names: readonly string[]): readonly (Tensor | null)[] {
  if (tree === null) return names.map(() => null);
  if (isTensor(tree)) return [tree];
  if (!Array.isArray(tree) && names.length > 1) return names.map((name) => ((tree as { readonly [key: string]: Tensor })[name] as Tensor | undefined) ?? null);
  return leavesOf(tree);
}

export class CompiledLoss {
  readonly #option: LossOption;
  readonly #weights: LossWeights;
  #losses: readonly (Loss | null)[] | null = null;
  #factors: readonly (number | null)[] = [];
  #names: readonly string[] = [];
  /** Losses of single outputs in the last call, by name, where there are several. */
  last: readonly { readonly name: string; readonly value: Tensor }[] = [];

  constructor(option: LossOption, weights: LossWeights) {
    this.#option = option;
    this.#weights = weights;
    // Unknown names are found at compile, not at the first batch.
    for (const like of leavesOf(option as Tree<LossLike | null>)) if (like !== null) get(like, 'compile');
  }

  #build(names: readonly string[]): readonly (Loss | null)[] {
    this.#names = names;
    this.#losses = perOutput<LossLike>('loss', this.#option, names).map((like) => (like === null ? null : get(like, 'compile')));
    this.#factors = perOutput<number>('lossWeights', this.#weights, names);
    return this.#losses;
  }

  /** The weighted sum of the losses of all outputs; null where there are none. */
  apply(y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null, names: readonly string[]): Tensor | null {
    const losses = this.#losses ?? this.#build(names);
    const labels = byOutput(y, names);
    const predictions = byOutput(yPred, names) as readonly Tensor[];
    const weights = sampleWeight !== null && isTensor(sampleWeight) ? names.map(() => sampleWeight) : byOutput(sampleWeight, names);
    const values: { name: string; value: Tensor }[] = [];
    let total: Tensor | null = null;
    losses.forEach((loss, i) => {
      if (loss === null) return;
      const label = labels[i] ?? null;
      if (label === null)
        throw failure('value', {
          op: 'fit',
          message: `there are no labels for output '${this.#names[i]}', which has the loss ${loss.name}`,
          hint: 'fit(x, y)',
        });
      const value = loss.apply(label, predictions[i], withMask(weights[i] ?? null, maskOf(predictions[i])));
      const scalar = value.rank === 0 ? value : tf.reduceSum(value);
      const factor = this.#factors[i];
      values.push({ name: `${this.#names[i]}_loss`, value: scalar });
      const weighted = factor === null || factor === 1 ? scalar : tf.multiply(scalar, factor);
      total = total === null ? weighted : tf.add(total, weighted);
    });
    this.last = losses.length > 1 ? values : [];
    return total;
  }
}

/** Weights of examples and the mask of an output as one: a masked step has weight 0, others make up for it. */
function withMask(weight: Tensor | null, mask: Tensor | null): Tensor | null {
  if (mask === null) return weight;
  const kept = tf.cast(mask, 'float32');
  const scaled = tf.multiply(kept, tf.divideNoNan(tf.cast(tf.size(kept), 'float32'), tf.reduceSum(kept)));
  if (weight === null) return scaled;
  let wide = tf.cast(weight, 'float32');
  while (wide.rank < scaled.rank) wide = tf.expandDims(wide, -1);
  return tf.multiply(scaled, wide);
}
