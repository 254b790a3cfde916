/** Cases of functions of two tensors, clipping and complex numbers. Values come from spec/core.md or closed forms. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const a = [1, -2, 3.5, 0.5];
const b = [2, 0.5, -1.5, 4];

export const binaryCases: readonly OperationCase[] = [
  { name: 'add', run: (x, y) => tf.add(x, y), in: [a, b], out: [3, -1.5, 2, 4.5], empty: true },
  { name: 'subtract', run: (x, y) => tf.subtract(x, y), in: [a, b], out: [-1, -2.5, 5, -3.5], empty: true },
  { name: 'multiply', run: (x, y) => tf.multiply(x, y), in: [a, b], out: [2, -1, -5.25, 2], empty: true },
  { name: 'divide', run: (x, y) => tf.divide(x, y), in: [a, b], out: [0.5, -4, -7 / 3, 0.125], empty: true },
  {
    name: 'broadcasting rows and columns',
    run: (x, y) => tf.add(x, y),
    in: [
      [[1], [2]],
      [10, 20, 30],
    ],
    out: [
      [11, 21, 31],
      [12, 22, 32],
    ],
  },
  { name: 'a scalar', run: (x) => tf.multiply(x, 2), in: [a], out: [2, -4, 7, 1] },
  {
    name: 'integers divide truly',
    run: (x, y) => tf.divide(x, y),
    in: [
      { of: [7, -7], dtype: 'int32' },
      { of: [2, 2], dtype: 'int32' },
    ],
    out: [3.5, -3.5],
    dtype: 'float64',
  },
  {
    name: 'small integers divide to float32',
    run: (x, y) => tf.divide(x, y),
    in: [
      { of: [7], dtype: 'int8' },
      { of: [2], dtype: 'int8' },
    ],
    out: [3.5],
    dtype: 'float32',
  },
  {
    name: 'int8 wraps',
    run: (x, y) => tf.add(x, y),
    in: [
      { of: [127], dtype: 'int8' },
      { of: [1], dtype: 'int8' },
    ],
    out: [-128],
  },
  { name: 'int64 wraps', run: (x, y) => tf.add(x, y), in: [[2n ** 63n - 1n], [1n]], out: [-(2n ** 63n)] },
  {
    name: 'unsigned compare',
    run: (x, y) => tf.less(x, y),
    in: [
      { of: [1, 2 ** 31], dtype: 'uint32' },
      { of: [2 ** 31, 1], dtype: 'uint32' },
    ],
    out: [true, false],
  },
  {
    name: 'floordiv',
    run: (x, y) => tf.math.floordiv(x, y),
    in: [
      { of: [-7, 7, -8], dtype: 'int32' },
      { of: [2, 2, 2], dtype: 'int32' },
    ],
    out: [-4, 3, -4],
    dtype: 'int32',
  },
  {
    name: 'floordiv by negatives',
    run: (x, y) => tf.math.floordiv(x, y),
    in: [
      { of: [7, -7, 6], dtype: 'int32' },
      { of: [-2, -2, -3], dtype: 'int32' },
    ],
    out: [-4, 3, -2],
  },
  {
    name: 'floormod',
    run: (x, y) => tf.math.floormod(x, y),
    in: [
      { of: [-7, 7, 7, -7, 6], dtype: 'int32' },
      { of: [3, 3, -3, -3, -3], dtype: 'int32' },
    ],
    out: [2, 1, -2, -1, 0],
  },
  {
    name: 'floormod of floats',
    run: (x, y) => tf.math.floormod(x, y),
    in: [
      [-7.5, 7.5],
      [2, -2],
    ],
    out: [0.5, -0.5],
    grad: [0],
  },
  {
    name: 'floordiv of floats',
    run: (x, y) => tf.math.floordiv(x, y),
    in: [
      [-7.5, 7.5],
      [2, 2],
    ],
    out: [-4, 3],
  },
  {
    name: 'truncatemod',
    run: (x, y) => tf.truncatemod(x, y),
    in: [
      { of: [-7], dtype: 'int32' },
      { of: [3], dtype: 'int32' },
    ],
    out: [-1],
  },
  {
    name: 'truncatediv',
    run: (x, y) => tf.truncatediv(x, y),
    in: [
      { of: [-7], dtype: 'int32' },
      { of: [2], dtype: 'int32' },
    ],
    out: [-3],
  },
  {
    name: 'divideNoNan',
    run: (x, y) => tf.math.divideNoNan(x, y),
    in: [
      [1, 2],
      [0, 4],
    ],
    out: [0, 0.5],
    grad: [0],
  },
  {
    name: 'multiplyNoNan',
    run: (x, y) => tf.math.multiplyNoNan(x, y),
    in: [
      [Number.NaN, Infinity, 3],
      [0, 0, 2],
    ],
    out: [0, 0, 6],
    grad: false,
  },
  {
    name: 'xlogy',
    run: (x, y) => tf.math.xlogy(x, y),
    in: [
      [0, 2],
      [0, 3],
    ],
    out: [0, 2 * Math.log(3)],
    grad: false,
  },
  {
    name: 'xdivy',
    run: (x, y) => tf.math.xdivy(x, y),
    in: [
      [0, 2],
      [0, 4],
    ],
    out: [0, 0.5],
    grad: false,
  },
  {
    name: 'xlog1py',
    run: (x, y) => tf.math.xlog1py(x, y),
    in: [
      [0, 2],
      [-1, 3],
    ],
    out: [0, 2 * Math.log(4)],
    grad: false,
  },
  { name: 'squaredDifference', run: (x, y) => tf.math.squaredDifference(x, y), in: [a, b], out: [1, 6.25, 25, 12.25] },
  { name: 'maximum', run: (x, y) => tf.maximum(x, y), in: [a, b], out: [2, 0.5, 3.5, 4] },
  { name: 'minimum', run: (x, y) => tf.minimum(x, y), in: [a, b], out: [1, -2, -1.5, 0.5] },
  {
    name: 'maximum of NaN',
    run: (x, y) => tf.maximum(x, y),
    in: [
      [Number.NaN, 1],
      [1, Number.NaN],
    ],
    out: [Number.NaN, Number.NaN],
    grad: false,
  },
  {
    name: 'pow',
    run: (x, y) => tf.pow(x, y),
    in: [
      [2, 9, 4],
      [3, 0.5, -1],
    ],
    out: [8, 3, 0.25],
  },
  { name: 'pow(0, 0)', run: (x, y) => tf.pow(x, y), in: [[0], [0]], out: [1], grad: false },
  {
    name: 'pow of integers',
    run: (x, y) => tf.pow(x, y),
    in: [
      { of: [2, -3, 0], dtype: 'int32' },
      { of: [10, 3, 0], dtype: 'int32' },
    ],
    out: [1024, -27, 1],
  },
  {
    name: 'atan2',
    run: (x, y) => tf.atan2(x, y),
    in: [
      [1, -1],
      [1, -1],
    ],
    out: [Math.PI / 4, (-3 * Math.PI) / 4],
  },
  {
    name: 'nextafter',
    run: (x, y) => tf.math.nextafter(x, y),
    in: [
      [1, 0],
      [2, 1],
    ],
    out: [1 + 2 ** -23, 2 ** -149],
    tolerance: 0,
    grad: false,
  },
  {
    name: 'addN',
    run: (x, y, z) => tf.addN([x, y, z]),
    in: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    out: [9, 12],
  },
  { name: 'scalarMul', run: (s, x) => tf.math.scalarMul(s, x), in: [2, [1, 3]], out: [2, 6] },
  {
    name: 'equal with NaN',
    run: (x, y) => tf.equal(x, y),
    in: [
      [Number.NaN, 1],
      [Number.NaN, 1],
    ],
    out: [false, true],
  },
  {
    name: 'notEqual of booleans',
    run: (x, y) => tf.notEqual(x, y),
    in: [
      [true, true],
      [true, false],
    ],
    out: [false, true],
  },
  {
    name: 'greaterEqual',
    run: (x, y) => tf.greaterEqual(x, y),
    in: [
      [1, 2, 3],
      [2, 2, 2],
    ],
    out: [false, true, true],
  },
  {
    name: 'lessEqual',
    run: (x, y) => tf.lessEqual(x, y),
    in: [
      [1, 2, 3],
      [2, 2, 2],
    ],
    out: [true, true, false],
  },
  {
    name: 'greater',
    run: (x, y) => tf.greater(x, y),
    in: [
      [1, 2, 3],
      [2, 2, 2],
    ],
    out: [false, false, true],
  },
  {
    name: 'logicalAnd',
    run: (x, y) => tf.logicalAnd(x, y),
    in: [
      [true, true],
      [true, false],
    ],
    out: [true, false],
  },
  {
    name: 'logicalOr',
    run: (x, y) => tf.logicalOr(x, y),
    in: [
      [false, true],
      [false, false],
    ],
    out: [false, true],
  },
  {
    name: 'logicalXor',
    run: (x, y) => tf.math.logicalXor(x, y),
    in: [
      [true, true],
      [true, false],
    ],
    out: [false, true],
  },
  { name: 'logicalNot', run: (x) => tf.logicalNot(x), in: [[true, false]], out: [false, true] },
  {
    name: 'approximateEqual',
    run: (x, y) => tf.math.approximateEqual(x, y, { tolerance: 0.1 }),
    in: [
      [1, 1],
      [1.05, 1.2],
    ],
    out: [true, false],
  },
  { name: 'clipByValue', run: (x) => tf.clipByValue(x, -1, 1), in: [[-3, 0.5, 3]], out: [-1, 0.5, 1] },
  { name: 'clipByNorm', run: (x) => tf.clipByNorm(x, 1), in: [[3, 4]], out: [0.6, 0.8] },
  { name: 'clipByNorm leaves small ones', run: (x) => tf.clipByNorm(x, 10), in: [[3, 4]], out: [3, 4] },
  { name: 'clipByNorm of zeros', run: (x) => tf.clipByNorm(x, 1), in: [[0, 0]], out: [0, 0], grad: false },
  { name: 'complex', run: (x, y) => tf.complex(x, y), in: [[1], [2]], out: [{ re: 1, im: 2 }], dtype: 'complex64' },
];
