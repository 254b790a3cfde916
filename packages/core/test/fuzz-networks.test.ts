/** 60 malformed calls of tf.nn, tf.random and the functions on variables and structures; see fuzz-calls.ts. */
import { describe, test } from 'vitest';
import * as tf from '../src/index.ts';
import { fuzz } from './fuzz-calls.ts';

type Call = (...args: unknown[]) => unknown;
const functionsOf = (prefix: string, namespace: object): [string, Call][] =>
  Object.entries(namespace).flatMap(([name, value]): [string, Call][] =>
    typeof value === 'function' && /^[a-z]/.test(name) ? [[prefix + name, value as Call]] : [],
  );

const image = tf.ones([1, 4, 4, 2]);
const filter = tf.ones([2, 2, 2, 3]);
const rows = tf.ones([3, 4]);

/** The first arguments are good: what is malformed reaches the checks behind them. */
const behind: readonly [string, Call][] = [
  ['conv2d options', (o) => tf.nn.conv2d(image, filter, o as never)],
  ['conv2d strides', (o) => tf.nn.conv2d(image, filter, { strides: o as never })],
  ['conv2d padding', (o) => tf.nn.conv2d(image, filter, { padding: o as never })],
  ['conv2d dilations', (o) => tf.nn.conv2d(image, filter, { dilations: o as never })],
  ['conv2dTranspose shape', (o) => tf.nn.conv2dTranspose(image, filter, o as never)],
  ['maxPool2d ksize', (o) => tf.nn.maxPool2d(image, { ksize: o as never })],
  ['avgPool2d strides', (o) => tf.nn.avgPool2d(image, { ksize: 2, strides: o as never })],
  ['moments axes', (o) => tf.nn.moments(rows, o as never)],
  ['dropout rate', (o) => tf.nn.dropout(rows, { rate: o as never })],
  ['dropout noiseShape', (o) => tf.nn.dropout(rows, { rate: 0.5, noiseShape: o as never })],
  ['layerNormalization axis', (o) => tf.nn.layerNormalization(rows, { axis: o as never })],
  ['softmax axis', (o) => tf.nn.softmax(rows, { axis: o as never })],
  ['labels', (o) => tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: o as never, logits: rows })],
  ['stateless seed', (o) => tf.random.statelessUniform([2], { seed: o as never })],
  ['uniform bounds', (o, p) => tf.random.uniform([2], { dtype: 'int32', minval: o as never, maxval: p as never })],
  ['normal dtype', (o) => tf.random.normal([2], { dtype: o as never })],
  ['categorical', (o, p) => tf.random.categorical(o as never, p as never)],
  ['variable', (o, p) => new tf.Variable(o as never, p as never)],
  ['variable assign', (o) => new tf.Variable([1, 2]).assign(o as never)],
  ['variable scatter', (o, p) => new tf.Variable([1, 2]).scatterNdAdd(o as never, p as never)],
  ['variable shape', (o) => new tf.Variable([1, 2], { shape: o as never })],
  ['generator', (o) => tf.random.Generator.fromSeed(o as never)],
  ['tape watch', (o) => new tf.GradientTape().watch(o as never)],
  ['tape gradient', (o, p) => new tf.GradientTape().gradient(o as never, p as never)],
  ['tape jacobian', (o, p) => new tf.GradientTape().jacobian(o as never, p as never)],
  [
    'cond',
    (o) =>
      tf.cond(
        o as never,
        () => rows,
        () => rows,
      ),
  ],
  ['switchCase', (o) => tf.switchCase(o as never, [() => rows])],
  ['mapFn', (o) => tf.mapFn((x) => x as never, o as never)],
  ['scan', (o, p) => tf.scan((a) => a as never, o as never, p as never)],
  ['vectorizedMap', (o) => tf.vectorizedMap((x) => x as never, o as never)],
];

describe('malformed calls of networks', () => {
  for (const [name, call] of [...functionsOf('nn.', tf.nn), ...functionsOf('random.', tf.random), ...behind]) test(name, () => fuzz(name, call, 60));
});
