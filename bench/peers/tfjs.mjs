/** TensorFlow.js as a peer: `tfjs-cpu` and `tfjs-wasm` (one thread, as its Node build runs). */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { encoderShapes } from '../src/encoder-shapes.ts';
import { learningRate, pattern, sizeOf } from '../src/inputs.ts';
import { classes, mobileNetLayers } from '../src/mobilenet.ts';
import { resNet, resNetLayers } from '../src/resnet.ts';

export async function start(backend) {
  if (backend === 'wasm') {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  }
  await tf.setBackend(backend);
  await tf.ready();
  return `tfjs ${tf.version.tfjs}, backend ${tf.getBackend()}`;
}

const read = (t) => t.dataSync()[0];
const input = (shape, seed, scale) => tf.tensor(pattern(sizeOf(shape), seed, scale), shape);

/** A workload that computes one tensor from inputs; reading one element makes sure that the work is done. */
const computation = (make, f) => (size) => {
  const inputs = make(size);
  return () => tf.tidy(() => read(f(...inputs)));
};

const square = () => [input([1024, 1024], 1)];
const big = () => [input([2048, 2048], 1)];

function chain(x) {
  let y = x;
  for (let i = 0; i < 1000; i++) y = tf.add(y, x);
  return y;
}

function normalize(x) {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
}

function gelu(x) {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

// Models

const encoderWeights = () => encoderShapes.map(({ shape, scale }, i) => input(shape, i + 10, scale));
const dense = (x, w) => tf.reshape(tf.matMul(tf.reshape(x, [1024, w.shape[0]]), w), [8, 128, w.shape[1]]);
const headsOf = (x) => tf.transpose(tf.reshape(x, [8, 128, 4, 64]), [0, 2, 1, 3]);

function encoder(x, query, key, value, out, inner, outer) {
  const [q, k, v] = [query, key, value].map((w) => headsOf(dense(x, w)));
  const scores = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / 8));
  const mixed = tf.reshape(tf.transpose(tf.matMul(scores, v), [0, 2, 1, 3]), [8, 128, 256]);
  const attended = normalize(tf.add(x, dense(mixed, out)));
  return normalize(tf.add(attended, dense(tf.relu(dense(attended, inner)), outer)));
}

const mobileNetInputs = () => [
  input([1, 224, 224, 3], 1),
  input([1024, classes], 2, 0.05),
  ...mobileNetLayers.flatMap(({ shape, scale, outputs }, i) => [input(shape, i + 10, scale), input([outputs], i + 50, 0.1)]),
];

function mobileNet(image, last, ...weights) {
  const x = mobileNetLayers.reduce((activations, { kind, stride }, i) => {
    const convolution = kind === 'depthwise' ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
    return convolution({ x: activations, filter: weights[2 * i], strides: stride, pad: 'same', bias: weights[2 * i + 1], activation: 'relu6' });
  }, image);
  return tf.matMul(tf.mean(x, [1, 2]), last);
}

const resNetInputs = () => [
  input([1, 224, 224, 3], 1),
  input([2048, classes], 2, 0.05),
  ...resNetLayers.flatMap(({ shape, scale, outputs }, i) => [input(shape, i + 10, scale), input([outputs], i + 80, 0.1)]),
];

function resNet50(image, last, ...weights) {
  const convolution = (x, i) => tf.fused.conv2d({ x, filter: weights[2 * i], strides: resNetLayers[i].stride, pad: 'same', bias: weights[2 * i + 1] });
  const x = resNet({ convolution, relu: tf.relu, add: tf.add, pool: (t) => tf.maxPool(t, 3, 2, 'same') }, image);
  return tf.matMul(tf.mean(x, [1, 2]), last);
}

function mlp(x, w1, b1, w2, b2, w3, b3) {
  const hidden = tf.relu(tf.add(tf.matMul(x, w1), b1));
  return tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(hidden, w2), b2)), w3), b3);
}

