/** Single operations and chains on Millrace. */
import * as tf from 'millrace';
import { pattern, sizeOf } from '../inputs.ts';
import type { Workloads } from '../protocol.ts';

type Shape = readonly number[];

/** A tensor that every peer has too; the seed sets it apart from others. */
export const input = (shape: Shape, seed: number, scale = 1): tf.Tensor => tf.tensor(pattern(sizeOf(shape), seed, scale), [...shape]);

/** The first element; reading it makes sure that the work is done. */
export const read = (t: tf.Tensor): number => Number(t.dataSync()[0]);

/** A workload that computes one tensor from inputs: eager, or in a function. */
export function computation(make: (size: number) => readonly tf.Tensor[], f: (...inputs: tf.Tensor[]) => tf.Tensor): Workloads[string] {
  return (size = 0, inFunction = false) => {
    const inputs = make(size);
    const run = inFunction ? (tf.function(f) as unknown as typeof f) : f;
    return () => read(run(...inputs));
  };
}

function chain(x: tf.Tensor): tf.Tensor {
  let y = x;
  for (let i = 0; i < 1000; i++) y = tf.add(y, x);
  return y;
}

const same = { strides: 1, padding: 'SAME' } as const;
const square = (): readonly tf.Tensor[] => [input([1024, 1024], 1)];
const big = (): readonly tf.Tensor[] => [input([2048, 2048], 1)];

export const operations: Workloads = {
  matmul: computation(
    (n) => [input([n, n], 1), input([n, n], 2)],
    (a, b) => tf.matmul(a, b),
  ),
  gelu1m: computation(
    () => [input([1_000_000], 1, 3)],
    (x) => tf.nn.gelu(tf.add(tf.multiply(x, 1.5), 0.25)),
  ),
  softmax1024: computation(square, (x) => tf.nn.softmax(x)),
  layernorm1024: computation(square, (x) => tf.nn.layerNormalization(x, { epsilon: 1e-5 })),
  sum_axis0: computation(big, (x) => tf.reduceSum(x, { axis: 0 })),
  sum_axis1: computation(big, (x) => tf.reduceSum(x, { axis: 1 })),
  conv3x3: computation(
    () => [input([8, 56, 56, 64], 1), input([3, 3, 64, 64], 2)],
    (x, f) => tf.nn.conv2d(x, f, same),
  ),
  depthwise3x3: computation(
    () => [input([8, 56, 56, 128], 1), input([3, 3, 128, 1], 2)],
    (x, f) => tf.nn.depthwiseConv2d(x, f, same),
  ),
  eager_chain: computation(() => [tf.ones([8])], chain),
  function_chain: () => computation(() => [tf.ones([8])], chain)(0, true),
};
