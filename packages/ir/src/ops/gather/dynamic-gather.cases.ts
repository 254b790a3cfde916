import { f32 as f32Type, f64 as f64Type, i64 as i64Type } from '@millrace/ir';
import { type CaseTable, casesFor, i64, integers, normal } from '@millrace/testing';
import { dynamicGather } from './dynamic-gather.ts';
import type { GatherNumbers } from './gather-numbers.ts';

const numbers: GatherNumbers = {
  offsetDims: [2, 3],
  collapsedSliceDims: [0],
  operandBatchingDims: [],
  startIndicesBatchingDims: [],
  startIndexMap: [1, 0],
  indexVectorDim: 2,
};
const types = ['tensor<3x4x2xf32>', 'tensor<2x3x2xi64>', 'tensor<3xi64>'];
const reject = (breaks: string, change: Partial<GatherNumbers>, message: string, operands: string[] = types) => ({
  breaks,
  in: operands,
  attributes: { dimensionNumbers: { ...numbers, ...change }, shape: [2, 3, 2, 2] },
  message,
});
const operand = i64([
  [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ],
  [
    [9, 10],
    [11, 12],
    [13, 14],
    [15, 16],
  ],
  [
    [17, 18],
    [19, 20],
    [21, 22],
    [23, 24],
  ],
]);
const indices = i64([
  [
    [0, 0],
    [1, 0],
    [2, 1],
  ],
  [
    [0, 1],
    [1, 1],
    [0, 2],
  ],
]);
let next = 0;

export const cases: CaseTable = casesFor(dynamicGather, {
  values: [
    {
      name: "the specification's example",
      in: [operand, indices, i64([1, 2, 2])],
      attributes: { dimensionNumbers: numbers, shape: [2, 3, 2, 2] },
      out: i64([
        [
          [
            [1, 2],
            [3, 4],
          ],
          [
            [3, 4],
            [5, 6],
          ],
          [
            [13, 14],
            [15, 16],
          ],
        ],
        [
          [
            [9, 10],
            [11, 12],
          ],
          [
            [11, 12],
            [13, 14],
          ],
          [
            [17, 18],
            [19, 20],
          ],
        ],
      ]),
    },
  ],
  rejects: [
    reject('c1', { offsetDims: [2] }, 'must have 3 entries together'),
    reject('c2', { indexVectorDim: 4 }, 'indexVectorDim 4'),
    reject('c3', { startIndexMap: [1] }, 'startIndexMap must have 2 entries'),
    reject('c4', { offsetDims: [3, 2] }, 'must be unique and ascending'),
    reject('c5', { offsetDims: [2, 4] }, 'must be axes of the result'),
    reject('c6', { offsetDims: [2], collapsedSliceDims: [1, 0] }, 'collapsedSliceDims [1, 0] must be unique and ascending'),
    reject('c7', { collapsedSliceDims: [3] }, 'collapsedSliceDims [3] must be axes of the operand'),
    reject('c9', { startIndexMap: [1, 1] }, 'startIndexMap [1, 1] must be unique'),
    reject('c10', { startIndexMap: [1, 3] }, 'startIndexMap [1, 3] must be axes of the operand'),
    reject('c11', {}, 'sliceSizes must have 3 entries', [types[0], types[1], 'tensor<2xi64>']),
    reject('c13', {}, 'the result must have shape [2, 4, 2, 2]; got [2, 3, 2, 2]', [types[0], 'tensor<2x4x2xi64>', types[2]]),
    {
      breaks: 'evaluation',
      in: [operand, indices, i64([2, 2, 2])],
      attributes: { dimensionNumbers: numbers, shape: [2, 3, 2, 2] },
      message: 'sliceSizes [2, 2, 2] do not fit',
    },
  ],
  random: [
    {
      shapes: [[[3, 4, 2], [2, 3, 2], [3]]],
      dtypes: [f32Type, f64Type],
      elements: (dtype) => [dtype, i64Type, i64Type],
      draw: [normal(), integers(-1, 4), () => BigInt([1, 2, 2][next++ % 3])],
      attributes: { dimensionNumbers: numbers, shape: [2, 3, 2, 2] },
    },
  ],
});