function cnn(x, f1, c1, f2, c2, w1, b1, w2, b2) {
  const block = (t, f, b) => tf.maxPool(tf.relu(tf.add(tf.conv2d(t, f, 1, 'same'), b)), 2, 2, 'valid');
  const flat = tf.reshape(block(block(x, f1, c1), f2, c2), [64, 7 * 7 * 64]);
  return tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(flat, w1), b1)), w2), b2);
}

/** The last state of an LSTM over 50 steps, gates in the order of Keras. */
function lastState(x, kernel, recurrent, bias) {
  let [state, carry] = [tf.zeros([64, 128]), tf.zeros([64, 128])];
  for (const slice of tf.unstack(x, 1)) {
    const gates = tf.add(tf.add(tf.matMul(slice, kernel), tf.matMul(state, recurrent)), bias);
    const [i, f, candidate, o] = tf.split(gates, 4, 1);
    carry = tf.add(tf.mul(tf.sigmoid(f), carry), tf.mul(tf.sigmoid(i), tf.tanh(candidate)));
    state = tf.mul(tf.sigmoid(o), tf.tanh(carry));
  }
  return state;
}

// Training

/** Steps of Adam on weights against a loss. */
function trained(weights, loss) {
  const adam = tf.train.adam(learningRate);
  const variables = weights.map((w) => tf.variable(w));
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => loss(...variables), variables);
      adam.applyGradients(grads);
      return read(value);
    });
}

const weightsOf = (shapes) => shapes.map((shape, i) => (shape.length === 1 ? tf.zeros(shape) : input(shape, i + 10, 0.05)));

function classifier(model, x, shapes) {
  const count = x.shape[0];
  const oneHot = tf.oneHot(
    tf.tensor1d(
      Int32Array.from({ length: count }, (_, i) => i % 10),
      'int32',
    ),
    10,
  );
  return trained(weightsOf(shapes), (...weights) => tf.losses.softmaxCrossEntropy(oneHot, model(x, ...weights)));
}

export const workloads = {
  eager_chain: computation(() => [tf.ones([8])], chain),
  matmul: computation(
    (n) => [input([n, n], 1), input([n, n], 2)],
    (a, b) => tf.matMul(a, b),
  ),
  gelu1m: computation(
    () => [input([1_000_000], 1, 3)],
    (x) => gelu(tf.add(tf.mul(x, 1.5), 0.25)),
  ),
  softmax1024: computation(square, (x) => tf.softmax(x)),
  layernorm1024: computation(square, normalize),
  sum_axis0: computation(big, (x) => tf.sum(x, 0)),
  sum_axis1: computation(big, (x) => tf.sum(x, 1)),
  conv3x3: computation(
    () => [input([8, 56, 56, 64], 1), input([3, 3, 64, 64], 2)],
    (x, f) => tf.conv2d(x, f, 1, 'same'),
  ),
  depthwise3x3: computation(
    () => [input([8, 56, 56, 128], 1), input([3, 3, 128, 1], 2)],
    (x, f) => tf.depthwiseConv2d(x, f, 1, 'same'),
  ),
  encoder_infer: computation(() => [input([8, 128, 256], 1), ...encoderWeights()], encoder),
  mobilenetv1: computation(mobileNetInputs, mobileNet),
  resnet50: computation(resNetInputs, resNet50),
  mlp_train: () => classifier(mlp, input([128, 784], 1), [[784, 512], [512], [512, 512], [512], [512, 10], [10]]),
  cnn_train: () => classifier(cnn, input([64, 28, 28, 1], 1), [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [3136, 128], [128], [128, 10], [10]]),
  lstm_train: () => {
    const [x, target] = [input([64, 50, 64], 1), input([64, 128], 2)];
    return trained([input([64, 512], 3, 0.1), input([128, 512], 4, 0.1), tf.zeros([512])], (...weights) =>
      tf.losses.meanSquaredError(target, lastState(x, ...weights)),
    );
  },
  encoder_train: () => {
    const [x, target] = [input([8, 128, 256], 1), input([8, 128, 256], 2)];
    return trained(encoderWeights(), (...weights) => tf.losses.meanSquaredError(target, encoder(x, ...weights)));
  },
};
