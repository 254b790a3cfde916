/** Cases of functions of each element. Values come from spec/core.md, TensorFlow's documentation, or closed forms in JavaScript's float64. */
import * as tf from '../../src/index.ts';
import type { OperationCase } from '../operation-checks.ts';

const points = [-2.5, -0.75, -0.1, 0.3, 1.25, 3];
const positive = [0.1, 0.5, 1, 2, 7.5];
const inside = [-0.9, -0.5, 0.1, 0.4, 0.95];

/** A function of one number with JavaScript's function of the same name as the closed form. */
function closed(
  name: string,
  run: (x: tf.Tensor) => tf.Tensor,
  f: (x: number) => number,
  at: readonly number[] = points,
  more: Partial<OperationCase> = {},
): OperationCase {
  return { name, run, in: [at], out: at.map((x) => f(Math.fround(x))), tolerance: 2e-6, empty: true, ...more };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const unaryCases: readonly OperationCase[] = [
  closed('abs', (x) => tf.abs(x), Math.abs),
  closed(
    'negative',
    (x) => tf.negative(x),
    (x) => -x,
  ),
  closed('sign', (x) => tf.sign(x), Math.sign),
  closed(
    'square',
    (x) => tf.square(x),
    (x) => x * x,
  ),
  closed('sqrt', (x) => tf.sqrt(x), Math.sqrt, positive),
  closed(
    'rsqrt',
    (x) => tf.math.rsqrt(x),
    (x) => 1 / Math.sqrt(x),
    positive,
  ),
  closed('exp', (x) => tf.exp(x), Math.exp),
  closed('expm1', (x) => tf.math.expm1(x), Math.expm1),
  closed('log', (x) => tf.math.log(x), Math.log, positive),
  closed('log1p', (x) => tf.math.log1p(x), Math.log1p, inside),
  closed('sin', (x) => tf.sin(x), Math.sin),
  closed('cos', (x) => tf.cos(x), Math.cos),
  closed('tan', (x) => tf.tan(x), Math.tan),
  closed('asin', (x) => tf.asin(x), Math.asin, inside),
  closed('acos', (x) => tf.acos(x), Math.acos, inside),
  closed('atan', (x) => tf.atan(x), Math.atan),
  closed('sinh', (x) => tf.sinh(x), Math.sinh),
  closed('cosh', (x) => tf.cosh(x), Math.cosh),
  closed('tanh', (x) => tf.tanh(x), Math.tanh),
  closed('asinh', (x) => tf.asinh(x), Math.asinh),
  closed('acosh', (x) => tf.acosh(x), Math.acosh, [1.5, 2, 7]),
  closed('atanh', (x) => tf.atanh(x), Math.atanh, inside),
  closed('sigmoid', (x) => tf.sigmoid(x), sigmoid),
  closed(
    'logSigmoid',
    (x) => tf.math.logSigmoid(x),
    (x) => Math.log(sigmoid(x)),
  ),
  closed(
    'softplus',
    (x) => tf.math.softplus(x),
    (x) => Math.log1p(Math.exp(x)),
  ),
  closed('floor', (x) => tf.floor(x), Math.floor, points, { grad: false }),
  closed('ceil', (x) => tf.math.ceil(x), Math.ceil, points, { grad: false }),
  closed(
    'reciprocal',
    (x) => tf.math.reciprocal(x),
    (x) => 1 / x,
  ),
  closed(
    'reciprocalNoNan',
    (x) => tf.math.reciprocalNoNan(x),
    (x) => (x === 0 ? 0 : 1 / x),
    [-2, 0, 4],
    { grad: false },
  ),
  { name: 'round half to even', run: (x) => tf.round(x), in: [[0.9, 2.5, 2.3, 1.5, -4.5]], out: [1, 2, 2, 2, -4], grad: false },
  { name: 'rounding keeps integers', run: (x) => tf.floor(x), in: [{ of: [-3, 2], dtype: 'int32' }], out: [-3, 2], dtype: 'int32' },
  { name: 'log1p near zero', run: (x) => tf.math.log1p(x), in: [{ of: [1e-10], dtype: 'float64' }], out: [1e-10 - 5e-21], tolerance: 1e-25 },
  { name: 'lgamma', run: (x) => tf.math.lgamma(x), in: [[0.5, 1, 4]], out: [0.5723649429247001, 0, Math.log(6)] },
  { name: 'digamma', run: (x) => tf.math.digamma(x), in: [[1, 2]], out: [-0.5772156649015329, 0.42278433509846713] },
  { name: 'erf', run: (x) => tf.math.erf(x), in: [[0, 1, -1]], out: [0, 0.8427007929497149, -0.8427007929497149] },
  { name: 'erfc', run: (x) => tf.math.erfc(x), in: [[0, 1]], out: [1, 0.15729920705028513] },
  { name: 'erfinv inverts erf', run: (x) => tf.math.erfinv(x), in: [[0, 0.8427007929497149, -0.5]], out: [0, 1, -0.4769362762044699], tolerance: 3e-6 },
  { name: 'ndtri', run: (x) => tf.math.ndtri(x), in: [[0.5, 0.975]], out: [0, 1.959963984540054], tolerance: 3e-6 },
  { name: 'polygamma', run: (x) => tf.math.polygamma(1, x), in: [[1, 2]], out: [Math.PI ** 2 / 6, Math.PI ** 2 / 6 - 1] },
  { name: 'zeta', run: (x) => tf.math.zeta(x, 1), in: [[2, 4]], out: [Math.PI ** 2 / 6, Math.PI ** 4 / 90], grad: false },
  { name: 'besselI0', run: (x) => tf.math.besselI0(x), in: [[0, 1]], out: [1, 1.2660658777520082] },
  { name: 'besselI1', run: (x) => tf.math.besselI1(x), in: [[0.5, 1]], out: [0.2578943053908963, 0.565159103992485] },
  {
    name: 'lbeta',
    run: (x) => tf.math.lbeta(x),
    in: [
      [
        [1, 1],
        [2, 3],
      ],
    ],
    out: [0, Math.log(1 / 12)],
  },
  { name: 'zeroFraction', run: (x) => tf.math.zeroFraction(x), in: [[0, 1, 0, 2]], out: 0.5, grad: false },
  { name: 'outside the domain is NaN', run: (x) => tf.sqrt(x), in: [[-1]], out: [Number.NaN], grad: false },
  { name: 'sign of NaN', run: (x) => tf.sign(x), in: [[Number.NaN]], out: [Number.NaN], grad: false },
  { name: 'isNan', run: (x) => tf.math.isNan(x), in: [[Number.NaN, 1, Infinity]], out: [true, false, false] },
  { name: 'isInf', run: (x) => tf.math.isInf(x), in: [[Number.NaN, 1, -Infinity]], out: [false, false, true] },
  { name: 'isFinite', run: (x) => tf.math.isFinite(x), in: [[Number.NaN, 1, -Infinity]], out: [false, true, false] },
  { name: 'complex abs', run: (x) => tf.abs(x), in: [[{ re: 3, im: 4 }]], out: [5], dtype: 'float32' },
  { name: 'complex parts', run: (x) => [tf.math.real(x), tf.math.imag(x)], in: [[{ re: 3, im: 4 }]], out: [[3], [4]] },
  { name: 'conj', run: (x) => tf.math.conj(x), in: [[{ re: 3, im: 4 }]], out: [{ re: 3, im: -4 }] },
  {
    name: 'angle',
    run: (x) => tf.math.angle(x),
    in: [
      [
        { re: 0, im: 2 },
        { re: -1, im: 0 },
      ],
    ],
    out: [Math.PI / 2, Math.PI],
  },
  { name: 'cast truncates', grad: false, run: (x) => tf.cast(x, 'int32'), in: [[1.8, 2.2, -1.8]], out: [1, 2, -1], dtype: 'int32' },
  { name: 'cast saturates and makes NaN 0', run: (x) => tf.cast(x, 'int32'), in: [[3e9, -3e9, Number.NaN]], out: [2147483647, -2147483648, 0] },
  { name: 'cast of complex drops the imaginary part', run: (x) => tf.cast(x, 'float32'), in: [[{ re: 3, im: 4 }]], out: [3] },
  { name: 'saturateCast to uint8', run: (x) => tf.saturateCast(x, 'uint8'), in: [[300, -5, 7.9]], out: [255, 0, 7], dtype: 'uint8' },
  { name: 'saturateCast to int32', run: (x) => tf.saturateCast(x, 'int32'), in: [[1e12, -1e12]], out: [2147483520, -2147483648] },
  { name: 'bitcast', run: (x) => tf.bitcast(x, 'uint32'), in: [[1]], out: [0x3f800000], dtype: 'uint32' },
  { name: 'bitcast to a smaller dtype', run: (x) => tf.bitcast(x, 'uint8'), in: [{ of: [0x04030201], dtype: 'uint32' }], out: [[1, 2, 3, 4]] },
  { name: 'bitcast to a larger dtype', run: (x) => tf.bitcast(x, 'uint32'), in: [{ of: [[1, 2, 3, 4]], dtype: 'uint8' }], out: [0x04030201] },
];
