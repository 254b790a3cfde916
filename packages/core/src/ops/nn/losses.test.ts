import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

const f64 = (v: unknown): Tensor => tf.constant(v as number[], { dtype: 'float64' });
const numbers = (x: Tensor): number[] => [...(x.dataSync() as unknown as Float64Array)];

/** The gradient of the sum of f at x, by central differences. */
function central(f: (x: Tensor) => Tensor, x: Tensor): number[] {
  const base = numbers(x);
  const at = (k: number, step: number): number => {
    const moved = tf.reshape(f64(base.map((v, i) => (i === k ? v + step : v))), x.shape as number[]);
    return numbers(f(moved)).reduce((a, b) => a + b, 0);
  };
  return base.map((_, k) => (at(k, 1e-5) - at(k, -1e-5)) / 2e-5);
}
function checkGradients(f: (x: Tensor) => Tensor, x: Tensor): void {
  const [g, want] = [numbers(tf.grad(f)(x)), central(f, x)];
  want.forEach((w, i) => expect(Math.abs(g[i] - w), `element ${i}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(w))));
}
const noise = (shape: number[], seed: number): Tensor => tf.random.statelessNormal(shape, { seed: [seed, 7], dtype: 'float64' });

describe('softmax', () => {
  test("the manual's example", () => numbers(tf.nn.softmax([1, 2, 3])).forEach((v, i) => expect(v).toBeCloseTo([0.0900306, 0.2447285, 0.665241][i], 6)));
  test('large values do not overflow', () => numbers(tf.nn.softmax([1000, 1001])).forEach((v, i) => expect(v).toBeCloseTo([0.2689414, 0.7310586][i], 6)));
  test('all -Infinity gives NaN', () => expect(numbers(tf.nn.softmax([-Infinity, -Infinity]))).toEqual([Number.NaN, Number.NaN]));
  test('one -Infinity gives 0', () => expect(numbers(tf.nn.softmax([0, -Infinity]))).toEqual([1, 0]));
  test('axis', () =>
    expect(
      tf.nn
        .softmax(
          [
            [0, 5],
            [0, 5],
          ],
          { axis: 0 },
        )
        .array(),
    ).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]));
  test('logSoftmax', () => numbers(tf.nn.logSoftmax([1, 2, 3])).forEach((v, i) => expect(v).toBeCloseTo([-2.4076059, -1.4076059, -0.4076059][i], 6)));
  test('logSoftmax of far values is finite', () => expect(numbers(tf.nn.logSoftmax([0, 1000]))).toEqual([-1000, 0]));
  test('gradients, first and second order', () => {
    const [x, w] = [noise([2, 4], 1), noise([2, 4], 2)];
    for (const f of [tf.nn.softmax, tf.nn.logSoftmax]) {
      const weighted = (v: Tensor): Tensor => tf.multiply(f(v), w);
      checkGradients(weighted, x);
      checkGradients((v) => tf.square(tf.grad(weighted)(v)), x);
    }
  });
});

describe('softmax cross-entropy', () => {
  test('logits [1, 2, 3], label 2: the documented 0.4076059644', () => {
    expect(tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: 2, logits: f64([1, 2, 3]) }).item()).toBeCloseTo(0.4076059644443803, 12);
    expect(tf.nn.softmaxCrossEntropyWithLogits({ labels: f64([0, 0, 1]), logits: f64([1, 2, 3]) }).item()).toBeCloseTo(0.4076059644443803, 12);
  });
  test("the manual's batch", () => {
    const y = tf.nn.softmaxCrossEntropyWithLogits({
      labels: [
        [1, 0, 0],
        [0, 0.8, 0.2],
      ],
      logits: [
        [4, 2, 1],
        [0, 5, 1],
      ],
    });
    numbers(y).forEach((v, i) => expect(v).toBeCloseTo([0.16984604, 0.82474494][i], 6));
  });
  test('batches of any rank; int64 labels', () => {
    const logits = noise([2, 3, 4], 3);
    const labels = tf.constant([
      [0n, 1n, 2n],
      [3n, 0n, 1n],
    ]);
    const loss = tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels, logits });
    expect(loss.shape).toEqual([2, 3]);
    const dense = tf.nn.softmaxCrossEntropyWithLogits({ labels: tf.oneHot(labels, 4, { dtype: 'float64' }), logits });
    numbers(loss).forEach((v, i) => expect(v).toBeCloseTo(numbers(dense)[i], 12));
  });
  test('the gradient is softmax - labels; second order works', () => {
    const x = noise([3, 4], 4);
    const f = (v: Tensor): Tensor => tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: [0, 3, 1], logits: v });
    const want = tf.subtract(tf.nn.softmax(x), tf.oneHot([0, 3, 1], 4, { dtype: 'float64' }));
    numbers(tf.grad(f)(x)).forEach((g, i) => expect(g).toBeCloseTo(numbers(want)[i], 12));
    checkGradients((v) => tf.square(tf.grad(f)(v)), x);
  });
  test('the gradient by labels', () => {
    const [labels, logits] = [noise([2, 3], 5), noise([2, 3], 6)];
    checkGradients((v) => tf.nn.softmaxCrossEntropyWithLogits({ labels: v, logits }), labels);
  });
  test('axis', () => {
    const [labels, logits] = [noise([2, 3], 7), noise([2, 3], 8)];
    const a = tf.nn.softmaxCrossEntropyWithLogits({ labels: tf.transpose(labels), logits: tf.transpose(logits), axis: 0 });
    numbers(a).forEach((v, i) => expect(v).toBeCloseTo(numbers(tf.nn.softmaxCrossEntropyWithLogits({ labels, logits }))[i], 12));
  });
  test.each([[3], [-1]])('label %d is out of range', (label) =>
    expect(() =>
      tf.nn.sparseSoftmaxCrossEntropyWithLogits({
        labels: [0, label],
        logits: [
          [1, 2, 3],
          [1, 2, 3],
        ],
      }),
    ).toThrow(tf.errors.InvalidArgumentError),
  );
  test('shapes that do not fit', () => {
    expect(() => tf.nn.sparseSoftmaxCrossEntropyWithLogits({ labels: [0], logits: [[1], [2]] })).toThrow(/labels have shape \[1\], logits \[2, 1\]/);
    expect(() => tf.nn.softmaxCrossEntropyWithLogits({ labels: [[1, 0]], logits: [[1, 2, 3]] })).toThrow(/labels have shape \[1, 2\], logits \[1, 3\]/);
  });
});

describe('sigmoid cross-entropy', () => {
  const cases: readonly (readonly [number, number])[] = [
    [0, 0],
    [1, 0],
    [1, 20],
    [0, 20],
    [1, -20],
    [0, -20],
    [0.3, 1.5],
    [1, 1000],
    [0, -1000],
  ];
  test.each(cases)('label %d, logit %d', (z, x) => {
    const want = Math.max(x, 0) - x * z + Math.log1p(Math.exp(-Math.abs(x)));
    expect(tf.nn.sigmoidCrossEntropyWithLogits({ labels: f64(z), logits: f64(x) }).item()).toBeCloseTo(want, 14);
  });
  test('the gradient at 0 is sigmoid(0) - label', () =>
    expect(numbers(tf.grad((v) => tf.nn.sigmoidCrossEntropyWithLogits({ labels: f64([0, 1]), logits: v }))(f64([0, 0])))).toEqual([0.5, -0.5]));
  test('gradients by both, and second order', () => {
    const [labels, logits] = [noise([5], 9), noise([5], 10)];
    checkGradients((v) => tf.nn.sigmoidCrossEntropyWithLogits({ labels, logits: v }), logits);
    checkGradients((v) => tf.nn.sigmoidCrossEntropyWithLogits({ labels: v, logits }), labels);
    checkGradients((v) => tf.grad((u) => tf.nn.sigmoidCrossEntropyWithLogits({ labels, logits: u }))(v), logits);
  });
  test('weighted: q z (-log p) + (1 - z)(-log(1 - p))', () => {
    const [labels, logits] = [
      [1, 0.5, 0],
      [1.5, -0.1, -10],
    ];
    const p = logits.map((x) => 1 / (1 + Math.exp(-x)));
    const y = tf.nn.weightedCrossEntropyWithLogits({ labels: f64(labels), logits: f64(logits), posWeight: 1.5 });
    numbers(y).forEach((v, i) => expect(v).toBeCloseTo(-1.5 * labels[i] * Math.log(p[i]) - (1 - labels[i]) * Math.log(1 - p[i]), 10));
  });
});
