/** The acceptance column of shared/spec/core.md for its P0 rows, sections 1 to 4, 7, 14, 15 and 19, where a row is one line. Strings come with a later issue. */
import { describe, expect, test } from 'vitest';
import * as tf from '../src/index.ts';

const int = (value: number | readonly number[]): tf.Tensor => tf.constant(value as number[], { dtype: 'int32' }) as tf.Tensor;
const grad = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): unknown => {
  const tape = new tf.GradientTape();
  const y = tape.run(() => {
    tape.watch(x);
    return f(x);
  });
  return tape.gradient(y, x)?.array() ?? null;
};
const matrix = tf.constant([
  [1, 2, 3],
  [4, 5, 6],
]);

type Row = readonly [name: string, value: () => unknown, expected: unknown];

/** Tensors are read, so that rows compare plain values; bigints and nested lists stay as they are. */
const read = (value: unknown): unknown => (value instanceof tf.Tensor ? value.array() : Array.isArray(value) ? value.map(read) : value);

const exact: Readonly<Record<string, readonly Row[]>> = {
  '1 dtypes': [
    ['max', () => tf.float32.max, 3.4028234663852886e38],
    ['half', () => tf.asDtype('half') === tf.float16, true],
    ['add wraps mod 2^64', () => tf.add(tf.constant(2n ** 63n - 1n), 1n), -(2n ** 63n)],
    ['bf16', () => tf.cast([1 / 3, Math.PI, 0.1], 'bfloat16'), [0.333984375, 3.140625, 0.10009765625]],
    ['f16 overflow', () => tf.cast(tf.constant([65519, 65520], { dtype: 'float64' }), 'float16'), [65504, Infinity]],
    ['float to int truncates', () => tf.cast([1.8, 2.2, -1.8], 'int32'), [1, 2, -1]],
    ['out of range saturates, NaN is 0', () => tf.cast([1e20, -1e20, Number.NaN], 'int32'), [2147483647, -2147483648, 0]],
    ['a number beside integers', () => tf.add(int([1]), 2).dtype.name, 'int32'],
    ['an index dtype', () => [tf.range(3).dtype.name, tf.argmax([1]).dtype.name], ['int32', 'int64']],
  ],
  '2 shapes and indexing': [
    ['broadcast', () => tf.add(tf.zeros([8, 1, 6, 1]), tf.zeros([7, 1, 5])).shape, [8, 7, 6, 5]],
    ['negative step', () => matrix.sl`:, ::-1`, [[3, 2, 1], [6, 5, 4]]], // biome-ignore format: one row a line
    ['ellipsis and newaxis', () => matrix.sl`..., None`.shape, [2, 3, 1]],
    ['a bound out of range clamps', () => matrix.sl`0:10`.shape, [2, 3]],
    ['slice to the end', () => tf.slice(matrix, [0, 1], [2, -1]), [[2, 3], [5, 6]]], // biome-ignore format: one row a line
    ['split infers', () => tf.split(tf.range(5), [3, -1]).map((x) => x.shape), [[3], [2]]],
    ['REFLECT', () => tf.pad([1, 2, 3], [[2, 2]], { mode: 'REFLECT' }), [3, 2, 1, 2, 3, 2, 1]],
    ['SYMMETRIC', () => tf.pad([1, 2, 3], [[2, 2]], { mode: 'SYMMETRIC' }), [2, 1, 1, 2, 3, 3, 2]],
    ['repeat', () => tf.repeat([1, 2], [3, 0]), [1, 1, 1]],
    ['scatterNd', () => tf.scatterNd([[4], [3], [1], [7]], [9, 10, 11, 12], [8]), [0, 11, 0, 10, 9, 0, 0, 12]],
    ['the last write wins', () => tf.tensorScatterNdUpdate([1, 2], [[0], [0]], [5, 6]), [6, 2]],
    ['where coordinates', () => tf.where([[true, false], [false, true]]), [[0n, 0n], [1n, 1n]]], // biome-ignore format: one row a line
    ['oneHot beyond', () => tf.oneHot([-1, 0, 3], 3), [[0, 0, 0], [1, 0, 0], [0, 0, 0]]], // biome-ignore format: one row a line
    ['topK ties', () => tf.math.topK([1, 3, 3, 2], { k: 2 }).indices, [1, 2]],
    ['searchsorted', () => tf.searchsorted([-1, 3.3, 9.1, 10], [0, 4.1, 12]), [1, 2, 4]],
    ['an unselected branch gets 0 of a NaN', () => grad((x) => tf.multiply(tf.where([false, true], x, 1), [Number.NaN, 2]), tf.constant([1, 1])), [0, 2]],
  ],
  '3 creation and numerics': [
    ['range', () => tf.range(3, 18, 3), [3, 6, 9, 12, 15]],
    ['linspace', () => tf.linspace(10, 12, 3), [10, 11, 12]],
    ['special values', () => [tf.divide(0, 0), tf.divide(1, 0), tf.maximum(Number.NaN, 1), tf.sign(Number.NaN), tf.pow(0, 0)], [Number.NaN, Infinity, Number.NaN, Number.NaN, 1]], // biome-ignore format: one row a line
    ['round half to even', () => tf.round([0.9, 2.5, 2.3, 1.5, -4.5]), [1, 2, 2, 2, -4]],
    ['determinism is on', () => tf.config.experimental.enableOpDeterminism(), undefined],
  ],
  '4 math': [
    ['true division', () => [tf.divide(int([1]), int([2])), tf.divide(int([1]), int([2])).dtype.name], [[0.5], 'float64']],
    ['floordiv', () => [tf.floordiv(int(-7), int(2)), tf.floormod(int(-7), int(3)), tf.truncatemod(int(-7), int(3))], [-4, 2, -1]],
    ['safe', () => [tf.math.divideNoNan(3, 0), tf.math.multiplyNoNan(Number.NaN, 0), tf.math.xlogy(0, 0)], [0, 0, 0]],
    ['out of domain', () => [tf.log(-1), tf.asin(2)], [Number.NaN, Number.NaN]],
    ['NaN equals nothing', () => tf.equal(Number.NaN, Number.NaN), false],
    [
      'reductions of nothing',
      () => [tf.reduceSum([]), tf.reduceProd([]), tf.reduceMax([]), tf.reduceMin([]), tf.reduceMean([])],
      [0, 1, -Infinity, Infinity, Number.NaN],
    ],
    ['a mean of integers', () => tf.reduceMean(int([1, 0, 1, 0])), 0],
    ['prod gradient with zeros', () => [grad(tf.reduceProd, tf.constant([2, 0, 3])), grad(tf.reduceProd, tf.constant([0, 0, 3]))], [[0, 6, 0], [0, 0, 0]]], // biome-ignore format: one row a line
    ['max gradient splits', () => grad(tf.reduceMax, tf.constant([2, 2, 1])), [0.5, 0.5, 0]],
    ['maximum at a tie', () => grad((x) => tf.maximum(x, tf.constant(1)), tf.constant(1)), 1],
    ['cumsum', () => [tf.cumsum([1, 2, 3], { exclusive: true }), tf.cumsum([1, 2, 3], { reverse: true }), tf.cumsum([1, 2, 3], { exclusive: true, reverse: true })], [[0, 1, 3], [6, 5, 3], [5, 3, 0]]], // biome-ignore format: one row a line
    ['cumprod gradient with a zero', () => grad((x) => tf.math.cumprod(x), tf.constant([2, 0, 3])), [1, 8, 0]],
    ['clipping a norm that is infinite', () => tf.clipByGlobalNorm([tf.constant([3, Infinity]), null], 1)[0], [[Number.NaN, Number.NaN], null]],
  ],
  '7 networks': [
    ['ones by ones', () => tf.nn.conv2d(tf.ones([1, 5, 5, 1]), tf.ones([3, 3, 1, 1]), { strides: 1, padding: 'SAME' }).reshape([5, 5]).sl`:2, :2`, [[4, 6], [6, 9]]], // biome-ignore format: one row a line
    ['avgPool counts real cells', () => tf.nn.avgPool2d(tf.ones([1, 2, 2, 1]), { ksize: 2, strides: 1, padding: 'SAME' }).flatten(), [1, 1, 1, 1]],
    [
      'max gradient to the first',
      () => grad((x) => tf.nn.maxPool2d(x, { ksize: 2, strides: 2, padding: 'VALID' }), tf.ones([1, 2, 2, 1])),
      [
        [
          [[1], [0]],
          [[0], [0]],
        ],
      ],
    ],
    ['relu at 0', () => grad((x) => tf.nn.relu(x), tf.constant(0)), 0],
    ['softmax of -infinity', () => tf.nn.softmax([-Infinity, -Infinity]), [Number.NaN, Number.NaN]],
    ['dropout by seed', () => tf.nn.experimental.statelessDropout(tf.ones([4]), { rate: 0, seed: [1, 2] }), [1, 1, 1, 1]],
  ],
  '14 variables and modules': [
    ['nest sorts keys', () => tf.nest.flatten({ b: 1, a: 2 }), [2, 1]],
    ['a deferred value', () => new tf.Variable(() => tf.ones([2])).value(), [1, 1]],
  ],
  '15 autodiff': [
    ['square', () => grad((x) => tf.square(x), tf.constant(3)), 6],
    ['nested', () => tf.grad(tf.grad((x: tf.Tensor) => tf.pow(x, 3)))(tf.constant(2)), 12],
    ['a loop', () => grad((x) => tf.whileLoop((i: tf.Tensor) => tf.less(i, 3), (i: tf.Tensor, y: tf.Tensor) => [tf.add(i, 1), tf.multiply(y, x)], [int(0), tf.constant(1)])[1], tf.constant(2)), 12], // biome-ignore format: one row a line
  ],
};

