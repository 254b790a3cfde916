/** TensorFlow.js as a peer: `tfjs-cpu` and `tfjs-wasm` (one thread, as its Node build runs). */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

export async function start(backend) {
  if (backend === 'wasm') {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  } else await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend(backend);
  await tf.ready();
}

const read = (t) => t.dataSync()[0];

/** Each entry prepares its inputs and returns one run; reading one element makes sure that the work is done. */
export const workloads = {
  eager_chain: () => {
    const x = tf.tensor1d(new Float32Array(8).fill(1));
    return () =>
      tf.tidy(() => {
        let y = x;
        for (let i = 0; i < 1000; i++) y = tf.add(y, x);
        return read(y);
      });
  },
  matmul: (n) => {
    const a = tf.randomUniform([n, n]);
    const b = tf.randomUniform([n, n]);
    return () => tf.tidy(() => read(tf.matMul(a, b)));
  },
  gelu1m: () => {
    const x = tf.randomUniform([1_000_000], -3, 3);
    return () =>
      tf.tidy(() => {
        const u = tf.add(tf.mul(x, 1.5), 0.25);
        return read(tf.mul(tf.mul(u, 0.5), tf.add(tf.erf(tf.mul(u, Math.SQRT1_2)), 1)));
      });
  },
  softmax1024: () => {
    const x = tf.randomUniform([1024, 1024]);
    return () => tf.tidy(() => read(tf.softmax(x)));
  },
  sum_axis0: () => {
    const x = tf.randomUniform([2048, 2048]);
    return () => tf.tidy(() => read(tf.sum(x, 0)));
  },
  sum_axis1: () => {
    const x = tf.randomUniform([2048, 2048]);
    return () => tf.tidy(() => read(tf.sum(x, 1)));
  },
  conv3x3: () => {
    const x = tf.randomUniform([8, 56, 56, 64]);
    const f = tf.randomUniform([3, 3, 64, 64]);
    return () => tf.tidy(() => read(tf.conv2d(x, f, 1, 'same')));
  },
  depthwise3x3: () => {
    const x = tf.randomUniform([8, 56, 56, 128]);
    const f = tf.randomUniform([3, 3, 128, 1]);
    return () => tf.tidy(() => read(tf.depthwiseConv2d(x, f, 1, 'same')));
  },
};
