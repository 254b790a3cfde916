/** Labels, predictions and weights whose ranks differ by a last axis of size 1. Source: Keras's `squeeze_or_expand_to_same_rank`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';

/** `a` and `b` with equal ranks where one has one more axis of size 1 at the end; otherwise as they are. */
export function sameRank(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  const difference = a.rank - b.rank;
  if (difference === 1 && b.rank >= 0) {
    if (a.shape[a.rank - 1] === 1) return [tf.squeeze(a, { axis: -1 }), b];
    if (b.rank > 0 && b.shape[b.rank - 1] === 1) return [a, tf.expandDims(b, -1)];
  }
  if (difference === -1) {
    if (b.shape[b.rank - 1] === 1) return [a, tf.squeeze(b, { axis: -1 })];
    if (a.rank > 0 && a.shape[a.rank - 1] === 1) return [tf.expandDims(a, -1), b];
  }
  return [a, b];
}

/** Labels in the predictions' dtype, ranks made equal. Throws ValueError naming both shapes when they cannot be. */
export function alignLabels(op: string, yTrue: Tensor, yPred: Tensor): readonly [Tensor, Tensor] {
  const labels = yTrue.dtype === yPred.dtype ? yTrue : tf.cast(yTrue, yPred.dtype);
  const [a, b] = sameRank(labels, yPred);
  if (a.rank !== b.rank || !a.shape.every((size, i) => size === b.shape[i] || size === null || b.shape[i] === null)) {
    throw failure('value', {
      op,
      message: `labels and predictions must have the same shape; got ${showShape(yTrue.shape)} and ${showShape(yPred.shape)}`,
      hint:
        yPred.rank === 2 && (yPred.shape[1] ?? 0) > 1 && yTrue.rank < 2
          ? 'for labels that are class indices use a sparse loss, such as sparseCategoricalCrossentropy'
          : undefined,
    });
  }
  return [a, b];
}
