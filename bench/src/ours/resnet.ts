/** ResNet50 for inference on Millrace, from `tf.nn`. */
import * as tf from 'millrace';
import { classes } from '../mobilenet.ts';
import type { Workloads } from '../protocol.ts';
import { resNet, resNetLayers } from '../resnet.ts';
import { computation, input } from './operations.ts';

const inputs = (): readonly tf.Tensor[] => [
  input([1, 224, 224, 3], 1),
  ...resNetLayers.flatMap(({ shape, scale, outputs }, i) => [input(shape, i + 10, scale), input([outputs], i + 80, 0.1)]),
  input([2048, classes], 2, 0.05),
];

function predict(image: tf.Tensor, ...weights: readonly tf.Tensor[]): tf.Tensor {
  const convolution = (x: tf.Tensor, i: number): tf.Tensor =>
    tf.add(tf.nn.conv2d(x, weights[2 * i], { strides: resNetLayers[i].stride, padding: 'SAME' }), weights[2 * i + 1]);
  const pool = (x: tf.Tensor): tf.Tensor => tf.nn.maxPool2d(x, { ksize: 3, strides: 2, padding: 'SAME' });
  const x = resNet({ convolution, relu: tf.nn.relu, add: tf.add, pool }, image);
  return tf.matmul(tf.reduceMean(x, { axis: [1, 2] }), weights[2 * resNetLayers.length]);
}

/** Traces and compiles anew in each run. */
function compileResNet(): () => unknown {
  const given = inputs();
  return () => {
    const f = tf.function((...args: tf.Tensor[]) => predict(args[0], ...args.slice(1))) as unknown as {
      getConcreteFunction(...args: unknown[]): tf.ConcreteFunction;
    };
    return f.getConcreteFunction(...given).executable.memory();
  };
}

export const resNetWorkloads: Workloads = { resnet50: computation(inputs, predict), compile_resnet50: compileResNet };
