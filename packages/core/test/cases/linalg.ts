/** Cases of products, norms and matrix structure. Values come from spec/core.md, TensorFlow's documentation, or closed forms. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

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
