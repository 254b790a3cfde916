/**
 * Losses of samples as functions of labels and predictions of equal shape [..., n]; the last axis is reduced.
 * Source: `keras.losses`; shared by losses and metrics.
 */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, showShape } from '@millrace/ir';

/** Keras's guard for logarithms and quotients. */
export const epsilon = 1e-7;

const lastMean = (x: Tensor): Tensor => tf.reduceMean(x, { axis: -1 });
const lastSum = (x: Tensor): Tensor => tf.reduceSum(x, { axis: -1 });
/** Probabilities away from 0 and 1. */
const clipped = (p: Tensor): Tensor => tf.clipByValue(p, epsilon, 1 - epsilon);

/** mean((yTrue - yPred)^2). */
export const meanSquaredError = (yTrue: Tensor, yPred: Tensor): Tensor => lastMean(tf.square(tf.subtract(yTrue, yPred)));
/** mean(|yTrue - yPred|). */
export const meanAbsoluteError = (yTrue: Tensor, yPred: Tensor): Tensor => lastMean(tf.abs(tf.subtract(yTrue, yPred)));
/** 100 mean(|yTrue - yPred| / max(|yTrue|, epsilon)). */
export const meanAbsolutePercentageError = (yTrue: Tensor, yPred: Tensor): Tensor =>
  tf.multiply(lastMean(tf.abs(tf.divide(tf.subtract(yTrue, yPred), tf.maximum(tf.abs(yTrue), epsilon)))), 100);
/** mean((log(yTrue + 1) - log(yPred + 1))^2), negative values as epsilon. */
export function meanSquaredLogarithmicError(yTrue: Tensor, yPred: Tensor): Tensor {
  const logOf = (x: Tensor): Tensor => tf.log(tf.add(tf.maximum(x, epsilon), 1));
  return lastMean(tf.square(tf.subtract(logOf(yTrue), logOf(yPred))));
}
/** mean of e^2 / 2 where |e| ≤ delta, else delta (|e| - delta / 2). Source: Huber 1964. */
export function huber(yTrue: Tensor, yPred: Tensor, delta: number = 1): Tensor {
  const error = tf.abs(tf.subtract(yPred, yTrue));
  const quadratic = tf.minimum(error, delta);
  return lastMean(tf.add(tf.multiply(tf.square(quadratic), 0.5), tf.multiply(tf.subtract(error, quadratic), delta)));
}
/** mean(log(cosh(yPred - yTrue))), as x + softplus(-2x) - log 2. */
export function logCosh(yTrue: Tensor, yPred: Tensor): Tensor {
  const x = tf.subtract(yPred, yTrue);
  return lastMean(tf.subtract(tf.add(x, tf.nn.softplus(tf.multiply(x, -2))), Math.LN2));
}
/** Labels 0 and 1 become -1 and 1; labels that are -1 and 1 already stay. */
function signed(yTrue: Tensor): Tensor {
  const isBinary = tf.reduceAll(tf.logicalOr(tf.equal(yTrue, 0), tf.equal(yTrue, 1)));
  return tf.where(isBinary, tf.subtract(tf.multiply(yTrue, 2), 1), yTrue);
}
const margin = (yTrue: Tensor, yPred: Tensor): Tensor => tf.maximum(tf.subtract(1, tf.multiply(signed(yTrue), yPred)), 0);
/** mean(max(1 - yTrue yPred, 0)). */
export const hinge = (yTrue: Tensor, yPred: Tensor): Tensor => lastMean(margin(yTrue, yPred));
/** mean(max(1 - yTrue yPred, 0)^2). */
export const squaredHinge = (yTrue: Tensor, yPred: Tensor): Tensor => lastMean(tf.square(margin(yTrue, yPred)));
/** max(max((1 - yTrue) yPred) - sum(yTrue yPred) + 1, 0). */
export function categoricalHinge(yTrue: Tensor, yPred: Tensor): Tensor {
  const positive = lastSum(tf.multiply(yTrue, yPred));
  const negative = tf.reduceMax(tf.multiply(tf.subtract(1, yTrue), yPred), { axis: -1 });
  return tf.maximum(tf.add(tf.subtract(negative, positive), 1), 0);
}
/** sum(yTrue log(yTrue / yPred)), both clipped to [epsilon, 1]. */
export function klDivergence(yTrue: Tensor, yPred: Tensor): Tensor {
  const [p, q] = [tf.clipByValue(yTrue, epsilon, 1), tf.clipByValue(yPred, epsilon, 1)];
  return lastSum(tf.multiply(p, tf.log(tf.divide(p, q))));
}
/** mean(yPred - yTrue log(yPred + epsilon)). */
export const poisson = (yTrue: Tensor, yPred: Tensor): Tensor => lastMean(tf.subtract(yPred, tf.multiply(yTrue, tf.log(tf.add(yPred, epsilon)))));

