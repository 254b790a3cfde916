/** Per-example gradients of whole networks: batching of the backward pass against a loop over examples. */
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../src/index.ts';
import * as tf from '../src/index.ts';

const noise = (shape: number[], seed: number): Tensor => tf.random.statelessNormal(shape, { seed: [seed, 11], dtype: 'float64' });
const numbers = (x: Tensor): number[] => [...(x.dataSync() as unknown as Float64Array)];
const close = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape);
  const want = numbers(b);
  numbers(a).forEach((v, i) => expect(Math.abs(v - want[i]), `element ${i}`).toBeLessThan(1e-9 * Math.max(1, Math.abs(want[i]))));
};

const kernel = noise([3, 3, 2, 4], 1);
const gamma = noise([4], 2);
const weights = noise([16, 3], 3);

/** Convolution, normalization, pooling and a dense layer with softmax, for one image [8, 8, 2]. */
function network(image: Tensor, k: Tensor, w: Tensor): Tensor {
  const x = tf.expandDims(image, 0);
  const h = tf.nn.layerNormalization(tf.nn.gelu(tf.nn.conv2d(x, k, { padding: 'SAME', strides: 2 })), { gamma });
  const pooled = tf.nn.maxPool2d(h, { ksize: 2, strides: 2 });
  return tf.reshape(tf.matmul(tf.reshape(pooled, [1, 16]), w), [3]);
}
const loss = (image: Tensor, label: Tensor, k: Tensor, w: Tensor): Tensor =>
  tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: label, logits: network(image, k, w) });

const images = noise([5, 8, 8, 2], 4);
const labels = tf.constant([0, 2, 1, 1, 0], { dtype: 'int32' });

describe('networks under vectorizedMap', () => {
  test('the forward pass', () => {
    const f = (image: Tensor): Tensor => network(image, kernel, weights);
    close(tf.vectorizedMap(f, images), tf.mapFn(f, images));
  });
  test('gradients by the weights, for each example', () => {
    const f = ([image, label]: Tensor[]): Tensor[] => tf.grads((k, w) => loss(image, label, k, w))([kernel, weights]);
    const [a, b] = [tf.vectorizedMap(f, [images, labels]), tf.mapFn(f, [images, labels])];
    expect(a[0].shape).toEqual([5, 3, 3, 2, 4]);
    a.forEach((g, i) => close(g, b[i]));
  });
  test('gradients by the images, and their gradients by the weights', () => {
    const penalty = (w: Tensor): Tensor =>
      tf.reduceSum(tf.vectorizedMap(([image, label]) => tf.reduceSum(tf.square(tf.grad((v) => loss(v, label, kernel, w))(image))), [images, labels]));
    const looped = (w: Tensor): Tensor =>
      tf.reduceSum(tf.mapFn(([image, label]) => tf.reduceSum(tf.square(tf.grad((v) => loss(v, label, kernel, w))(image))), [images, labels]));
    close(penalty(weights), looped(weights));
    close(tf.grad(penalty)(weights), tf.grad(looped)(weights));
  });
  test('the Jacobian of the logits, one example and a batch', () => {
    const tape = new tf.GradientTape({ persistent: true });
    const logits = tape.run(() => {
      tape.watch(images);
      return tf.vectorizedMap((image) => network(image, kernel, weights), images);
    });
    const each = tape.batchJacobian(logits, images) as Tensor;
    expect(each.shape).toEqual([5, 3, 8, 8, 2]);
    const whole = tape.jacobian(logits, images) as Tensor;
    expect(whole.shape).toEqual([5, 3, 5, 8, 8, 2]);
    const diagonal = tf.stack(Array.from({ length: 5 }, (_, i) => tf.at(whole, i, null, i)));
    close(each, diagonal);
  });
});
