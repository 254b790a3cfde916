/** Activation functions by Keras's names. Source: `keras.activations`; formulas in each line. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

/** x. */
export const linear = (x: Tensor): Tensor => x;
/** max(x, 0). */
export const relu = (x: Tensor): Tensor => tf.nn.relu(x);
/** min(max(x, 0), 6). */
export const relu6 = (x: Tensor): Tensor => tf.nn.relu6(x);
/** x where x > 0, else `negativeSlope * x`; Keras 3's slope is 0.2. */
export const leakyRelu = (x: Tensor, negativeSlope: number = 0.2): Tensor => tf.maximum(x, tf.multiply(x, negativeSlope));
/** x where x > 0, else alpha (e^x - 1). Source: arXiv:1511.07289. */
export const elu = (x: Tensor): Tensor => tf.nn.elu(x);
/** scale * elu(x, alpha) with fixed constants. Source: arXiv:1706.02515. */
export const selu = (x: Tensor): Tensor => tf.nn.selu(x);
/** max(x, 0) + min(0, e^x - 1) with alpha 1. Source: arXiv:1704.07483. */
export const celu = (x: Tensor): Tensor => tf.add(tf.maximum(x, 0), tf.minimum(tf.expm1(tf.minimum(x, 0)), 0));
/** x Φ(x), exact. Source: arXiv:1606.08415. */
export const gelu = (x: Tensor): Tensor => tf.nn.gelu(x);
/** x sigmoid(x). */
export const silu = (x: Tensor): Tensor => tf.nn.silu(x);
/** x tanh(softplus(x)). Source: arXiv:1908.08681. */
export const mish = (x: Tensor): Tensor => tf.multiply(x, tf.tanh(tf.nn.softplus(x)));
/** log(1 + e^x). */
export const softplus = (x: Tensor): Tensor => tf.nn.softplus(x);
/** x / (|x| + 1). */
export const softsign = (x: Tensor): Tensor => tf.nn.softsign(x);
/** e^x / sum(e^x) over the last axis. */
export const softmax = (x: Tensor): Tensor => tf.nn.softmax(x);
/** log(softmax(x)) over the last axis. */
export const logSoftmax = (x: Tensor): Tensor => tf.nn.logSoftmax(x);
/** 1 / (1 + e^-x). */
export const sigmoid = (x: Tensor): Tensor => tf.sigmoid(x);
/** relu6(x + 3) / 6, as in Keras 3. */
export const hardSigmoid = (x: Tensor): Tensor => tf.divide(tf.nn.relu6(tf.add(x, 3)), 6);
/** x hardSigmoid(x). */
export const hardSilu = (x: Tensor): Tensor => tf.multiply(x, hardSigmoid(x));
/** x clipped to [-1, 1]. */
export const hardTanh = (x: Tensor): Tensor => tf.clipByValue(x, -1, 1);
/** tanh(x). */
export const tanh = (x: Tensor): Tensor => tf.tanh(x);
/** x - tanh(x). */
export const tanhShrink = (x: Tensor): Tensor => tf.subtract(x, tf.tanh(x));
/** e^x. */
export const exponential = (x: Tensor): Tensor => tf.exp(x);
/** log(sigmoid(x)) = -softplus(-x). */
export const logSigmoid = (x: Tensor): Tensor => tf.negative(tf.nn.softplus(tf.negative(x)));
/** (x + sqrt(x^2 + 4)) / 2. Source: arXiv:2112.11687. */
export const squareplus = (x: Tensor): Tensor => tf.multiply(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 0.5);
