/** Cases of reductions. Values come from spec/core.md or closed forms. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];
const none: number[][] = [[], []];

export const reductionCases: readonly OperationCase[] = [
  { name: 'reduceSum', run: (x) => tf.reduceSum(x), in: [matrix], out: 21, empty: true },
  { name: 'reduceSum of an axis', run: (x) => tf.reduceSum(x, { axis: 0 }), in: [matrix], out: [5, 7, 9], empty: true },
  { name: 'reduceSum keeps axes', run: (x) => tf.reduceSum(x, { axis: -1, keepdims: true }), in: [matrix], out: [[6], [15]], empty: true },
  { name: 'reduceSum of two axes', run: (x) => tf.reduceSum(x, { axis: [0, 1] }), in: [matrix], out: 21 },
  { name: 'reduceSum of no axes', run: (x) => tf.reduceSum(x, { axis: [] }), in: [[1, 2]], out: [1, 2] },
  { name: 'sum of nothing', run: (x) => tf.reduceSum(x, { axis: 1 }), in: [none], out: [0, 0] },
  { name: 'prod of nothing', run: (x) => tf.reduceProd(x, { axis: 1 }), in: [none], out: [1, 1] },
  { name: 'max of nothing', run: (x) => tf.reduceMax(x, { axis: 1 }), in: [none], out: [-Infinity, -Infinity], grad: false },
  { name: 'min of nothing', run: (x) => tf.reduceMin(x, { axis: 1 }), in: [none], out: [Infinity, Infinity], grad: false },
  { name: 'mean of nothing', run: (x) => tf.reduceMean(x, { axis: 1 }), in: [none], out: [Number.NaN, Number.NaN], grad: false },
  { name: 'reduceMean', run: (x) => tf.reduceMean(x, { axis: 0 }), in: [matrix], out: [2.5, 3.5, 4.5] },
  { name: 'reduceMean of integers truncates', run: (x) => tf.reduceMean(x), in: [{ of: [1, 0, 1, 0], dtype: 'int32' }], out: 0, dtype: 'int32' },
  { name: 'reduceProd', run: (x) => tf.reduceProd(x, { axis: 1 }), in: [matrix], out: [6, 120] },
  { name: 'reduceProd with one zero', run: (x) => tf.reduceProd(x), in: [[2, 0, 3]], out: 0 },
  { name: 'reduceProd with two zeros', run: (x) => tf.reduceProd(x), in: [[2, 0, 3, 0]], out: 0 },
  { name: 'reduceMax', run: (x) => tf.reduceMax(x, { axis: 1 }), in: [matrix], out: [3, 6] },
  { name: 'reduceMax of NaN', run: (x) => tf.reduceMax(x), in: [[1, Number.NaN, 2]], out: Number.NaN, grad: false },
  { name: 'reduceMin', run: (x) => tf.reduceMin(x, { axis: 0 }), in: [matrix], out: [1, 2, 3] },
  { name: 'reduceMax of int32', run: (x) => tf.reduceMax(x), in: [{ of: [-5, -2], dtype: 'int32' }], out: -2 },
  { name: 'reduceMax of int64', run: (x) => tf.reduceMax(x), in: [[-5n, -2n]], out: -2n },
  {
    name: 'reduceAll',
    run: (x) => tf.reduceAll(x, { axis: 1 }),
    in: [
      [
        [true, true],
        [true, false],
      ],
    ],
    out: [true, false],
    empty: true,
  },
  {
    name: 'reduceAny',
    run: (x) => tf.reduceAny(x, { axis: 1 }),
    in: [
      [
        [false, false],
        [true, false],
      ],
    ],
    out: [false, true],
    empty: true,
  },
  { name: 'all of nothing', run: (x) => tf.reduceAll(x), in: [{ of: [], dtype: 'bool' }], out: true },
  { name: 'any of nothing', run: (x) => tf.reduceAny(x), in: [{ of: [], dtype: 'bool' }], out: false },
  {
    name: 'reduceLogsumexp',
    run: (x) => tf.reduceLogsumexp(x),
    in: [
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ],
    out: 1.791759469228055,
  },
  {
    name: 'reduceLogsumexp of an axis',
    run: (x) => tf.reduceLogsumexp(x, { axis: 1, keepdims: true }),
    in: [
      [
        [1, 2],
        [1000, 1000],
      ],
    ],
    out: [[Math.log(Math.E + Math.E ** 2)], [1000 + Math.log(2)]],
  },
  { name: 'reduceLogsumexp of -Infinity', run: (x) => tf.reduceLogsumexp(x), in: [[-Infinity, -Infinity]], out: -Infinity, grad: false },
  { name: 'reduceVariance', run: (x) => tf.math.reduceVariance(x), in: [[1, 2, 3, 4]], out: 1.25 },
  {
    name: 'reduceStd',
    run: (x) => tf.math.reduceStd(x, { axis: 1 }),
    in: [
      [
        [1, 2],
        [3, 7],
      ],
    ],
    out: [0.5, 2],
  },
  { name: 'reduceEuclideanNorm', run: (x) => tf.math.reduceEuclideanNorm(x), in: [[3, 4]], out: 5 },
  {
    name: 'countNonzero',
    run: (x) => tf.math.countNonzero(x, { axis: 0 }),
    in: [
      [
        [0, 1, 0],
        [1, 1, 0],
      ],
    ],
    out: [1n, 2n, 0n],
    dtype: 'int64',
  },
  { name: 'argmax', run: (x) => tf.argmax(x), in: [[2, 20, 30, 3, 6]], out: 2n, dtype: 'int64' },
  {
    name: 'argmax of equal ones',
    run: (x) => tf.argmax(x, { axis: 1, outputType: 'int32' }),
    in: [
      [
        [1, 3, 3],
        [5, 5, 5],
      ],
    ],
    out: [1, 0],
    dtype: 'int32',
  },
  { name: 'argmax with NaN', run: (x) => tf.argmax(x), in: [[1, Number.NaN, 3, Number.NaN]], out: 1n },
  { name: 'argmax of the lowest value', run: (x) => tf.argmax(x), in: [[-Infinity, -Infinity]], out: 0n },
  {
    name: 'argmin',
    run: (x) => tf.argmin(x, { axis: -1 }),
    in: [
      [
        [3, 1, 2],
        [4, 5, 4],
      ],
    ],
    out: [1n, 0n],
  },
  { name: 'argmax of integers', run: (x) => tf.argmax(x), in: [{ of: [-(2 ** 31), 5, 5], dtype: 'int32' }], out: 1n },
];
