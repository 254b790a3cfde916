/** Derivatives of programs whose batch size arrives with the data: every rule must build without knowing it. */
import {
  methods as b,
  combinerRegion,
  EvalBuilder,
  f32,
  i32,
  installBase,
  pullbackRegion,
  symbol,
  type TensorType,
  tensorType,
  trace,
  type Value,
} from '@millrace/ir';
import { beforeAll, expect, test } from 'vitest';

beforeAll(() => installBase(new EvalBuilder()));

const n = symbol('batch');
const rows = tensorType(f32, [n, 5]);
const images = tensorType(f32, [n, 8, 8, 3]);
const features = tensorType(f32, [3]);
const scalar = (value: number): Value => b.scalar(f32, value);
const total = (x: Value): Value =>
  b.sum(
    x,
    (x.type as TensorType).shape.map((_, i) => i),
  );
const pooling = { windowDimensions: [1, 2, 2, 1], windowStrides: [1, 2, 2, 1] };
const convolution = {
  inputBatchDimension: 0,
  inputFeatureDimension: 3,
  inputSpatialDimensions: [1, 2],
  kernelInputFeatureDimension: 2,
  kernelOutputFeatureDimension: 3,
  kernelSpatialDimensions: [0, 1],
  outputBatchDimension: 0,
  outputFeatureDimension: 3,
  outputSpatialDimensions: [1, 2],
};
const lookup = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0], indexVectorDim: 1 };

const table: readonly (readonly [string, readonly TensorType[], (...args: Value[]) => Value])[] = [
  [
    'dot_general',
    [rows, tensorType(f32, [5, 2])],
    (x, w) => b.dotGeneral(x, w, { dotDimensionNumbers: { lhsContractingDimensions: [1], rhsContractingDimensions: [0] } }),
  ],
  [
    'convolution',
    [images, tensorType(f32, [3, 3, 3, 4])],
    (x, w) =>
      b.convolution(x, w, {
        dimensionNumbers: convolution,
        padding: [
          [1, 1],
          [1, 1],
        ],
      }),
  ],
  ['depthwise convolution', [images, tensorType(f32, [3, 3, 1, 6])], (x, w) => b.convolution(x, w, { dimensionNumbers: convolution, featureGroupCount: 3 })],
  ['maximum pooling', [images], (x) => b.reduceWindow([x], [scalar(Number.NEGATIVE_INFINITY)], { ...pooling, body: combinerRegion('maximum', f32) })[0]],
  ['sum pooling', [images], (x) => b.reduceWindow([x], [scalar(0)], { ...pooling, body: combinerRegion('add', f32) })[0]],
  [
    'dilated pooling',
    [images],
    (x) => b.reduceWindow([x], [scalar(Number.NEGATIVE_INFINITY)], { ...pooling, windowDilations: [1, 2, 2, 1], body: combinerRegion('maximum', f32) })[0],
  ],
  ['maximum', [rows], (x) => b.reduce([x], [scalar(0)], { dimensions: [1], body: combinerRegion('maximum', f32) })[0]],
  ['product', [rows], (x) => b.reduce([x], [scalar(1)], { dimensions: [1], body: combinerRegion('multiply', f32) })[0]],
  ['softmax', [rows], (x) => b.softmax(x, { axis: 1 })],
  ['cross entropy', [rows, rows], (x, y) => b.softmaxCrossEntropy(x, y)],
  ['sparse cross entropy', [rows, tensorType(i32, [n])], (x, y) => b.sparseSoftmaxCrossEntropy(x, y)],
  ['layer norm', [rows, tensorType(f32, [5]), tensorType(f32, [5])], (x, g, o) => b.layerNorm(x, g, o, { epsilon: 1e-3 })],
  ['batch norm', [images, features, features], (x, g, o) => b.batchNormTraining(x, g, o, { epsilon: 1e-3, featureIndex: 3 })[0]],
  [
    'batch norm with statistics',
    [images, features, features],
    (x, g, o) => {
      const [y, mean, variance] = b.batchNormTraining(x, g, o, { epsilon: 1e-3, featureIndex: 3 });
      return b.add(total(y), b.add(total(mean), total(variance)));
    },
  ],
  ['embedding', [tensorType(f32, [7, 4]), tensorType(i32, [n, 1])], (w, i) => b.gather(w, i, { dimensionNumbers: lookup, sliceSizes: [1, 4] })],
  [
    'segment sum',
    [rows, tensorType(i32, [n, 1])],
    (x, i) =>
      b.scatter([b.zeros(tensorType(f32, [4, 5]))], i, [x], {
        scatterDimensionNumbers: { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0], indexVectorDim: 1 },
        updateComputation: combinerRegion('add', f32),
      })[0],
  ],
  [
    'recurrence',
    [tensorType(f32, [6, n, 5]), rows],
    (xs, h) =>
      b.scan([h, xs], {
        carryCount: 1,
        body: trace([rows, rows], (state, x) => {
          const next = b.tanh(b.add(state, x));
          return [next, next];
        }),
      })[1],
  ],
];

test.each(table)('%s', (_name, types, f) => {
  const region = trace(types, (...args) => [total(f(...args))]);
  const { program } = trace(types, (...args) => pullbackRegion(region, args, [scalar(1)]).args.filter((ct) => ct !== null));
  const differentiable = types.filter((t) => t.element === f32);
  expect(program.results.map((r) => r.type)).toEqual(differentiable);
});
