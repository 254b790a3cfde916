import { f32 as f32Type, f64 as f64Type, i32 as i32Type } from '@millrace/ir';
import { allNumeric, type CaseTable, casesFor, f32, i8, i32, i64, integers, normal } from '@millrace/testing';
import { convolution } from './convolution.ts';
import type { ConvolutionNumbers } from './convolution-numbers.ts';

/** [b, 0, f] x [0, i, o] -> [b, 0, f] */
const line: ConvolutionNumbers = {
  inputBatchDimension: 0,
  inputFeatureDimension: 2,
  inputSpatialDimensions: [1],
  kernelInputFeatureDimension: 1,
  kernelOutputFeatureDimension: 2,
  kernelSpatialDimensions: [0],
  outputBatchDimension: 0,
  outputFeatureDimension: 2,
  outputSpatialDimensions: [1],
};
/** [b, 0, 1, f] x [0, 1, i, o] -> [b, 0, 1, f] */
const plane: ConvolutionNumbers = {
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
/** [f, 1, 0, b] x [o, 1, i, 0] -> [0, b, f, 1] */
const mixed: ConvolutionNumbers = {
  inputBatchDimension: 3,
  inputFeatureDimension: 0,
  inputSpatialDimensions: [2, 1],
  kernelInputFeatureDimension: 2,
  kernelOutputFeatureDimension: 0,
  kernelSpatialDimensions: [3, 1],
  outputBatchDimension: 1,
  outputFeatureDimension: 2,
  outputSpatialDimensions: [0, 3],
};
const operands = ['tensor<2x5x4xf32>', 'tensor<3x4x6xf32>'];
const reject = (breaks: string, change: object, message: string, types: string[] = operands) => ({
  breaks,
  in: types,
  attributes: { dimensionNumbers: line, ...change },
  message,
});
const floating = [f32Type, f64Type];

export const cases: CaseTable = casesFor(convolution, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [
            [[1], [2], [5], [6]],
            [[3], [4], [7], [8]],
            [[10], [11], [14], [15]],
            [[12], [13], [16], [17]],
          ],
        ]),
        i64([
          [[[1]], [[1]], [[1]]],
          [[[1]], [[1]], [[1]]],
          [[[1]], [[1]], [[1]]],
        ]),
      ],
      attributes: { dimensionNumbers: plane, windowStrides: [4, 4], lhsDilation: [2, 2] },
      out: i64([
        [
          [[10], [26]],
          [[46], [62]],
        ],
      ]),
    },
    {
      name: 'a line, padded',
      in: [f32([[[1], [2], [3]]]), f32([[[1]], [[10]], [[100]]])],
      attributes: { dimensionNumbers: line, padding: [[1, 1]] },
      out: f32([[[210], [321], [32]]]),
    },
    {
      name: 'reversed window',
      in: [f32([[[1], [2], [3]]]), f32([[[1]], [[10]], [[100]]])],
      attributes: { dimensionNumbers: line, windowReversal: [true] },
      out: f32([[[123]]]),
    },
    {
      name: 'one group for each feature',
      in: [
        f32([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
        f32([[[1, 10, 100, 1000]]]),
      ],
      attributes: { dimensionNumbers: line, featureGroupCount: 2 },
      out: f32([
        [
          [1, 10, 200, 2000],
          [3, 30, 400, 4000],
        ],
      ]),
    },
    {
      name: 'one group for each half of the batch',
      in: [f32([[[1]], [[2]]]), f32([[[1, 10]]])],
      attributes: { dimensionNumbers: line, batchGroupCount: 2 },
      out: f32([[[1, 20]]]),
    },
    { name: 'wider result', in: [i8([[[100, 100]]]), i8([[[100], [100]]])], attributes: { dimensionNumbers: line, element: i32Type }, out: i32([[[20000]]]) },
    { name: 'no windows', in: [f32([[[1]]]), f32([[[1]], [[1]]])], attributes: { dimensionNumbers: line }, out: f32.empty([1, 0, 1]) },
  ],
  rejects: [
    reject('c1', {}, 'must have one rank', ['tensor<2x5x4xf32>', 'tensor<3x4xf32>']),
    reject('c2', { windowStrides: [1, 1] }, 'windowStrides must have 1 entries'),
    reject('c3', { windowStrides: [0] }, 'windowStrides must be positive'),
    reject(
      'c4',
      {
        padding: [
          [0, 0],
          [0, 0],
        ],
      },
      'padding must have shape [1, 2]',
    ),
    reject('c5', { lhsDilation: [1, 1] }, 'lhsDilation must have 1 entries'),
    reject('c6', { lhsDilation: [0] }, 'lhsDilation must be positive'),
    reject('c7', { rhsDilation: [1, 1] }, 'rhsDilation must have 1 entries'),
    reject('c8', { rhsDilation: [-1] }, 'rhsDilation must be positive'),
    reject('c9', { windowReversal: [true, false] }, 'windowReversal must have 1 entries'),
    reject('c10', { batchGroupCount: 3 }, 'batchGroupCount 3 must divide the batch size 2'),
    reject('c11', { featureGroupCount: 3 }, 'featureGroupCount 3 must divide the number of features 4'),
    reject('c12', { dimensionNumbers: { ...line, inputSpatialDimensions: [] } }, 'inputSpatialDimensions must have 1 entries'),
    reject('c13', { dimensionNumbers: { ...line, inputFeatureDimension: 1 } }, 'input dimensions [0, 1, 1] must hold each of the 3 axes once'),
    reject('c14', {}, 'the kernel must have 4 input features; got 3', ['tensor<2x5x4xf32>', 'tensor<3x3x6xf32>']),
    reject('c15', { batchGroupCount: 2 }, 'batchGroupCount 2 must divide the number of output features 5', ['tensor<2x5x4xf32>', 'tensor<3x4x5xf32>']),
    reject('c16', { featureGroupCount: 2 }, 'featureGroupCount 2 must divide the number of output features 5', ['tensor<2x5x4xf32>', 'tensor<3x2x5xf32>']),
    reject('c17', { dimensionNumbers: { ...line, kernelSpatialDimensions: [0, 1] } }, 'kernelSpatialDimensions must have 1 entries'),
    reject('c18', { dimensionNumbers: { ...line, kernelSpatialDimensions: [1] } }, 'kernel dimensions [1, 1, 2] must hold each'),
    reject('c19', { dimensionNumbers: { ...line, outputSpatialDimensions: [] } }, 'outputSpatialDimensions must have 1 entries'),
    reject('c20', { dimensionNumbers: { ...line, outputBatchDimension: 3 } }, 'output dimensions [3, 1, 2] must hold each'),
    reject('c21', { featureGroupCount: 0 }, 'featureGroupCount must be positive'),
    reject('c22', { batchGroupCount: 0 }, 'batchGroupCount must be positive'),
    reject('c23', { featureGroupCount: 2, batchGroupCount: 2 }, 'one of featureGroupCount and batchGroupCount must be 1'),
    reject('c24', { precisionConfig: ['HIGH', 'HIGH', 'HIGH'] }, 'precisionConfig must have at most 2 entries; got 3'),
    reject('c27', {}, 'one element type; got f32 and f64', ['tensor<2x5x4xf32>', 'tensor<3x4x6xf64>']),
  ],
  random: [
    {
      shapes: [
        [
          [2, 5, 6, 3],
          [3, 2, 3, 4],
        ],
      ],
      dtypes: allNumeric,
      draw: [integers(-3, 4)],
      attributes: {
        dimensionNumbers: plane,
        windowStrides: [2, 1],
        padding: [
          [1, 1],
          [0, 1],
        ],
      },
    },
    {
      shapes: [
        [
          [4, 5, 6, 2],
          [6, 2, 2, 3],
        ],
      ],
      dtypes: floating,
      draw: [normal()],
      attributes: {
        dimensionNumbers: mixed,
        featureGroupCount: 2,
        windowStrides: [2, 1],
        padding: [
          [1, 2],
          [-1, 1],
        ],
        lhsDilation: [1, 2],
        rhsDilation: [2, 3],
        windowReversal: [true, false],
      },
    },
    {
      shapes: [
        [
          [4, 5, 3],
          [2, 3, 6],
        ],
      ],
      dtypes: floating,
      draw: [normal()],
      attributes: { dimensionNumbers: line, batchGroupCount: 2, windowStrides: [2] },
    },
    {
      shapes: [
        [
          [2, 4, 3],
          [3, 1, 6],
        ],
      ],
      dtypes: floating,
      draw: [normal()],
      attributes: { dimensionNumbers: line, featureGroupCount: 3, padding: [[1, 1]] },
    },
  ],
  // Devices round every f32 step, where the evaluator keeps f64 and rounds once; and they walk a reversed window the other way.
  ulp: { 'relative f32': 1e-6, 'relative f64': 2e-15 },
});
