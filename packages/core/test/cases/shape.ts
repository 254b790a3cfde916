/** Cases of shapes: reshaping, permuting, joining, repeating, padding. Values come from spec/core.md, TensorFlow's documentation, or closed forms. */
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
