import { i32 as i32Type, i64 as i64Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, f32, i32, i64, integers, normal } from '@millrace/testing';
import { gather } from './gather.ts';
import type { GatherNumbers } from './gather-numbers.ts';

const rows: GatherNumbers = {
  offsetDims: [1],
  collapsedSliceDims: [0],
  operandBatchingDims: [],
  startIndicesBatchingDims: [],
  startIndexMap: [0],
  indexVectorDim: 1,
};
const specification: GatherNumbers = {
  offsetDims: [3, 4],
  collapsedSliceDims: [1],
  operandBatchingDims: [0],
  startIndicesBatchingDims: [1],
  startIndexMap: [2, 1],
  indexVectorDim: 3,
};
const reject = (breaks: string, change: Partial<GatherNumbers>, message: string, sliceSizes: number[] = [1, 1, 2, 2]) => ({
  breaks,
  in: ['tensor<2x3x4x2xf32>', 'tensor<2x2x3x2xi64>'],
  attributes: { dimensionNumbers: { ...specification, ...change }, sliceSizes },
  message,
});
const indexed = (dtype: typeof i64Type) => [dtype, i64Type];

export const cases: CaseTable = casesFor(gather, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [
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
          ],
          [
            [
              [25, 26],
              [27, 28],
              [29, 30],
              [31, 32],
            ],
            [
              [33, 34],
              [35, 36],
              [37, 38],
              [39, 40],
            ],
            [
              [41, 42],
              [43, 44],
              [45, 46],
              [47, 48],
            ],
          ],
        ]),
        i64([
          [
            [
              [0, 0],
              [1, 0],
              [2, 1],
            ],
            [
              [0, 1],
              [1, 1],
              [0, 9],
            ],
          ],
          [
            [
              [0, 0],
              [2, 1],
              [2, 2],
            ],
            [
              [1, 2],
              [0, 1],
              [1, 0],
            ],
          ],
        ]),
      ],
      attributes: { dimensionNumbers: specification, sliceSizes: [1, 1, 2, 2] },
      out: i32([
        [
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
              [33, 34],
              [35, 36],
            ],
            [
              [35, 36],
              [37, 38],
            ],
            [
              [41, 42],
              [43, 44],
            ],
          ],
        ],
        [
          [
            [
              [1, 2],
              [3, 4],
            ],
            [
              [13, 14],
              [15, 16],
            ],
            [
              [21, 22],
              [23, 24],
            ],
          ],
          [
            [
              [43, 44],
              [45, 46],
            ],
            [
              [33, 34],
              [35, 36],
            ],
            [
              [27, 28],
              [29, 30],
            ],
          ],
        ],
      ]),
    },
    {
      name: 'rows, indices clamped at both ends',
      in: [
        f32([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        i32([[2], [-1], [7]]),
      ],
      attributes: { dimensionNumbers: rows, sliceSizes: [1, 2] },
      out: f32([
        [5, 6],
        [1, 2],
        [5, 6],
      ]),
    },
    {
      name: 'index vector dimension after the last axis',
      in: [f32([1, 2, 3]), i32([2, 0])],
      attributes: { dimensionNumbers: { ...rows, offsetDims: [] }, sliceSizes: [1] },
      out: f32([3, 1]),
    },
    { name: 'no indices', in: [f32([[1, 2]]), i32.empty([0, 1])], attributes: { dimensionNumbers: rows, sliceSizes: [1, 2] }, out: f32.empty([0, 2]) },
  ],
  rejects: [
    reject('c1', { offsetDims: [3] }, 'must have 4 entries together'),
    reject('c2', { indexVectorDim: 5 }, 'indexVectorDim 5 must be at least 0 and at most 4'),
    reject('c3', { startIndexMap: [2] }, 'startIndexMap must have 2 entries'),
    reject('c4', { offsetDims: [4, 3] }, 'offsetDims [4, 3] must be unique and ascending'),
    reject('c5', { offsetDims: [3, 5] }, 'offsetDims [3, 5] must be axes of the result, which has 5'),
    reject('c6', { collapsedSliceDims: [0] }, 'must be unique'),
    reject('c7', { offsetDims: [3], collapsedSliceDims: [2, 1] }, 'collapsedSliceDims [2, 1] must be ascending', [1, 1, 1, 2]),
    reject('c8', { collapsedSliceDims: [4] }, 'collapsedSliceDims [4] must be axes of the operand'),
    reject('c9', {}, 'sliceSizes of collapsed axes must be at most 1', [1, 2, 2, 2]),
    reject(
      'c10',
      { offsetDims: [3], operandBatchingDims: [2, 0], startIndicesBatchingDims: [0, 1] },
      'operandBatchingDims [2, 0] must be ascending',
      [1, 1, 1, 2],
    ),
    reject('c11', { operandBatchingDims: [7] }, 'operandBatchingDims [7] must be axes of the operand'),
    reject('c12', {}, 'sliceSizes of batching axes must be at most 1', [2, 1, 2, 2]),
    reject(
      'c13',
      { offsetDims: [3], collapsedSliceDims: [1], operandBatchingDims: [0, 2], startIndicesBatchingDims: [1, 1] },
      'startIndicesBatchingDims [1, 1] must be unique',
      [1, 1, 1, 2],
    ),
    reject('c14', { startIndicesBatchingDims: [4] }, 'startIndicesBatchingDims [4] must be axes of the indices'),
    reject('c15', { startIndicesBatchingDims: [3] }, 'indexVectorDim 3 must not be a batching axis'),
    reject('c16', { startIndicesBatchingDims: [] }, 'must have one length'),
    reject('c17', { startIndicesBatchingDims: [2] }, 'sizes of batching axes differ'),
    reject('c18', { startIndexMap: [2, 0] }, 'startIndexMap and operandBatchingDims must be unique'),
    reject('c19', { startIndexMap: [2, 4] }, 'startIndexMap [2, 4] must be axes of the operand'),
    reject('c20', {}, 'sliceSizes must have 4 entries; got 3', [1, 1, 2]),
    reject('c21', {}, 'sliceSizes [1, 1, 5, 2] must be at most [2, 3, 4, 2]', [1, 1, 5, 2]),
  ],
  random: [
    {
      shapes: [
        [
          [5, 3],
          [4, 1],
        ],
        [
          [2, 7],
          [3, 1],
        ],
      ],
      dtypes: allTypes,
      elements: (dtype) => [dtype, i32Type],
      draw: [normal(10), integers(-1, 6)],
      attributes: ([operand]) => ({ dimensionNumbers: rows, sliceSizes: [1, operand[1]] }),
    },
    {
      shapes: [
        [
          [2, 3, 4, 2],
          [2, 2, 3, 2],
        ],
      ],
      dtypes: allTypes.slice(0, 1),
      elements: indexed,
      draw: [normal(10), integers(-1, 4)],
      attributes: { dimensionNumbers: specification, sliceSizes: [1, 1, 2, 2] },
    },
    {
      shapes: [[[5], [4]]],
      dtypes: allTypes.slice(0, 1),
      elements: indexed,
      draw: [normal(10), integers(0, 6)],
      attributes: { dimensionNumbers: { ...rows, offsetDims: [] }, sliceSizes: [1] },
    },
  ],
});
