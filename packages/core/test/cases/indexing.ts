/** Cases of indexing: slices, gathers, scatters, choices. Values come from spec/core.md, TensorFlow's documentation, or closed forms. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];
const cube = [
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
];

export const indexingCases: readonly OperationCase[] = [
  {
    name: 'slice',
    run: (x) => tf.slice(x, [0, 1], [2, -1]),
    in: [matrix],
    out: [
      [2, 3],
      [5, 6],
    ],
    symbolic: false,
  },
  {
    name: "sl ':, ::-1'",
    run: (x) => x.sl`:, ::-1`,
    in: [matrix],
    out: [
      [3, 2, 1],
      [6, 5, 4],
    ],
  },
  { name: 'at with a number', run: (x) => x.at(-1), in: [matrix], out: [4, 5, 6], symbolic: false },
  {
    name: 'at with a range',
    run: (x) => x.at(null, tf.slice(0, null, 2)),
    in: [matrix],
    out: [
      [1, 3],
      [4, 6],
    ],
  },
  {
    name: 'at with an ellipsis and a new axis',
    run: (x) => x.at(tf.ellipsis, 0, tf.newaxis),
    in: [cube],
    out: [
      [[1], [3]],
      [[5], [7]],
    ],
    symbolic: false,
  },
  { name: 'bounds are clamped', run: (x) => x.sl`1:99`, in: [[1, 2, 3]], out: [2, 3], symbolic: false },
  { name: 'an empty range', run: (x) => x.sl`5:2`, in: [[1, 2, 3]], out: [], symbolic: false },
  { name: 'a negative step past the start', run: (x) => x.sl`1:-99:-1`, in: [[1, 2, 3]], out: [2, 1], symbolic: false },
  { name: 'a negative step of two', run: (x) => x.sl`::-2`, in: [[1, 2, 3, 4]], out: [4, 2], symbolic: false },
  {
    name: 'stridedSlice',
    run: (x) => tf.stridedSlice(x, [0, 0], [1, 3], { strides: [1, 2], shrinkAxisMask: 1 }),
    in: [matrix],
    out: [1, 3],
    symbolic: false,
  },
  {
    name: 'stridedSlice with masks',
    run: (x) => tf.stridedSlice(x, [1, 1], [0, 0], { strides: [1, -1], beginMask: 1, endMask: 3 }),
    in: [matrix],
    out: [
      [2, 1],
      [5, 4],
    ],
    symbolic: false,
  },
  {
    name: 'gather',
    run: (x, i) => tf.gather(x, i),
    in: [matrix, { of: [1, 0, 1], dtype: 'int32' }],
    out: [
      [4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
    ],
  },
  {
    name: 'gather of an axis',
    run: (x, i) => tf.gather(x, i, { axis: 1 }),
    in: [matrix, { of: [[2, 0]], dtype: 'int32' }],
    out: [[[3, 1]], [[6, 4]]],
  },
  {
    name: 'gather with batch axes',
    run: (x, i) => tf.gather(x, i, { batchDims: 1 }),
    in: [
      matrix,
      {
        of: [
          [2, 0],
          [1, 1],
        ],
        dtype: 'int32',
      },
    ],
    out: [
      [3, 1],
      [5, 5],
    ],
  },
  {
    name: 'gather with clipping',
    run: (x, i) => tf.gather(x, i, { mode: 'clip' }),
    in: [[1, 2, 3], { of: [-4, 7], dtype: 'int32' }],
    out: [1, 3],
    symbolic: false,
  },
  {
    name: 'gather with filling',
    run: (x, i) => tf.gather(x, i, { mode: 'fill' }),
    in: [[1, 2, 3], { of: [-1, 1, 3], dtype: 'int32' }],
    out: [0, 2, 0],
    symbolic: false,
  },
  {
    name: 'gatherNd',
    run: (x, i) => tf.gatherNd(x, i),
    in: [
      matrix,
      {
        of: [
          [0, 2],
          [1, 1],
        ],
        dtype: 'int32',
      },
    ],
    out: [3, 5],
  },
  {
    name: 'gatherNd of slices',
    run: (x, i) => tf.gatherNd(x, i),
    in: [matrix, { of: [[1], [0]], dtype: 'int32' }],
    out: [
      [4, 5, 6],
      [1, 2, 3],
    ],
  },
  {
    name: 'gatherNd with batch axes',
    run: (x, i) => tf.gatherNd(x, i, { batchDims: 1 }),
    in: [matrix, { of: [[2], [0]], dtype: 'int32' }],
    out: [3, 4],
    symbolic: false,
  },
  { name: 'scatterNd', run: (u) => tf.scatterNd([[4], [3], [1], [7]], u, [8]), in: [[9, 10, 11, 12]], out: [0, 11, 0, 10, 9, 0, 0, 12], symbolic: false },
  {
    name: 'scatterNd adds duplicates',
    run: (u) => tf.scatterNd([[1], [1]], u, [3, 2]),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [
      [0, 0],
      [4, 6],
      [0, 0],
    ],
    symbolic: false,
  },
  {
    name: 'tensorScatterNdUpdate',
    run: (x, u) => tf.tensorScatterNdUpdate(x, [[1], [3]], u),
    in: [
      [1, 1, 1, 1, 1],
      [9, 10],
    ],
    out: [1, 9, 1, 10, 1],
    symbolic: false,
  },
  {
    name: 'of duplicate updates the last wins',
    run: (x, u) => tf.tensorScatterNdUpdate(x, [[1], [1]], u),
    in: [
      [1, 1, 1],
      [9, 10],
    ],
    out: [1, 10, 1],
    symbolic: false,
    grad: false,
  },
  {
    name: 'tensorScatterNdAdd',
    run: (x, u) => tf.tensorScatterNdAdd(x, [[0], [0]], u),
    in: [
      [1, 1],
      [2, 3],
    ],
    out: [6, 1],
    symbolic: false,
  },
  {
    name: 'tensorScatterNdSub',
    run: (x, u) => tf.tensorScatterNdSub(x, [[0], [1]], u),
    in: [
      [1, 1],
      [2, 3],
    ],
    out: [-1, -2],
    symbolic: false,
  },
  {
    name: 'tensorScatterNdMax',
    run: (x, u) => tf.tensorScatterNdMax(x, [[0], [1]], u),
    in: [
      [1, 5],
      [2, 3],
    ],
    out: [2, 5],
    symbolic: false,
  },
  {
    name: 'tensorScatterNdMin',
    run: (x, u) => tf.tensorScatterNdMin(x, [[0], [1]], u),
    in: [
      [1, 5],
      [2, 3],
    ],
    out: [1, 3],
    symbolic: false,
  },
  {
    name: 'where',
    run: (c, x, y) => tf.where(c, x, y),
    in: [
      [true, false, true],
      [1, 2, 3],
      [10, 20, 30],
    ],
    out: [1, 20, 3],
    empty: true,
  },
  {
    name: 'where broadcasts',
    run: (c, x) => tf.where(c, x, 0),
    in: [
      [[true], [false]],
      [1, 2],
    ],
    out: [
      [1, 2],
      [0, 0],
    ],
    symbolic: false,
  },
  {
    name: 'oneHot',
    run: (i) => tf.oneHot(i, 3),
    in: [{ of: [0, 2, -1, 3], dtype: 'int32' }],
    out: [
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ],
    dtype: 'float32',
    empty: true,
  },
  {
    name: 'oneHot with values and axis',
    run: (i) => tf.oneHot(i, 2, { onValue: 5, offValue: -1, axis: 0 }),
    in: [{ of: [0, 1, 1], dtype: 'int32' }],
    out: [
      [5, -1, -1],
      [-1, 5, 5],
    ],
    empty: true,
  },
  {
    name: 'oneHot of booleans',
    run: (i) => tf.oneHot(i, 2, { onValue: true, offValue: false, dtype: 'bool' }),
    in: [{ of: [1], dtype: 'int64' }],
    out: [[false, true]],
    dtype: 'bool',
  },
];
