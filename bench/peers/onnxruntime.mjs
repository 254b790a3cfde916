/** ONNX Runtime as a peer: inference on models that are built here. Images have channels first there. */
import * as ort from 'onnxruntime-node';
import { encoderShapes } from '../src/encoder-shapes.ts';
import { pattern, sizeOf } from '../src/inputs.ts';
import { classes, mobileNetLayers } from '../src/mobilenet.ts';
import { resNet, resNetLayers } from '../src/resnet.ts';
import { Graph } from './onnx-model.mjs';

const threads = Number(process.env.MILLRACE_THREADS ?? 1);

export async function start() {
  return `onnxruntime-node, processor, ${threads} threads`;
}

const data = (shape, seed, scale) => ({ shape: [...shape], values: pattern(sizeOf(shape), seed, scale) });

/** The same numbers with axes in another order. */
function transposed({ shape, values }, perm) {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(values.length);
  const to = perm.map((axis) => shape[axis]);
  for (let i = 0; i < result.length; i++) {
    let [rest, from] = [i, 0];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      from += (rest % to[axis]) * strides[perm[axis]];
      rest = Math.floor(rest / to[axis]);
    }
    result[i] = values[from];
  }
  return { shape: to, values: result };
}

const images = (shape, seed) => transposed(data(shape, seed), [0, 3, 1, 2]);
const filters = (shape, seed, scale, depthwise = false) => transposed(data(shape, seed, scale), depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);

/** A workload: a graph of inputs, run as one session. */
const session = (make, build) => async (size) => {
  const inputs = make(size);
  const graph = new Graph();
  const names = inputs.map(({ shape }, i) => graph.input(`x${i}`, shape));
  const bytes = graph.model(build(graph, ...names));
  const created = await ort.InferenceSession.create(bytes, { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 });
  const feeds = Object.fromEntries(inputs.map(({ shape, values }, i) => [names[i], new ort.Tensor('float32', values, shape)]));
  return async () => (await created.run(feeds))[created.outputNames[0]].data[0];
};

const square = () => [data([1024, 1024], 1)];
const big = () => [data([2048, 2048], 1)];
const constant = (g, { shape, values }) => g.constant(shape, values);
const weights = (g, shape, seed, scale) => constant(g, data(shape, seed, scale));
const same = { auto_pad: 'SAME_UPPER' };

function normalize(g, x, width) {
  return g.node('LayerNormalization', [x, g.constant([width], new Float32Array(width).fill(1))], { axis: -1, epsilon: { float: 1e-5 } });
}

function gelu(g, x) {
  const erf = g.node('Erf', [g.node('Mul', [x, g.scalar(Math.SQRT1_2)])]);
  return g.node('Mul', [g.node('Mul', [x, g.scalar(0.5)]), g.node('Add', [erf, g.scalar(1)])]);
}

function chain(g, x) {
  let y = x;
  for (let i = 0; i < 1000; i++) y = g.node('Add', [y, x]);
  return y;
}

function encoder(g, x) {
  const [query, key, value, out, inner, outer] = encoderShapes.map(({ shape, scale }, i) => weights(g, shape, i + 10, scale));
  const split = g.constant([4], [8, 128, 4, 64]);
  const heads = (w, perm) => g.node('Transpose', [g.node('Reshape', [g.node('MatMul', [x, w]), split])], { perm });
  const [q, k, v] = [heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1]), heads(value, [0, 2, 1, 3])];
  const scores = g.node('Softmax', [g.node('Mul', [g.node('MatMul', [q, k]), g.scalar(1 / 8)])], { axis: -1 });
  const mixed = g.node('Transpose', [g.node('MatMul', [scores, v])], { perm: [0, 2, 1, 3] });
  const flat = g.node('Reshape', [mixed, g.constant([3], [8, 128, 256])]);
  const attended = normalize(g, g.node('Add', [x, g.node('MatMul', [flat, out])]), 256);
  const hidden = g.node('Relu', [g.node('MatMul', [attended, inner])]);
  return normalize(g, g.node('Add', [attended, g.node('MatMul', [hidden, outer])]), 256);
}

function mobileNet(g, image) {
  const limits = [g.scalar(0), g.scalar(6)];
  const x = mobileNetLayers.reduce((activations, { kind, stride, inputs, outputs, shape, scale }, i) => {
    const depthwise = kind === 'depthwise';
    const filter = constant(g, filters(shape, i + 10, scale, depthwise));
    const attributes = { ...same, strides: [stride, stride], group: depthwise ? inputs : 1 };
    return g.node('Clip', [g.node('Conv', [activations, filter, weights(g, [outputs], i + 50, 0.1)], attributes), ...limits]);
  }, image);
  const mean = g.node('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
  return g.node('MatMul', [mean, weights(g, [1024, classes], 2, 0.05)]);
}

function resNet50(g, image) {
  const convolution = (x, i) => {
    const { shape, scale, outputs, stride } = resNetLayers[i];
    return g.node('Conv', [x, constant(g, filters(shape, i + 10, scale)), weights(g, [outputs], i + 80, 0.1)], { ...same, strides: [stride, stride] });
  };
  const parts = {
    convolution,
    relu: (x) => g.node('Relu', [x]),
    add: (a, b) => g.node('Add', [a, b]),
    pool: (x) => g.node('MaxPool', [x], { ...same, kernel_shape: [3, 3], strides: [2, 2] }),
  };
  const mean = g.node('ReduceMean', [resNet(parts, image)], { axes: [2, 3], keepdims: 0 });
  return g.node('MatMul', [mean, weights(g, [2048, classes], 2, 0.05)]);
}

export const workloads = {
  matmul: session(
    (n) => [data([n, n], 1), data([n, n], 2)],
    (g, a, b) => g.node('MatMul', [a, b]),
  ),
  gelu1m: session(
    () => [data([1_000_000], 1, 3)],
    (g, x) => gelu(g, g.node('Add', [g.node('Mul', [x, g.scalar(1.5)]), g.scalar(0.25)])),
  ),
  softmax1024: session(square, (g, x) => g.node('Softmax', [x], { axis: -1 })),
  layernorm1024: session(square, (g, x) => normalize(g, x, 1024)),
  sum_axis0: session(big, (g, x) => g.node('ReduceSum', [x, g.constant([1], [0])], { keepdims: 0 })),
  sum_axis1: session(big, (g, x) => g.node('ReduceSum', [x, g.constant([1], [1])], { keepdims: 0 })),
  conv3x3: session(
    () => [images([8, 56, 56, 64], 1)],
    (g, x) => g.node('Conv', [x, constant(g, filters([3, 3, 64, 64], 2))], same),
  ),
  depthwise3x3: session(
    () => [images([8, 56, 56, 128], 1)],
    (g, x) => g.node('Conv', [x, constant(g, filters([3, 3, 128, 1], 2, 1, true))], { ...same, group: 128 }),
  ),
  function_chain: session(() => [{ shape: [8], values: new Float32Array(8).fill(1) }], chain),
  encoder_infer: session(() => [data([8, 128, 256], 1)], encoder),
  mobilenetv1: session(() => [images([1, 224, 224, 3], 1)], mobileNet),
  resnet50: session(() => [images([1, 224, 224, 3], 1)], resNet50),
};
