/** Cases of segments, bits, blocks and grids. Values come from spec/core.md, TensorFlow's documentation, or counting by hand. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const rows = [
  [1, 2, 3, 4],
  [4, 3, 2, 1],
  [5, 6, 7, 8],
];
const ids = { of: [0, 0, 1], dtype: 'int32' } as const;
const byte = (of: number[]): { of: number[]; dtype: 'int8' } => ({ of, dtype: 'int8' });

export const segmentCases: readonly OperationCase[] = [
  {
    name: 'segmentSum',
    run: (x) => tf.math.segmentSum(x, [0, 0, 1]),
    in: [rows],
    out: [
      [5, 5, 5, 5],
      [5, 6, 7, 8],
    ],
    symbolic: false,
    readsData: true,
  },
  {
    name: 'segmentMean',
    run: (x) => tf.math.segmentMean(x, [0, 0, 1]),
    in: [rows],
    out: [
      [2.5, 2.5, 2.5, 2.5],
      [5, 6, 7, 8],
    ],
    symbolic: false,
    readsData: true,
  },
  {
    name: 'segmentMax',
    run: (x) => tf.math.segmentMax(x, [0, 0, 1]),
    in: [rows],
    out: [
      [4, 3, 3, 4],
      [5, 6, 7, 8],
    ],
    symbolic: false,
    readsData: true,
    grad: false,
  },
  {
    name: 'segmentMin',
    run: (x) => tf.math.segmentMin(x, [0, 0, 1]),
    in: [rows],
    out: [
      [1, 2, 2, 1],
      [5, 6, 7, 8],
    ],
    symbolic: false,
    readsData: true,
    grad: false,
  },
  {
    name: 'segmentProd',
    run: (x) => tf.math.segmentProd(x, [0, 0, 1]),
    in: [rows],
    out: [
      [4, 6, 6, 4],
      [5, 6, 7, 8],
    ],
    symbolic: false,
    readsData: true,
    grad: false,
  },
  { name: 'a missing id gives 0', run: (x) => tf.math.segmentMax(x, [0, 2]), in: [[-1, -2]], out: [-1, 0, -2], symbolic: false, readsData: true, grad: false },
  {
    name: 'a missing id gives product 1',
    run: (x) => tf.math.segmentProd(x, [0, 2]),
    in: [[3, 4]],
    out: [3, 1, 4],
    symbolic: false,
    readsData: true,
    grad: false,
  },
  {
    name: 'unsortedSegmentSum',
    run: (x, i) => tf.math.unsortedSegmentSum(x, i, 3),
    in: [rows, ids],
    out: [
      [5, 5, 5, 5],
      [5, 6, 7, 8],
      [0, 0, 0, 0],
    ],
  },
  { name: 'negative ids are dropped', run: (x, i) => tf.math.unsortedSegmentSum(x, i, 2), in: [[1, 2, 4], { of: [1, -1, 1], dtype: 'int32' }], out: [0, 5] },
  {
    name: 'ids of two axes',
    run: (x, i) => tf.math.unsortedSegmentSum(x, i, 2),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      {
        of: [
          [0, 1],
          [1, 1],
        ],
        dtype: 'int32',
      },
    ],
    out: [1, 9],
  },
  {
    name: 'unsortedSegmentMean',
    run: (x, i) => tf.math.unsortedSegmentMean(x, i, 3),
    in: [rows, ids],
    out: [
      [2.5, 2.5, 2.5, 2.5],
      [5, 6, 7, 8],
      [0, 0, 0, 0],
    ],
  },
  { name: 'unsortedSegmentSqrtN', run: (x, i) => tf.math.unsortedSegmentSqrtN(x, i, 2), in: [[1, 3, 4], ids], out: [4 / Math.SQRT2, 4] },
  {
    name: 'unsortedSegmentMax of nothing',
    run: (x, i) => tf.math.unsortedSegmentMax(x, i, 2),
    in: [
      { of: [5, 3], dtype: 'int32' },
      { of: [0, 0], dtype: 'int32' },
    ],
    out: [5, -(2 ** 31)],
  },
  { name: 'unsortedSegmentMin', run: (x, i) => tf.math.unsortedSegmentMin(x, i, 1), in: [[5, 3], { of: [0, 0], dtype: 'int32' }], out: [3], grad: false },
  { name: 'unsortedSegmentProd', run: (x, i) => tf.math.unsortedSegmentProd(x, i, 2), in: [[5, 3], { of: [0, 0], dtype: 'int32' }], out: [15, 1], grad: false },
  {
    name: 'bincount',
    run: (x) => tf.math.bincount(x),
    in: [{ of: [1, 1, 2, 3, 2, 4, 4, 5], dtype: 'int32' }],
    out: [0, 2, 2, 1, 2, 1],
    symbolic: false,
    readsData: true,
  },
  {
    name: 'confusionMatrix',
    run: (x, y) => tf.math.confusionMatrix(x, y, { numClasses: 3 }),
    in: [
      { of: [0, 1, 2, 2], dtype: 'int32' },
      { of: [0, 2, 2, 2], dtype: 'int32' },
    ],
    out: [
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 2],
    ],
  },
  {
    name: 'histogramFixedWidth',
    run: (x) => tf.histogramFixedWidth(x, [0, 5], { nbins: 5 }),
    in: [[-1, 0, 1.5, 2, 5, 15]],
    out: [2, 1, 1, 0, 2],
    symbolic: false,
    grad: false,
  },
  { name: 'histogramFixedWidthBins', run: (x) => tf.histogramFixedWidthBins(x, [0, 5], { nbins: 5 }), in: [[-1, 0, 1.5, 2, 5, 15]], out: [0, 0, 1, 2, 4, 4] },
  { name: 'NaN counts nowhere', run: (x) => tf.histogramFixedWidth(x, [0, 2], { nbins: 2 }), in: [[Number.NaN, 1]], out: [0, 1], symbolic: false, grad: false },
  { name: 'bucketize', run: (x) => tf.math.bucketize(x, [0, 10, 100]), in: [[-5, 10000, 150, 10, 5, 100]], out: [0, 3, 3, 2, 1, 3], symbolic: false },
];

export const bitCases: readonly OperationCase[] = [
  { name: 'bitwiseAnd', run: (x, y) => tf.bitwise.bitwiseAnd(x, y), in: [byte([5, -1]), byte([3, 7])], out: [1, 7] },
  { name: 'bitwiseOr', run: (x, y) => tf.bitwise.bitwiseOr(x, y), in: [byte([5, 0]), byte([3, -8])], out: [7, -8] },
  { name: 'bitwiseXor', run: (x, y) => tf.bitwise.bitwiseXor(x, y), in: [byte([5]), byte([3])], out: [6] },
  { name: 'invert', run: (x) => tf.bitwise.invert(x), in: [byte([5, -1])], out: [-6, 0] },
  { name: 'leftShift', run: (x, y) => tf.bitwise.leftShift(x, y), in: [byte([-1, 1, 1]), byte([4, 7, 8])], out: [-16, -128, 0] },
  { name: 'rightShift is arithmetic', run: (x, y) => tf.bitwise.rightShift(x, y), in: [byte([-1, -16, 100, -5]), byte([4, 2, 8, 9])], out: [-1, -4, 0, -1] },
  {
    name: 'rightShift of unsigned',
    run: (x, y) => tf.bitwise.rightShift(x, y),
    in: [
      { of: [240], dtype: 'uint8' },
      { of: [4], dtype: 'uint8' },
    ],
    out: [15],
  },
  { name: 'populationCount', run: (x) => tf.bitwise.populationCount(x), in: [byte([7, -1])], out: [3, 8] },
];

export const blockCases: readonly OperationCase[] = [
  {
    name: 'spaceToDepth',
    run: (x) => tf.spaceToDepth(x, 2),
    in: [
      [
        [
          [[1], [2]],
          [[3], [4]],
        ],
      ],
    ],
    out: [[[[1, 2, 3, 4]]]],
    empty: true,
  },
  {
    name: 'depthToSpace',
    run: (x) => tf.depthToSpace(x, 2),
    in: [[[[[1, 2, 3, 4]]]]],
    out: [
      [
        [[1], [2]],
        [[3], [4]],
      ],
    ],
    empty: true,
  },
  {
    name: 'spaceToDepth of NCHW',
    run: (x) => tf.spaceToDepth(x, 2, { dataFormat: 'NCHW' }),
    in: [
      [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
    ],
    out: [[[[1]], [[2]], [[3]], [[4]]]],
  },
  {
    name: 'spaceToBatch',
    run: (x) =>
      tf.spaceToBatch(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    in: [
      [
        [
          [[1], [2]],
          [[3], [4]],
        ],
      ],
    ],
    out: [[[[1]]], [[[2]]], [[[3]]], [[[4]]]],
  },
  {
    name: 'batchToSpace',
    run: (x) =>
      tf.batchToSpace(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 1],
        ],
      ),
    in: [[[[[1]]], [[[2]]], [[[3]]], [[[4]]]]],
    out: [[[[1]], [[3]]]],
    symbolic: false,
  },
  {
    name: 'meshgrid',
    run: (x, y) => tf.meshgrid([x, y]),
    in: [
      [1, 2, 3],
      [4, 5],
    ],
    out: [
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [
        [4, 4, 4],
        [5, 5, 5],
      ],
    ],
  },
  {
    name: 'meshgrid ij',
    run: (x, y) => tf.meshgrid([x, y], { indexing: 'ij' }),
    in: [
      [1, 2],
      [4, 5],
    ],
    out: [
      [
        [1, 1],
        [2, 2],
      ],
      [
        [4, 5],
        [4, 5],
      ],
    ],
    symbolic: false,
  },
  {
    name: 'sequenceMask',
    run: (x) => tf.sequenceMask(x, { maxlen: 5 }),
    in: [{ of: [1, 3, 2], dtype: 'int32' }],
    out: [
      [true, false, false, false, false],
      [true, true, true, false, false],
      [true, true, false, false, false],
    ],
  },
  {
    name: 'sequenceMask of its own length',
    run: (x) => tf.sequenceMask(x, { dtype: 'float32' }),
    in: [{ of: [1, 2], dtype: 'int64' }],
    out: [
      [1, 0],
      [1, 1],
    ],
    symbolic: false,
    readsData: true,
  },
];
