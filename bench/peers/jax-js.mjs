/** jax-js as a peer: WebAssembly, every computation under `jit`, as its manual advises. Images have channels first there. Arrays are owned: `.ref` keeps one for later. */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { encoderShapes } from '../src/encoder-shapes.ts';
import { learningRate, pattern, sizeOf } from '../src/inputs.ts';
import { classes, mobileNetLayers } from '../src/mobilenet.ts';
import { resNet, resNetLayers } from '../src/resnet.ts';

export async function start() {
  await init('wasm');
  defaultDevice('wasm');
  return 'jax-js on wasm';
}

const input = (shape, seed, scale) => np.array(pattern(sizeOf(shape), seed, scale)).reshape([...shape]);
const read = (t) => t.dataSync()[0];

/** Rows, columns, channels to channels first. */
const images = (shape, seed) => np.array(np.transpose(input(shape, seed), [0, 3, 1, 2]).dataSync()).reshape([shape[0], shape[3], shape[1], shape[2]]);

/** Rows, columns, inputs, outputs to outputs, inputs, rows, columns; for a depthwise filter the channels come first. */
function filters(shape, seed, scale, depthwise = false) {
  const [rows, columns, inputs, outputs] = shape;
  const turned = np.transpose(input(shape, seed, scale), depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  return np.array(turned.dataSync()).reshape(depthwise ? [inputs, outputs, rows, columns] : [outputs, inputs, rows, columns]);
}

const computation =
  (make, f, compile = true) =>
  (size) => {
    const inputs = make(size);
    const run = compile ? jit(f) : f;
    return () => read(run(...inputs.map((x) => x.ref)));
  };

const square = () => [input([1024, 1024], 1)];
const big = () => [input([2048, 2048], 1)];

function chain(x) {
  let y = x.ref;
  for (let i = 0; i < 1000; i++) y = y.add(x.ref);
  x.dispose();
  return y;
}

const normalize = (x) => nn.standardize(x, -1, { epsilon: 1e-5 });

// Models

const encoderWeights = () => encoderShapes.map(({ shape, scale }, i) => input(shape, i + 10, scale));
const headsOf = (x) => np.transpose(x.reshape([8, 128, 4, 64]), [0, 2, 1, 3]);

function encoder(x, query, key, value, out, inner, outer) {
  const flat = x.reshape([1024, 256]);
  const [q, k, v] = [query, key, value].map((w) => headsOf(np.matmul(flat.ref, w)));
  const scores = nn.softmax(np.matmul(q, np.transpose(k, [0, 1, 3, 2])).mul(1 / 8), -1);
  const mixed = np.transpose(np.matmul(scores, v), [0, 2, 1, 3]).reshape([1024, 256]);
  const attended = normalize(flat.add(np.matmul(mixed, out)));
  return normalize(attended.ref.add(np.matmul(nn.relu(np.matmul(attended, inner)), outer)));
}

const mobileNetInputs = () => [
  images([1, 224, 224, 3], 1),
  input([1024, classes], 2, 0.05),
  ...mobileNetLayers.flatMap(({ kind, shape, scale, outputs }, i) => [
    filters(shape, i + 10, scale, kind === 'depthwise'),
    input([outputs], i + 50, 0.1).reshape([1, outputs, 1, 1]),
  ]),
];

function mobileNet(image, last, ...weights) {
  const x = mobileNetLayers.reduce((activations, { kind, stride, inputs }, i) => {
    const featureGroupCount = kind === 'depthwise' ? inputs : 1;
    return nn.relu6(lax.convGeneralDilated(activations, weights[2 * i], [stride, stride], 'SAME', { featureGroupCount }).add(weights[2 * i + 1]));
  }, image);
  return np.matmul(np.mean(x, [2, 3]), last);
}

const resNetInputs = () => [
  images([1, 224, 224, 3], 1),
  input([2048, classes], 2, 0.05),
  ...resNetLayers.flatMap(({ shape, scale, outputs }, i) => [filters(shape, i + 10, scale), input([outputs], i + 80, 0.1).reshape([1, outputs, 1, 1])]),
];

function resNet50(image, last, ...weights) {
  const convolution = (x, i) => {
    const { stride } = resNetLayers[i];
    return lax.convGeneralDilated(x, weights[2 * i], [stride, stride], 'SAME').add(weights[2 * i + 1]);
  };
  // A block reads its input twice, and values here are used up.
  const parts = { convolution: (x, i) => convolution(x.ref, i), relu: (x) => nn.relu(x), add: (a, b) => a.add(b.ref) };
  // Activations are not negative: zeros around them change no maximum.
  const pool = (t) =>
    lax.reduceWindow(
      np.pad(t, [
        [0, 0],
        [0, 0],
        [0, 1],
        [0, 1],
      ]),
      (window) => np.max(window),
      [3, 3],
      [2, 2],
    );
  return np.matmul(np.mean(resNet({ ...parts, pool }, image), [2, 3]), last);
}

function mlp([w1, b1, w2, b2, w3, b3], x) {
  const hidden = nn.relu(np.matmul(x, w1).add(b1));
  return np.matmul(nn.relu(np.matmul(hidden, w2).add(b2)), w3).add(b3);
}

function cnn([f1, c1, f2, c2, w1, b1, w2, b2], x) {
  const pool = (t) => lax.reduceWindow(t, (window) => np.max(window), [2, 2], [2, 2]);
  const block = (t, f, b) => pool(nn.relu(lax.conv(t, f, [1, 1], 'SAME').add(b)));
  const flat = block(block(x, f1, c1), f2, c2).reshape([64, 7 * 7 * 64]);
  return np.matmul(nn.relu(np.matmul(flat, w1).add(b1)), w2).add(b2);
}

// Training

/** Adam (Kingma and Ba 2015, with the bias correction in the rate) as one compiled function of weights, moments, rate and inputs. */
function trained(weights, loss, inputs) {
  const zeros = () => weights.map((w) => np.zeros(w.shape));
  const step = jit((ws, ms, vs, rate, ...xs) => {
    const [value, gradients] = valueAndGrad(loss)(
      ws.map((w) => w.ref),
      ...xs,
    );
    const firsts = ms.map((m, i) => m.mul(0.9).add(gradients[i].ref.mul(0.1)));
    const seconds = vs.map((v, i) => v.mul(0.999).add(np.square(gradients[i]).mul(0.001)));
    const next = ws.map((w, i) => w.sub(firsts[i].ref.mul(rate.ref).div(np.sqrt(seconds[i].ref).add(1e-7))));
    rate.dispose();
    return [next, firsts, seconds, value];
  });
  let state = [weights, zeros(), zeros()];
  let count = 0;
  return async () => {
    count++;
    const rate = np.array([(learningRate * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count)]);
    const [ws, ms, vs, value] = step(...state, rate, ...inputs.map((x) => x.ref));
    state = [ws, ms, vs];
    // The loss alone may be ready before the weights are.
    await blockUntilReady(ws);
    return read(value);
  };
}

const weightsOf = (shapes) => shapes.map((shape, i) => (shape.length === 1 ? np.zeros(shape) : input(shape, i + 10, 0.05)));

function classifier(model, x, shapes) {
  const count = x.shape[0];
  const labels = new Float32Array(count * 10);
  for (let i = 0; i < count; i++) labels[i * 10 + (i % 10)] = 1;
  const crossEntropy = (weights, images, oneHot) => np.sum(nn.logSoftmax(model(weights, images), -1).mul(oneHot)).mul(-1 / count);
  return trained(weightsOf(shapes), crossEntropy, [x, np.array(labels).reshape([count, 10])]);
}

export const workloads = {
  matmul: computation(
    (n) => [input([n, n], 1), input([n, n], 2)],
    (a, b) => np.matmul(a, b),
  ),
  gelu1m: computation(
    () => [input([1_000_000], 1, 3)],
    (x) => nn.gelu(x.mul(1.5).add(0.25), { approximate: false }),
  ),
  softmax1024: computation(square, (x) => nn.softmax(x, -1)),
  layernorm1024: computation(square, normalize),
  sum_axis0: computation(big, (x) => np.sum(x, 0)),
  sum_axis1: computation(big, (x) => np.sum(x, 1)),
  conv3x3: computation(
    () => [images([8, 56, 56, 64], 1), filters([3, 3, 64, 64], 2)],
    (x, f) => lax.conv(x, f, [1, 1], 'SAME'),
  ),
  depthwise3x3: computation(
    () => [images([8, 56, 56, 128], 1), filters([3, 3, 128, 1], 2, 1, true)],
    (x, f) => lax.convGeneralDilated(x, f, [1, 1], 'SAME', { featureGroupCount: 128 }),
  ),
  eager_chain: computation(() => [np.ones([8])], chain, false),
  function_chain: () => {
    throw new Error('jit does not come back within 60 s from 1,000 chained additions');
  },
  encoder_infer: computation(() => [input([8, 128, 256], 1), ...encoderWeights()], encoder),
  mobilenetv1: computation(mobileNetInputs, mobileNet),
  resnet50: computation(resNetInputs, resNet50),
  mlp_train: () => classifier(mlp, input([128, 784], 1), [[784, 512], [512], [512, 512], [512], [512, 10], [10]]),
  cnn_train: () =>
    classifier(cnn, images([64, 28, 28, 1], 1), [[32, 1, 3, 3], [1, 32, 1, 1], [64, 32, 3, 3], [1, 64, 1, 1], [3136, 128], [128], [128, 10], [10]]),
  encoder_train: () => {
    const loss = (weights, x, target) => np.mean(np.square(encoder(x, ...weights).sub(target)));
    return trained(encoderWeights(), loss, [input([8, 128, 256], 1), input([1024, 256], 2)]);
  },
};
