/** Cases of sorting and searching. Values come from spec/core.md, TensorFlow's documentation, or closed forms. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

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
