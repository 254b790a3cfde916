import { f32 as f32Type, i64 as i64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import type { ConvolutionNumbers } from './convolution-numbers.ts';
import { dynamicConv } from './dynamic-conv.ts';

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
const operands = ['tensor<2x5x4xf32>', 'tensor<3x4x6xf32>', 'tensor<1x2xi64>'];
const base = { dimensionNumbers: line, shape: [2, 5, 6] };
const reject = (breaks: string, change: object, message: string, types: string[] = operands) => ({
  breaks,
  in: types,
  attributes: { ...base, ...change },
  message,
});

export const cases: CaseTable = casesFor(dynamicConv, {
  values: [
    {
      name: 'a line, padded',
      in: [f32([[[1], [2], [3]]]), f32([[[1]], [[10]], [[100]]]), i64([[1, 1]])],
      attributes: { dimensionNumbers: line, shape: [1, 3, 1] },
      out: f32([[[210], [321], [32]]]),
    },
  ],
  rejects: [
    reject('c1', {}, 'must have one rank', ['tensor<2x5x4xf32>', 'tensor<3x4xf32>', operands[2]]),
    reject('c2', { windowStrides: [1, 1] }, 'windowStrides must have 1 entries'),
    reject('c3', { windowStrides: [0] }, 'windowStrides must be positive'),
    reject('c4', {}, 'padding must have shape [1, 2]; got [2, 2]', [...operands.slice(0, 2), 'tensor<2x2xi64>']),
    reject('c5', { lhsDilation: [1, 1] }, 'lhsDilation must have 1 entries'),
    reject('c6', { lhsDilation: [0] }, 'lhsDilation must be positive'),
    reject('c7', { rhsDilation: [1, 1] }, 'rhsDilation must have 1 entries'),
    reject('c8', { rhsDilation: [-1] }, 'rhsDilation must be positive'),
    reject('c9', { windowReversal: [true, false] }, 'windowReversal must have 1 entries'),
    reject('c10', { batchGroupCount: 3 }, 'batchGroupCount 3 must divide the batch size 2'),
    reject('c11', { featureGroupCount: 3 }, 'featureGroupCount 3 must divide the number of features 4'),
    reject('c12', { dimensionNumbers: { ...line, inputSpatialDimensions: [] } }, 'inputSpatialDimensions must have 1 entries'),
    reject('c13', { dimensionNumbers: { ...line, inputFeatureDimension: 1 } }, 'input dimensions [0, 1, 1] must hold'),
    reject('c14', {}, 'the kernel must have 4 input features; got 3', ['tensor<2x5x4xf32>', 'tensor<3x3x6xf32>', operands[2]]),
    reject('c15', { batchGroupCount: 2 }, 'must divide the number of output features 5', ['tensor<2x5x4xf32>', 'tensor<3x4x5xf32>', operands[2]]),
    reject('c16', { featureGroupCount: 2 }, 'must divide the number of output features 5', ['tensor<2x5x4xf32>', 'tensor<3x2x5xf32>', operands[2]]),
    reject('c17', { dimensionNumbers: { ...line, kernelSpatialDimensions: [0, 1] } }, 'kernelSpatialDimensions must have 1 entries'),
    reject('c18', { dimensionNumbers: { ...line, kernelSpatialDimensions: [1] } }, 'kernel dimensions [1, 1, 2] must hold'),
    reject('c19', { dimensionNumbers: { ...line, outputSpatialDimensions: [] } }, 'outputSpatialDimensions must have 1 entries'),
    reject('c20', { dimensionNumbers: { ...line, outputBatchDimension: 3 } }, 'output dimensions [3, 1, 2] must hold'),
    reject('c21', { featureGroupCount: 0 }, 'featureGroupCount must be positive'),
    reject('c22', { batchGroupCount: 0 }, 'batchGroupCount must be positive'),
    reject('c23', { featureGroupCount: 2, batchGroupCount: 2 }, 'one of featureGroupCount and batchGroupCount must be 1'),
    reject('c24', { precisionConfig: ['HIGH', 'HIGH', 'HIGH'] }, 'precisionConfig must have at most 2 entries; got 3'),
    reject('c26', { shape: [2, 5] }, 'the result [2, 5] must have rank 3'),
    reject('c27', {}, 'one element type; got f32 and f64', ['tensor<2x5x4xf32>', 'tensor<3x4x6xf64>', operands[2]]),
  ],
  random: [
    {
      shapes: [
        [
          [2, 5, 2],
          [3, 2, 3],
          [1, 2],
        ],
      ],
      dtypes: [f32Type],
      elements: (dtype) => [dtype, dtype, i64Type],
      draw: [normal(), normal(), () => 1n],
      attributes: { dimensionNumbers: line, windowStrides: [2], shape: [2, 3, 3] },
    },
  ],
});
