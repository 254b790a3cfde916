/** Cases of cumulative functions. Values come from spec/core.md or counting by hand. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const third = [1, 2, 3];

export const cumulativeCases: readonly OperationCase[] = [
  { name: 'cumsum', run: (x) => tf.cumsum(x), in: [third], out: [1, 3, 6], symbolic: false, empty: true },
  { name: 'cumsum exclusive', run: (x) => tf.cumsum(x, { exclusive: true }), in: [third], out: [0, 1, 3], symbolic: false, empty: true },
  { name: 'cumsum reverse', run: (x) => tf.cumsum(x, { reverse: true }), in: [third], out: [6, 5, 3], symbolic: false },
  { name: 'cumsum both', run: (x) => tf.cumsum(x, { exclusive: true, reverse: true }), in: [third], out: [5, 3, 0], symbolic: false },
  {
    name: 'cumsum of an axis',
    run: (x) => tf.cumsum(x, { axis: 1 }),
    in: [
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    ],
    out: [
      [1, 3, 6, 10],
      [5, 11, 18, 26],
    ],
    symbolic: false,
  },
  { name: 'cumprod', run: (x) => tf.math.cumprod(x), in: [[2, 3, 4]], out: [2, 6, 24], symbolic: false },
  { name: 'cumprod with zeros', run: (x) => tf.math.cumprod(x), in: [[2, 0, 4, 0, 5]], out: [2, 0, 0, 0, 0], symbolic: false },
  { name: 'cumulativeLogsumexp', run: (x) => tf.math.cumulativeLogsumexp(x), in: [[0, 0, 0]], out: [0, Math.log(2), Math.log(3)], symbolic: false },
  {
    name: 'cumulativeLogsumexp exclusive',
    run: (x) => tf.math.cumulativeLogsumexp(x, { exclusive: true }),
    in: [[1, 2]],
    out: [-Infinity, 1],
    symbolic: false,
    grad: false,
  },
];
