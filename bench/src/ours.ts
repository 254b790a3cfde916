/** Millrace as a peer, eager. */
import * as tf from 'millrace';
import type { Workloads } from './protocol.ts';

const read = (t: tf.Tensor): unknown => t.dataSync()[0];

export const workloads: Workloads = {
  eager_chain: () => {
    const x = tf.ones([8]);
    return () => {
      let y: tf.Tensor = x;
      for (let i = 0; i < 1000; i++) y = tf.add(y, x);
      return read(y);
    };
  },
  matmul: (n = 256) => {
    const a = tf.random.uniform([n, n]);
    const b = tf.random.uniform([n, n]);
    return () => read(tf.matmul(a, b));
  },
  gelu1m: () => {
    const x = tf.random.uniform([1_000_000], { minval: -3, maxval: 3 });
    return () => read(tf.nn.gelu(tf.add(tf.multiply(x, 1.5), 0.25)));
  },
  softmax1024: () => {
    const x = tf.random.uniform([1024, 1024]);
    return () => read(tf.nn.softmax(x));
  },
  sum_axis0: () => {
    const x = tf.random.uniform([2048, 2048]);
    return () => read(tf.reduceSum(x, { axis: 0 }));
  },
  sum_axis1: () => {
    const x = tf.random.uniform([2048, 2048]);
    return () => read(tf.reduceSum(x, { axis: 1 }));
  },
  conv3x3: () => {
    const x = tf.random.uniform([8, 56, 56, 64]);
    const f = tf.random.uniform([3, 3, 64, 64]);
    return () => read(tf.nn.conv2d(x, f, { strides: 1, padding: 'SAME' }));
  },
  depthwise3x3: () => {
    const x = tf.random.uniform([8, 56, 56, 128]);
    const f = tf.random.uniform([3, 3, 128, 1]);
    return () => read(tf.nn.depthwiseConv2d(x, f, { strides: 1, padding: 'SAME' }));
  },
};
