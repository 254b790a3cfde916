/** MobileNetV1 for inference on Millrace, from `tf.nn`. */
import * as tf from 'millrace';
import { classes, mobileNetLayers } from '../mobilenet.ts';
import { computation, input } from './operations.ts';

export const mobileNet: ReturnType<typeof computation> = computation(
  () => [
    input([1, 224, 224, 3], 1),
    ...mobileNetLayers.flatMap(({ shape, scale, outputs }, i) => [input(shape, i + 10, scale), input([outputs], i + 50, 0.1)]),
    input([1024, classes], 2, 0.05),
  ],
  (image, ...weights) => {
    const x = mobileNetLayers.reduce((activations, { kind, stride }, i) => {
      const options = { strides: stride, padding: 'SAME' } as const;
      const [filters, bias] = [weights[2 * i], weights[2 * i + 1]];
      const convolved = kind === 'depthwise' ? tf.nn.depthwiseConv2d(activations, filters, options) : tf.nn.conv2d(activations, filters, options);
      return tf.nn.relu6(tf.add(convolved, bias));
    }, image);
    return tf.matmul(tf.reduceMean(x, { axis: [1, 2] }), weights[2 * mobileNetLayers.length]);
  },
);
