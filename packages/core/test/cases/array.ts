/** Cases of shapes, indexing, sorting, products. Values come from spec/core.md, TensorFlow's documentation, or closed forms. */
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

export const shapeCases: readonly OperationCase[] = [
  {
    name: 'reshape',
    run: (x) => tf.reshape(x, [3, 2]),
    in: [matrix],
    out: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    symbolic: false,
  },
  {
    name: 'reshape with -1',
    run: (x) => tf.reshape(x, [-1, 3, 1]),
    in: [matrix],
    out: [
      [[1], [2], [3]],
      [[4], [5], [6]],
    ],
    empty: true,
  },
  {
    name: 'transpose',
    run: (x) => tf.transpose(x),
    in: [matrix],
    out: [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
    empty: true,
  },
  {
    name: 'transpose with perm',
    run: (x) => tf.transpose(x, { perm: [0, 2, 1] }),
    in: [cube],
    out: [
      [
        [1, 3],
        [2, 4],
      ],
      [
        [5, 7],
        [6, 8],
      ],
    ],
    empty: true,
  },
  {
    name: 'matrixTranspose',
    run: (x) => tf.linalg.matrixTranspose(x),
    in: [cube],
    out: [
      [
        [1, 3],
        [2, 4],
      ],
      [
        [5, 7],
        [6, 8],
      ],
    ],
  },
  { name: 'transpose conjugate', run: (x) => tf.transpose(x, { conjugate: true }), in: [[[{ re: 1, im: 2 }]]], out: [[{ re: 1, im: -2 }]] },
  { name: 'expandDims', run: (x) => tf.expandDims(x, -1), in: [[1, 2]], out: [[1], [2]], empty: true },
  { name: 'squeeze', run: (x) => tf.squeeze(x), in: [[[[1], [2]]]], out: [1, 2], symbolic: false },
  { name: 'squeeze of an axis', run: (x) => tf.squeeze(x, { axis: [2] }), in: [[[[1], [2]]]], out: [[1, 2]] },
  {
    name: 'broadcastTo',
    run: (x) => tf.broadcastTo(x, [2, 3]),
    in: [[1, 2, 3]],
    out: [
      [1, 2, 3],
      [1, 2, 3],
    ],
    symbolic: false,
  },
  { name: 'concat', run: (x, y) => tf.concat([x, y], 0), in: [matrix, [[7, 8, 9]]], out: [...matrix, [7, 8, 9]] },
  {
    name: 'concat of the last axis',
    run: (x, y) => tf.concat([x, y], -1),
    in: [matrix, [[7], [8]]],
    out: [
      [1, 2, 3, 7],
      [4, 5, 6, 8],
    ],
    empty: true,
  },
  {
    name: 'stack',
    run: (x, y) => tf.stack([x, y]),
    in: [
      [1, 2],
      [3, 4],
    ],
    out: [
      [1, 2],
      [3, 4],
    ],
    empty: true,
  },
  {
    name: 'stack of a new last axis',
    run: (x, y) => tf.stack([x, y], { axis: -1 }),
    in: [
      [1, 2],
      [3, 4],
    ],
    out: [
      [1, 3],
      [2, 4],
    ],
    empty: true,
  },
  {
    name: 'unstack',
    run: (x) => tf.unstack(x, { axis: 1 }),
    in: [matrix],
    out: [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  },
  {
    name: 'split in equal parts',
    run: (x) => tf.split(x, 3, { axis: 1 }),
    in: [matrix],
    out: [
      [[1], [4]],
      [[2], [5]],
      [[3], [6]],
    ],
  },
  {
    name: 'split in sizes',
    run: (x) => tf.split(x, [1, -1], { axis: 1 }),
    in: [matrix],
    out: [
      [[1], [4]],
      [
        [2, 3],
        [5, 6],
      ],
    ],
  },
  {
    name: 'pad',
    run: (x) =>
      tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    in: [[[1, 2]]],
    out: [
      [0, 0, 0, 0],
      [1, 2, 0, 0],
    ],
  },
  { name: 'pad with a value', run: (x) => tf.pad(x, [[1, 1]], { constantValues: 9 }), in: [[1, 2]], out: [9, 1, 2, 9], empty: true },
  { name: 'pad REFLECT', run: (x) => tf.pad(x, [[2, 2]], { mode: 'REFLECT' }), in: [[1, 2, 3]], out: [3, 2, 1, 2, 3, 2, 1], symbolic: false },
  { name: 'pad SYMMETRIC', run: (x) => tf.pad(x, [[2, 2]], { mode: 'SYMMETRIC' }), in: [[1, 2, 3]], out: [2, 1, 1, 2, 3, 3, 2], symbolic: false },
  {
    name: 'tile',
    run: (x) => tf.tile(x, [2, 2]),
    in: [[[1, 2]]],
    out: [
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ],
    empty: true,
  },
  { name: 'repeat each', run: (x) => tf.repeat(x, [3, 0]), in: [[1, 2]], out: [1, 1, 1], symbolic: false },
  { name: 'repeat an axis', run: (x) => tf.repeat(x, 2, { axis: 1 }), in: [[[1, 2]]], out: [[1, 1, 2, 2]], empty: true },
  {
    name: 'repeat rows by count',
    run: (x) => tf.repeat(x, [2, 1], { axis: 0 }),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [
      [1, 2],
      [1, 2],
      [3, 4],
    ],
    symbolic: false,
  },
  {
    name: 'reverse',
    run: (x) => tf.reverse(x, [1]),
    in: [matrix],
    out: [
      [3, 2, 1],
      [6, 5, 4],
    ],
    empty: true,
  },
  { name: 'roll', run: (x) => tf.roll(x, 2, 0), in: [[0, 1, 2, 3, 4]], out: [3, 4, 0, 1, 2], symbolic: false, empty: true },
  {
    name: 'roll back',
    run: (x) => tf.roll(x, [-1, 1], [0, 1]),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [
      [4, 3],
      [2, 1],
    ],
    symbolic: false,
  },
  {
    name: 'reverseSequence',
    run: (x) => tf.reverseSequence(x, [2, 3], { seqAxis: 1 }),
    in: [matrix],
    out: [
      [2, 1, 3],
      [6, 5, 4],
    ],
    symbolic: false,
  },
  { name: 'identity', run: (x) => tf.identity(x), in: [[1, 2]], out: [1, 2] },
  { name: 'ensureShape', run: (x) => tf.ensureShape(x, [null, 3]), in: [matrix], out: matrix },
  {
    name: 'zerosLike',
    run: (x) => tf.zerosLike(x),
    in: [matrix],
    out: [
      [0, 0, 0],
      [0, 0, 0],
    ],
    empty: true,
  },
  { name: 'onesLike of another dtype', run: (x) => tf.onesLike(x, { dtype: 'int32' as never }), in: [[5, 6]], out: [1, 1], dtype: 'int32' },
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

export const sortCases: readonly OperationCase[] = [
  { name: 'sort', run: (x) => tf.sort(x), in: [[1, 10, 26.9, 2.8, 166.32, 62.3]], out: [1, 2.8, 10, 26.9, 62.3, 166.32] },
  {
    name: 'sort down an axis',
    run: (x) => tf.sort(x, { axis: 0, direction: 'DESCENDING' }),
    in: [
      [
        [1, 5],
        [3, 4],
      ],
    ],
    out: [
      [3, 5],
      [1, 4],
    ],
  },
  { name: 'sort places NaN last', run: (x) => tf.sort(x), in: [[Number.NaN, 1, -Infinity, 0]], out: [-Infinity, 0, 1, Number.NaN], grad: false },
  { name: 'argsort', run: (x) => tf.argsort(x), in: [[1, 10, 26.9, 2.8, 166.32, 62.3]], out: [0, 3, 1, 2, 5, 4], dtype: 'int32' },
  { name: 'argsort is stable', run: (x) => tf.argsort(x, { direction: 'DESCENDING' }), in: [{ of: [2, 1, 2, 1], dtype: 'int32' }], out: [0, 2, 1, 3] },
  {
    name: 'topK',
    run: (x) => {
      const { values, indices } = tf.math.topK(x, { k: 3 });
      return [values, indices];
    },
    in: [[1, 2, 98, 1, 1, 99, 3, 1, 3, 96, 4, 1]],
    out: [
      [99, 98, 96],
      [5, 2, 9],
    ],
    symbolic: false,
  },
  { name: 'topK of equal ones', run: (x) => tf.math.topK(x, { k: 2 }).indices, in: [[[3, 3, 3]]], out: [[0, 1]] },
  {
    name: 'inTopK',
    run: (t, p) => tf.math.inTopK(t, p, 2),
    in: [
      { of: [0, 1, 7], dtype: 'int32' },
      [
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ],
    ],
    out: [false, true, false],
  },
  {
    name: 'searchsorted left',
    run: (s, v) => tf.searchsorted(s, v),
    in: [
      [-1, 3.3, 9.1, 10],
      [0, 4.1, 12],
    ],
    out: [1, 2, 4],
    symbolic: false,
    dtype: 'int32',
  },
  {
    name: 'searchsorted right',
    run: (s, v) => tf.searchsorted(s, v, { side: 'right' }),
    in: [
      [1, 2, 2, 3],
      [2, 0, 3],
    ],
    out: [3, 0, 4],
    symbolic: false,
  },
  {
    name: 'searchsorted of rows',
    run: (s, v) => tf.searchsorted(s, v),
    in: [
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
      [
        [3, 6],
        [3, 7],
      ],
    ],
    out: [
      [1, 3],
      [1, 3],
    ],
  },
];

export const linalgCases: readonly OperationCase[] = [
  {
    name: 'matmul',
    run: (x, y) => tf.matmul(x, y),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    out: [
      [19, 22],
      [43, 50],
    ],
    symbolic: false,
  },
  {
    name: 'matmul of an unknown batch',
    run: (x) => tf.matmul(x, [[1], [2]]),
    in: [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    out: [[5], [11], [17]],
    empty: true,
  },
  {
    name: 'matmul transposeA',
    run: (x, y) => tf.matmul(x, y, { transposeA: true }),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    out: [
      [26, 30],
      [38, 44],
    ],
  },
  {
    name: 'matmul transposeB',
    run: (x, y) => tf.matmul(x, y, { transposeB: true }),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    out: [
      [17, 23],
      [39, 53],
    ],
    empty: true,
  },
  {
    name: 'matmul of both',
    run: (x, y) => tf.matmul(x, y, { transposeA: true, transposeB: true }),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    out: [
      [23, 31],
      [34, 46],
    ],
    symbolic: false,
  },
  { name: 'batched matmul broadcasts', run: (x, y) => tf.matmul(x, y), in: [[[[1, 2]], [[3, 4]]], [[[1], [1]]]], out: [[[3]], [[7]]] },
  {
    name: 'rows times one matrix',
    run: (x, y) => tf.matmul(x, y),
    in: [
      [[[1, 2]], [[3, 4]]],
      [
        [1, 0, 2],
        [0, 1, 3],
      ],
    ],
    out: [[[1, 2, 8]], [[3, 4, 18]]],
    symbolic: false,
  },
  { name: 'adjoint', run: (x, y) => tf.matmul(x, y, { adjointA: true }), in: [[[{ re: 0, im: 1 }]], [[{ re: 2, im: 0 }]]], out: [[{ re: 0, im: -2 }]] },
  {
    name: 'matvec',
    run: (x, y) => tf.linalg.matvec(x, y),
    in: [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [1, 1],
    ],
    out: [3, 7, 11],
  },
  {
    name: 'tensordot',
    run: (x, y) => tf.tensordot(x, y, 1),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [1, 1],
    ],
    out: [3, 7],
    symbolic: false,
  },
  {
    name: 'tensordot of lists',
    run: (x, y) =>
      tf.tensordot(x, y, [
        [0, 1],
        [1, 0],
      ]),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 3],
        [2, 4],
      ],
    ],
    out: 30,
    symbolic: false,
  },
  {
    name: 'einsum of a batched product',
    run: (x, y) => tf.einsum('bij,bjk->bik', x, y),
    in: [
      [[[1, 2]], [[3, 4]]],
      [
        [[1], [1]],
        [[2], [0]],
      ],
    ],
    out: [[[3]], [[6]]],
  },
  {
    name: 'einsum transposes',
    run: (x) => tf.einsum('ij->ji', x),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [
      [1, 3],
      [2, 4],
    ],
  },
  {
    name: 'einsum takes the trace',
    run: (x) => tf.einsum('ii', x),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: 5,
  },
  {
    name: 'einsum takes the diagonal',
    run: (x) => tf.einsum('ii->i', x),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [1, 4],
  },
  {
    name: 'einsum with an implicit output',
    run: (x, y) => tf.einsum('kj,ik', x, y),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 0],
        [1, 1],
      ],
    ],
    out: [
      [1, 2],
      [4, 6],
    ],
  },
  {
    name: 'einsum of an outer product',
    run: (x, y) => tf.einsum('i,j->ij', x, y),
    in: [
      [1, 2],
      [3, 4, 5],
    ],
    out: [
      [3, 4, 5],
      [6, 8, 10],
    ],
  },
  {
    name: 'einsum of three',
    run: (x, y, z) => tf.einsum('i,ij,j->', x, y, z),
    in: [
      [1, 2],
      [
        [1, 0],
        [0, 1],
      ],
      [3, 4],
    ],
    out: 11,
  },
  {
    name: 'einsum sums what is left',
    run: (x, y) => tf.einsum('ij,k->i', x, y),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
      [1, 10],
    ],
    out: [33, 77],
    symbolic: false,
  },
  {
    name: 'einsum with an ellipsis',
    run: (x, y) => tf.einsum('...ij,...jk->...ik', x, y),
    in: [
      [[[1, 2]], [[3, 4]]],
      [[1], [1]],
    ],
    out: [[[3]], [[7]]],
    symbolic: false,
  },
  {
    name: 'bandPart',
    run: (x) => tf.linalg.bandPart(x, 0, 1),
    in: [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ],
    out: [
      [1, 2, 0],
      [0, 5, 6],
      [0, 0, 9],
    ],
  },
  {
    name: 'bandPart of a lower triangle',
    run: (x) => tf.linalg.bandPart(x, -1, 0),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [
      [1, 0],
      [3, 4],
    ],
    empty: true,
  },
  {
    name: 'diag',
    run: (x) => tf.linalg.diag(x),
    in: [[1, 2]],
    out: [
      [1, 0],
      [0, 2],
    ],
    symbolic: false,
  },
  {
    name: 'diag above',
    run: (x) => tf.linalg.diag(x, { k: 1 }),
    in: [[1, 2]],
    out: [
      [0, 1, 0],
      [0, 0, 2],
      [0, 0, 0],
    ],
    symbolic: false,
  },
  {
    name: 'diag below',
    run: (x) => tf.linalg.diag(x, { k: -1 }),
    in: [[[1, 2]]],
    out: [
      [
        [0, 0, 0],
        [1, 0, 0],
        [0, 2, 0],
      ],
    ],
  },
  {
    name: 'diagPart',
    run: (x) => tf.linalg.diagPart(x),
    in: [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    out: [1, 5],
    symbolic: false,
  },
  {
    name: 'diagPart above',
    run: (x) => tf.linalg.diagPart(x, { k: 1 }),
    in: [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    out: [2, 6],
    symbolic: false,
  },
  {
    name: 'setDiag',
    run: (x, d) => tf.linalg.setDiag(x, d),
    in: [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [8, 9],
    ],
    out: [
      [8, 2, 3],
      [4, 9, 6],
    ],
    symbolic: false,
  },
  {
    name: 'trace',
    run: (x) => tf.linalg.trace(x),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: 5,
    symbolic: false,
  },
  {
    name: 'tensorDiag',
    run: (x) => tf.linalg.tensorDiag(x),
    in: [[1, 2]],
    out: [
      [1, 0],
      [0, 2],
    ],
    symbolic: false,
  },
  {
    name: 'tensorDiagPart',
    run: (x) => tf.linalg.tensorDiagPart(x),
    in: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    out: [1, 4],
    symbolic: false,
  },
  { name: 'norm', run: (x) => tf.norm(x), in: [[3, 4]], out: 5 },
  {
    name: 'norm 1',
    run: (x) => tf.norm(x, { ord: 1, axis: 1 }),
    in: [
      [
        [3, -4],
        [1, 1],
      ],
    ],
    out: [7, 2],
  },
  { name: 'norm inf', run: (x) => tf.norm(x, { ord: Infinity }), in: [[3, -4]], out: 4 },
  { name: 'norm 3', run: (x) => tf.norm(x, { ord: 3 }), in: [[1, 2]], out: 9 ** (1 / 3) },
  {
    name: 'norm of matrices',
    run: (x) => tf.norm(x, { ord: 1, axis: [0, 1] }),
    in: [
      [
        [1, -2],
        [3, 4],
      ],
    ],
    out: 6,
  },
  {
    name: 'norm inf of matrices',
    run: (x) => tf.norm(x, { ord: Infinity, axis: [0, 1] }),
    in: [
      [
        [1, -2],
        [3, 4],
      ],
    ],
    out: 7,
  },
  {
    name: 'norm fro keeps axes',
    run: (x) => tf.norm(x, { ord: 'fro', axis: [0, 1], keepdims: true }),
    in: [
      [
        [1, 2],
        [2, 4],
      ],
    ],
    out: [[5]],
  },
  { name: 'normalize', run: (x) => tf.linalg.normalize(x)[0], in: [[3, 4]], out: [0.6, 0.8] },
  {
    name: 'l2Normalize',
    run: (x) => tf.math.l2Normalize(x, { axis: 1 }),
    in: [
      [
        [3, 4],
        [0, 2],
      ],
    ],
    out: [
      [0.6, 0.8],
      [0, 1],
    ],
  },
  {
    name: 'cross',
    run: (x, y) => tf.linalg.cross(x, y),
    in: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    out: [-3, 6, -3],
    symbolic: false,
  },
];
