import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

const f64 = (v: unknown): Tensor => tf.constant(v as number[], { dtype: 'float64' });
const numbers = (x: Tensor): number[] => [...(x.dataSync() as unknown as Float64Array)];
const noise = (shape: number[], seed: number): Tensor => tf.random.statelessNormal(shape, { seed: [seed, 3], dtype: 'float64' });

function checkGradients(f: (x: Tensor) => Tensor, x: Tensor): void {
  const base = numbers(x);
  const at = (k: number, step: number): number => {
    const moved = tf.reshape(f64(base.map((v, i) => (i === k ? v + step : v))), x.shape as number[]);
    return numbers(f(moved)).reduce((a, b) => a + b, 0);
  };
  numbers(tf.grad(f)(x)).forEach((g, k) => {
    const want = (at(k, 1e-5) - at(k, -1e-5)) / 2e-5;
    expect(Math.abs(g - want), `element ${k}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(want)));
  });
}

describe('moments', () => {
  test('of columns and of everything', () => {
    const { mean, variance } = tf.nn.moments(
      f64([
        [1, 2],
        [3, 6],
      ]),
      0,
    );
    expect([numbers(mean), numbers(variance)]).toEqual([
      [2, 4],
      [1, 4],
    ]);
    expect(
      tf.nn
        .moments(
          f64([
            [1, 2],
            [3, 6],
          ]),
          [0, 1],
        )
        .variance.item(),
    ).toBe(3.5);
  });
  test('keepdims', () =>
    expect(
      tf.nn
        .moments(
          f64([
            [1, 2],
            [3, 6],
          ]),
          [1],
          { keepdims: true },
        )
        .mean.array(),
    ).toEqual([[1.5], [4.5]]));
  test('mean 1e6, deviation 1, in float32: the variance is within 1e-3', () => {
    const x = tf.random.statelessNormal([100_000], { seed: [1, 2], mean: 1e6 });
    const data = [...x.dataSync()];
    const mean = data.reduce((a, b) => a + b, 0) / data.length;
    const want = data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length;
    expect(Math.abs((tf.nn.moments(x, 0).variance.item() as number) - want)).toBeLessThan(1e-3);
  });
  test('half precision sums in single', () => {
    const { mean } = tf.nn.moments(tf.cast(tf.fill([4096], 16), 'float16'), 0);
    expect([mean.item(), mean.dtype.name]).toEqual([16, 'float16']);
  });
  test('gradients', () => {
    const x = noise([3, 4], 1);
    checkGradients((v) => tf.square(tf.nn.moments(v, 0).variance), x);
    checkGradients((v) => tf.square(tf.nn.moments(v, [0, 1]).mean), x);
  });
  test('normalizeMoments', () => {
    // 1, 2, 3, 6: sum 12, sum of squares 50.
    const { mean, variance } = tf.nn.normalizeMoments(f64(4), f64(12), f64(50));
    expect([mean.item(), variance.item()]).toEqual([3, 3.5]);
    expect(tf.nn.normalizeMoments(f64(4), f64(12), f64(50), f64(10)).mean.item()).toBe(13);
  });
});

describe('batchNormalization', () => {
  test('the formula', () => {
    const y = tf.nn.batchNormalization(
      f64([
        [1, 2],
        [3, 4],
      ]),
      f64([2, 3]),
      f64([1, 4]),
      f64([10, 20]),
      f64([2, 3]),
      0,
    );
    expect(y.array()).toEqual([
      [8, 18.5],
      [12, 21.5],
    ]);
  });
  test('without offset and scale', () => expect(tf.nn.batchNormalization(f64([[1, 2]]), f64([0, 0]), f64([4, 4]), null, null, 0).array()).toEqual([[0.5, 1]]));
  test('offset alone, scale alone', () => {
    expect(tf.nn.batchNormalization(f64([4]), f64([0]), f64([4]), f64([1]), null, 0).array()).toEqual([3]);
    expect(tf.nn.batchNormalization(f64([4]), f64([0]), f64([4]), null, f64([3]), 0).array()).toEqual([6]);
  });
  test('gradients by every argument', () => {
    const args = [noise([4, 3], 2), noise([3], 3), tf.abs(noise([3], 4)), noise([3], 5), noise([3], 6)];
    args.forEach((x, i) =>
      checkGradients(
        (v) => tf.square(tf.nn.batchNormalization(...(args.map((a, k) => (k === i ? v : a)) as [Tensor, Tensor, Tensor, Tensor, Tensor]), 0.1)),
        x,
      ),
    );
  });
  test('fusedBatchNorm trains on the batch and gives the variance of a sample', () => {
    const x = f64([[[[1]], [[3]]]]);
    const { y, mean, variance } = tf.nn.fusedBatchNorm(x, f64([1]), f64([0]), { epsilon: 0 });
    expect([numbers(y), numbers(mean), numbers(variance)]).toEqual([[-1, 1], [2], [2]]);
  });
  test('fusedBatchNorm with running averages, and without training', () => {
    const x = f64([[[[1]], [[3]]]]);
    const running = tf.nn.fusedBatchNorm(x, f64([1]), f64([0]), { mean: f64([10]), variance: f64([10]), exponentialAvgFactor: 0.5 });
    expect([numbers(running.mean), numbers(running.variance)]).toEqual([[6], [6]]);
    const fixed = tf.nn.fusedBatchNorm(x, f64([1]), f64([0]), { mean: f64([1]), variance: f64([4]), isTraining: false, epsilon: 0 });
    expect(numbers(fixed.y)).toEqual([0, 1]);
  });
  test('fusedBatchNorm, channels first', () => {
    const x = noise([2, 3, 4, 5], 8);
    const a = tf.nn.fusedBatchNorm(tf.transpose(x, { perm: [0, 2, 3, 1] }), f64([1, 2, 3]), f64([0, 0, 1]));
    const b = tf.nn.fusedBatchNorm(x, f64([1, 2, 3]), f64([0, 0, 1]), { dataFormat: 'NCHW' });
    numbers(tf.transpose(b.y, { perm: [0, 2, 3, 1] })).forEach((v, i) => expect(v).toBeCloseTo(numbers(a.y)[i], 12));
  });
});

describe('layerNormalization', () => {
  test('rows have mean beta and deviation gamma', () => {
    const y = tf.nn.layerNormalization(f64([[1, 2, 3, 4]]), { epsilon: 0, gamma: f64([2, 2, 2, 2]), beta: f64([1, 1, 1, 1]) });
    const s = Math.sqrt(1.25);
    numbers(y).forEach((v, i) => expect(v).toBeCloseTo((2 * (i + 1 - 2.5)) / s + 1, 12));
  });
  test('several axes', () =>
    expect(tf.nn.layerNormalization(noise([2, 3, 4], 9), { axis: [1, 2], gamma: tf.ones([3, 4], { dtype: 'float64' }) }).shape).toEqual([2, 3, 4]));
  test('gradients', () => {
    const [x, gamma, beta, w] = [noise([3, 4], 10), noise([4], 11), noise([4], 12), noise([3, 4], 13)];
    checkGradients((v) => tf.multiply(w, tf.nn.layerNormalization(v, { gamma, beta })), x);
    checkGradients((v) => tf.multiply(w, tf.nn.layerNormalization(x, { gamma: v, beta })), gamma);
    checkGradients((v) => tf.multiply(w, tf.nn.layerNormalization(x, { gamma, beta: v })), beta);
  });
  test('gamma of another shape', () => expect(() => tf.nn.layerNormalization(f64([[1, 2]]), { gamma: f64([1]) })).toThrow(/gamma has shape \[1\]/));
});

describe('dropout', () => {
  test('kept values are scaled by 1 / (1 - rate)', () => {
    const y = tf.nn.dropout(tf.ones([10_000]), { rate: 0.25, seed: 1 });
    const kept = [...y.dataSync()].filter((v) => v !== 0);
    expect(kept.every((v) => Math.abs(v - 4 / 3) < 1e-6)).toBe(true);
    expect(Math.abs(kept.length - 7500)).toBeLessThan(4 * Math.sqrt(10_000 * 0.25 * 0.75));
  });
  test('the backward pass has the same mask', () => {
    const x = tf.ones([1000]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      return tf.nn.dropout(x, { rate: 0.5 });
    });
    expect([...(tape.gradient(y, x) as Tensor).dataSync()]).toEqual([...y.dataSync()]);
  });
  test('rate 0 changes nothing', () => expect(tf.nn.dropout([1, 2], { rate: 0 }).array()).toEqual([1, 2]));
  test('noiseShape drops whole rows', () => {
    const rows = tf.nn.dropout(tf.ones([100, 3]), { rate: 0.5, noiseShape: [null, 1], seed: 3 }).array() as number[][];
    expect(rows.every((r) => new Set(r).size === 1)).toBe(true);
    expect(new Set(rows.map((r) => r[0])).size).toBe(2);
  });
  test('a seed repeats after setSeed', () => {
    const run = (): number[] => {
      tf.random.setSeed(1);
      return [...tf.nn.dropout(tf.ones([50]), { rate: 0.5 }).dataSync()];
    };
    expect(run()).toEqual(run());
  });
  test('statelessDropout is a function of its seed', () => {
    const run = (seed: number): number[] => [...tf.nn.statelessDropout(tf.ones([50]), { rate: 0.5, seed: [seed, 1] }).dataSync()];
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
  test.each([[1], [-0.1], [Number.NaN]])('rate %d', (rate) => expect(() => tf.nn.dropout([1], { rate })).toThrow(tf.errors.ValueError));
  test('noiseShape that does not fit', () => expect(() => tf.nn.dropout([1, 2], { rate: 0.5, noiseShape: [3] })).toThrow(/noiseShape \[3\]/));
});

describe('features', () => {
  test('biasAdd', () => {
    expect(
      tf.nn
        .biasAdd(
          [
            [1, 2],
            [3, 4],
          ],
          [10, 20],
        )
        .array(),
    ).toEqual([
      [11, 22],
      [13, 24],
    ]);
    expect(tf.nn.biasAdd(tf.zeros([1, 2, 2]), [1, 2], { dataFormat: 'NCW' }).array()).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
    ]);
    expect(() => tf.nn.biasAdd([[1, 2]], [1, 2, 3])).toThrow(/value has shape \[1, 2\], bias \[3\]/);
  });
  test('l2Loss', () =>
    expect(
      tf.nn
        .l2Loss([
          [1, 2],
          [3, 4],
        ])
        .item(),
    ).toBe(15));
  test('l2Normalize', () => {
    const [a, b] = numbers(tf.nn.l2Normalize(f64([3, 4])));
    expect(a).toBeCloseTo(0.6, 14);
    expect(b).toBeCloseTo(0.8, 14);
    expect(
      tf.nn
        .l2Normalize(
          f64([
            [0, 0],
            [0, 2],
          ]),
          { axis: 1 },
        )
        .array(),
    ).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });
  test('zeroFraction', () => expect(tf.nn.zeroFraction([0, 1, 0, 2]).item()).toBe(0.5));
  test('inTopK', () => {
    const y = tf.nn.inTopK(
      [1, 0, 2, 0],
      [
        [0.1, 0.8, 0.1],
        [0.2, 0.5, 0.3],
        [0.1, 0.4, 0.5],
        [Number.NaN, 1, 1],
      ],
      1,
    );
    expect(y.array()).toEqual([true, false, true, false]);
    expect(tf.nn.inTopK([0], [[0.3, 0.3, 0.3]], 1).array()).toEqual([true]);
  });
  test('embeddingLookup', () => {
    const table = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    expect(tf.nn.embeddingLookup(table, [[2, 0]]).array()).toEqual([
      [
        [5, 6],
        [1, 2],
      ],
    ]);
    const clipped = numbers(
      tf.nn.embeddingLookup(
        f64([
          [3, 4],
          [0.3, 0.4],
        ]),
        [0, 1],
        { maxNorm: 1 },
      ),
    );
    clipped.forEach((v, k) => expect(v).toBeCloseTo([0.6, 0.8, 0.3, 0.4][k], 12));
    expect(() => tf.nn.embeddingLookup(table, [3])).toThrow(tf.errors.InvalidArgumentError);
  });
  test('the gradient of embeddingLookup adds up repeated rows', () => {
    const v = new tf.Variable([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.nn.embeddingLookup(v, [1, 1, 0]));
    expect(tape.gradient(y, v)?.array()).toEqual([
      [1, 1],
      [2, 2],
      [0, 0],
    ]);
  });
});