/** The sum over `axis` of the product of vectors scaled to length 1; -1 is opposite, 1 is the same direction. */
export function cosineSimilarity(yTrue: Tensor, yPred: Tensor, axis: number = -1): Tensor {
  const unit = (x: Tensor): Tensor => tf.multiply(x, tf.rsqrt(tf.maximum(tf.reduceSum(tf.square(x), { axis, keepdims: true }), epsilon * epsilon)));
  return tf.reduceSum(tf.multiply(unit(yTrue), unit(yPred)), { axis });
}

/** Cross-entropy of independent yes-no labels, of each element. */
export function binaryCrossentropyElements(yTrue: Tensor, yPred: Tensor, fromLogits: boolean): Tensor {
  if (fromLogits) {
    // max(x, 0) - x y + log(1 + e^-|x|): no overflow for any x.
    return tf.add(tf.subtract(tf.maximum(yPred, 0), tf.multiply(yPred, yTrue)), tf.log1p(tf.exp(tf.negative(tf.abs(yPred)))));
  }
  const p = clipped(yPred);
  return tf.negative(tf.add(tf.multiply(yTrue, tf.log(p)), tf.multiply(tf.subtract(1, yTrue), tf.log(tf.subtract(1, p)))));
}

/** Labels moved towards the uniform distribution over `classes`. */
const smooth = (yTrue: Tensor, amount: number, classes: number): Tensor => (amount === 0 ? yTrue : tf.add(tf.multiply(yTrue, 1 - amount), amount / classes));

export interface CrossentropySettings {
  readonly fromLogits?: boolean;
  readonly labelSmoothing?: number;
  readonly axis?: number;
}

/** mean over `axis` of the cross-entropy of yes-no labels. */
export function binaryCrossentropy(yTrue: Tensor, yPred: Tensor, { fromLogits = false, labelSmoothing = 0, axis = -1 }: CrossentropySettings = {}): Tensor {
  return tf.reduceMean(binaryCrossentropyElements(smooth(yTrue, labelSmoothing, 2), yPred, fromLogits), { axis });
}

/** Logarithms of class probabilities; probabilities are scaled to sum 1 first. */
export function logProbabilities(yPred: Tensor, fromLogits: boolean, axis: number): Tensor {
  if (fromLogits) return tf.nn.logSoftmax(yPred, { axis });
  return tf.log(clipped(tf.divide(yPred, tf.reduceSum(yPred, { axis, keepdims: true }))));
}

/** -sum(yTrue log p) over `axis`. */
export function categoricalCrossentropy(
  yTrue: Tensor,
  yPred: Tensor,
  { fromLogits = false, labelSmoothing = 0, axis = -1 }: CrossentropySettings = {},
): Tensor {
  const classes = yPred.shape.at(axis) ?? 1;
  return tf.negative(tf.reduceSum(tf.multiply(smooth(yTrue, labelSmoothing, classes), logProbabilities(yPred, fromLogits, axis)), { axis }));
}

/** Class indices [...] for predictions [..., classes]; a last axis of size 1 is dropped. Throws ValueError when the shapes do not fit. */
export function classIndices(op: string, yTrue: Tensor, yPred: Tensor): Tensor {
  const dropped = yTrue.rank === yPred.rank && yTrue.shape[yTrue.rank - 1] === 1 ? tf.squeeze(yTrue, { axis: -1 }) : yTrue;
  const fits = dropped.rank === yPred.rank - 1 && dropped.shape.every((size, i) => size === yPred.shape[i] || size === null || yPred.shape[i] === null);
  if (!fits) {
    throw failure('value', {
      op,
      message: `labels must be class indices of shape ${showShape(yPred.shape.slice(0, -1))}; got shape ${showShape(yTrue.shape)} for predictions of shape ${showShape(yPred.shape)}`,
      hint: yTrue.rank === yPred.rank ? 'for one-hot labels use categoricalCrossentropy' : undefined,
    });
  }
  return dropped.dtype.name === 'int32' || dropped.dtype.name === 'int64' ? dropped : tf.cast(dropped, 'int32');
}

/** Cross-entropy of class indices. @throws InvalidArgumentError naming a label that is no class, and its row */
export function sparseCategoricalCrossentropy(yTrue: Tensor, yPred: Tensor, fromLogits: boolean = false, ignoreClass: number | null = null): Tensor {
  const labels = classIndices('sparseCategoricalCrossentropy', yTrue, yPred);
  const ignored = ignoreClass === null ? null : tf.equal(labels, tf.cast(tf.constant(ignoreClass), labels.dtype));
  const safe = ignored === null ? labels : tf.where(ignored, tf.zerosLike(labels), labels);
  // softmax(log p) is p scaled to sum 1, so probabilities need no path of their own.
  const logits = fromLogits ? yPred : logProbabilities(yPred, false, -1);
  const losses = tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: safe, logits });
  return ignored === null ? losses : tf.where(ignored, tf.zerosLike(losses), losses);
}