for (const [section, rows] of Object.entries(exact)) {
  describe(section, () => {
    test.each(rows)('%s', (_name, value, expected) => expect(read(value())).toEqual(expected));
  });
}

/** Values that are rounded in the specification. */
test.each([
  ['log1p', () => tf.math.log1p(1e-10), 1e-10, 1e-17],
  ['reduceLogsumexp', () => tf.reduceLogsumexp(tf.zeros([2, 3])), 1.791759469, 2e-7],
  ['clipByGlobalNorm', () => tf.clipByGlobalNorm([tf.constant([3, 4])], 1)[0][0] as tf.Tensor, [0.6, 0.8], 1e-7],
  ['gelu', () => tf.nn.gelu(1), 0.8413447461, 1e-7],
  ['gelu, approximate', () => tf.nn.gelu(1, { approximate: true }), 0.8411919906, 1e-7],
  ['selu', () => tf.nn.selu(-1), -1.1113307378, 2e-7],
  ['softplus', () => tf.nn.softplus([0, 1000]), [Math.LN2, 1000], 1e-7],
  ['softmax', () => tf.nn.softmax([1, 2, 3]), [0.0900306, 0.2447285, 0.665241], 1e-7],
  ['cross entropy', () => tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: int(2), logits: [1, 2, 3] }), 0.4076059644, 1e-7],
] as const)('%s', (_name, value, expected, tolerance) => {
  const got = [value().array()].flat() as number[];
  [expected].flat().forEach((want, i) => expect(Math.abs(got[i] - (want as number))).toBeLessThanOrEqual(tolerance));
});

describe('19 errors', () => {
  test('carry their number, slug, operation, node and frames', () => {
    let error: unknown;
    try {
      tf.add(tf.zeros([2]), tf.zeros([3]));
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ errorCode: 3, code: 'broadcast', op: 'add', node: 'add' });
    expect((error as tf.errors.OpError).userFrames[0]).toContain('acceptance.test.ts');
    expect((error as Error).message).toContain('shapes [2] and [3] do not broadcast (2 ≠ 3 on axis 0)');
  });
  test('have the numbers of gRPC', () => {
    const names = 'Cancelled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied ResourceExhausted FailedPrecondition Aborted';
    const more = 'OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated';
    const classes = tf.errors as unknown as Readonly<Record<string, { readonly errorCode: number }>>;
    expect(`${names} ${more}`.split(' ').map((name) => classes[`${name}Error`].errorCode)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });
});
