/** One layer of a transformer's encoder (Vaswani et al. 2017): attention with 4 heads, then two dense layers, each with a residual and layer normalization. */
import * as tf from 'millrace';
import { encoderShapes } from '../encoder-shapes.ts';
import { input } from './operations.ts';

export const encoderInputs = (): readonly tf.Tensor[] => [input([8, 128, 256], 1)];
export const encoderWeights = (): readonly tf.Tensor[] => encoderShapes.map(({ shape, scale }, i) => input(shape, i + 10, scale));

/** `[batch, time, width]` to `[batch, heads, time, width / heads]`. */
const headsOf = (x: tf.Tensor): tf.Tensor => tf.transpose(tf.reshape(x, [8, 128, 4, 64]), { perm: [0, 2, 1, 3] });
const dense = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.reshape(tf.matmul(tf.reshape(x, [1024, w.shape[0] as number]), w), [8, 128, w.shape[1] as number]);
const normalize = (x: tf.Tensor): tf.Tensor => tf.nn.layerNormalization(x, { epsilon: 1e-5 });

export function encoderLayer(x: tf.Tensor, ...[query, key, value, out, inner, outer]: readonly tf.Tensor[]): tf.Tensor {
  const [q, k, v] = [query, key, value].map((w) => headsOf(dense(x, w)));
  const scores = tf.nn.softmax(tf.multiply(tf.matmul(q, k, { transposeB: true }), 1 / 8));
  const mixed = tf.reshape(tf.transpose(tf.matmul(scores, v), { perm: [0, 2, 1, 3] }), [8, 128, 256]);
  const attended = normalize(tf.add(x, dense(mixed, out)));
  return normalize(tf.add(attended, dense(tf.nn.relu(dense(attended, inner)), outer)));
}
