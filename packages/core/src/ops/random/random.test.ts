import { describe, expect, test } from 'vitest';
import { toTensor } from '../../tensor/convert.ts';
import * as random from './index.ts';

const list = (x: { array(): unknown }): number[] => (x.array() as number[]).flat() as number[];
const near = (got: readonly number[], want: readonly number[], tolerance: number): void =>
  want.forEach((w, i) => expect(Math.abs(got[i] - w), `element ${i}: got ${got[i]}, want ${w}`).toBeLessThanOrEqual(tolerance));

describe("numbers of TensorFlow's manual", () => {
  test('split', () => {
    expect(random.split([1, 2], { num: 3 }).array()).toEqual([
      [1105988140, 1738052849],
      [-335576002, 370444179],
      [10670227, -246211131],
    ]);
  });
  test('foldIn', () => expect(random.foldIn([1, 2], 3).array()).toEqual([1105988140, 3]));
  test('statelessUniform', () => near(list(random.statelessUniform([4], { seed: [1, 2] })), [0.84406042, 0.19204533, 0.99622321, 0.1603874], 1e-7));
  test('statelessNormal', () => near(list(random.statelessNormal([3], { seed: [1105988140, 1738052849] })), [-0.59835213, -0.9578608, 0.9002807], 1e-6));
  test('Generator.fromSeed(1)', () => {
    const generator = random.Generator.fromSeed(1);
    expect(generator.state.array()).toEqual([1n, 0n, 0n]);
    near(list(generator.normal([2, 3])), [0.43842277, -0.53439844, -0.07710262, 1.5658045, -0.1012345, -0.2744976], 1e-6);
    expect(generator.state.array()).toEqual([1n + 256n * 6n, 0n, 0n]);
  });
});

describe('moments of 10^6 draws lie within 4 standard errors', () => {
  const n = 1_000_000;
  const moments = (data: Float32Array): [number, number] => {
    let sum = 0;
    let squares = 0;
    for (const v of data) {
      sum += v;
      squares += v * v;
    }
    return [sum / n, squares / n - (sum / n) ** 2];
  };
  // The variance of N(0, 1) cut at two standard deviations: 1 - 4 phi(2) / (Phi(2) - Phi(-2)).
  const cut = 1 - (4 * 0.05399096651318806) / 0.9544997361036416;
  test.each([
    ['uniform', random.statelessUniform, 0.5, 1 / 12],
    ['normal', random.statelessNormal, 0, 1],
    ['truncated normal', random.statelessTruncatedNormal, 0, cut],
  ] as const)('%s', (_, draw, mean, variance) => {
    const [m, v] = moments(draw([n], { seed: [7, 9] }).dataSync());
    expect(Math.abs(m - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    expect(Math.abs(v - variance)).toBeLessThan(4 * Math.sqrt((2 * variance ** 2) / n));
  });
  test('truncated normal stays within 2', () => {
    const data = random.statelessTruncatedNormal([n], { seed: [1, 1], mean: 10, stddev: 3 }).dataSync();
    expect(data.every((v) => v >= 4 && v <= 16)).toBe(true);
  });
});

describe('dtypes and bounds', () => {
  test.each(['float16', 'bfloat16', 'float32', 'float64'] as const)('%s: uniform in [2, 5)', (dtype) => {
    const x = list(random.statelessUniform([4096], { seed: [1, 2], minval: 2, maxval: 5, dtype }));
    expect(Math.min(...x)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...x)).toBeLessThanOrEqual(5);
    expect(x.reduce((a, b) => a + b, 0) / x.length).toBeCloseTo(3.5, 1);
  });
  test('integers fill their range evenly', () => {
    const counts = [0, 0, 0, 0, 0];
    for (const v of list(random.statelessUniform([50_000], { seed: [1, 2], minval: -2, maxval: 3, dtype: 'int32' }))) counts[v + 2]++;
    for (const c of counts) expect(Math.abs(c - 10_000)).toBeLessThan(4 * Math.sqrt(10_000));
  });
  test('int64 beyond 2^53', () => {
    const x = random.statelessUniform([100], { seed: [1, 2], minval: 2n ** 60n, maxval: 2n ** 62n, dtype: 'int64' }).array() as unknown as bigint[];
    expect(x.every((v) => v >= 2n ** 60n && v < 2n ** 62n)).toBe(true);
  });
  test('empty and scalar shapes', () => {
    expect(random.normal([0, 3]).shape).toEqual([0, 3]);
    expect(random.uniform([]).shape).toEqual([]);
  });
});

describe('the global seed', () => {
  test('makes the sequence repeat; two operations differ', () => {
    const run = (): number[][] => {
      random.setSeed(1234);
      return [list(random.uniform([3])), list(random.uniform([3])), list(random.normal([3], { seed: 1 })), list(random.normal([3], { seed: 1 }))];
    };
    const first = run();
    expect(run()).toEqual(first);
    expect(new Set(first.map(String)).size).toBe(4);
  });
  test('an operation seed alone repeats after setSeed, and goes on between', () => {
    random.setSeed(5);
    const [a, b] = [list(random.uniform([2], { seed: 7 })), list(random.uniform([2], { seed: 7 }))];
    expect(a).not.toEqual(b);
    random.setSeed(5);
    expect(list(random.uniform([2], { seed: 7 }))).toEqual(a);
    random.setSeed(6);
    expect(list(random.uniform([2], { seed: 7 }))).not.toEqual(a);
  });
});

describe('Generator', () => {
  test('skip(n) is drawing n numbers', () => {
    const [a, b] = [random.Generator.fromSeed(3), random.Generator.fromSeed(3)];
    a.normal([5]);
    b.skip(5);
    expect(a.state.array()).toEqual(b.state.array());
  });
  test('reset repeats the stream', () => {
    const g = random.Generator.fromSeed(42);
    const first = list(g.uniform([4]));
    g.resetFromSeed(42);
    expect(list(g.uniform([4]))).toEqual(first);
    g.resetFromKeyCounter(9, [1, 2]);
    expect(g.state.array()).toEqual([1n, 2n, 9n]);
    expect(g.key).toBe(9n);
    g.reset([7n, 8n, 9n]);
    expect(g.state.array()).toEqual([7n, 8n, 9n]);
  });
  test('split gives independent streams, and the same ones again', () => {
    const [a, b] = random.Generator.fromSeed(1).split(2);
    expect(list(a.normal([3]))).not.toEqual(list(b.normal([3])));
    const again = random.Generator.fromSeed(1).split(2);
    expect(again[1].key).toBe(b.key);
  });
  test('makeSeeds', () => expect(random.Generator.fromSeed(1).makeSeeds(3).shape).toEqual([2, 3]));
  test('draws of two generators made without a seed differ', () =>
    expect(list(random.Generator.fromNonDeterministicState().normal([2]))).not.toEqual(list(random.Generator.fromNonDeterministicState().normal([2]))));
});

describe('shuffle and categorical', () => {
  test('shuffle permutes rows', () => {
    const x = toTensor(
      'test',
      Array.from({ length: 50 }, (_, i) => [i, -i]),
    );
    const rows = random.statelessShuffle(x, { seed: [1, 2] }).array() as number[][];
    expect(rows.map((r) => r[0]).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(rows.every(([a, b]) => a === -b)).toBe(true);
    expect(rows.map((r) => r[0])).not.toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
  test('categorical follows softmax(logits)', () => {
    const logits = [
      [Math.log(0.1), Math.log(0.2), Math.log(0.7)],
      [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ];
    const drawn = random.statelessCategorical(logits, 10_000, { seed: [3, 4], dtype: 'int32' }).array() as number[][];
    [0.1, 0.2, 0.7].forEach((p, k) => {
      const share = drawn[0].filter((v) => v === k).length / 10_000;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 10_000));
    });
    expect(new Set(drawn[1])).toEqual(new Set([0]));
  });
  test('categorical gives int64 by default', () => expect(random.categorical([[0, 1]], 3, { seed: 1 }).dtype.name).toBe('int64'));
});

describe('bad input', () => {
  test.each([
    ['seed of three', () => random.statelessUniform([1], { seed: [1, 2, 3] }), /seed has 3 elements/],
    ['seed of another shape', () => random.statelessUniform([1], { seed: [[1, 2]] }), /seed has shape \[1, 2\]/],
    ['fractional seed', () => random.statelessUniform([1], { seed: [1, 0.5] }), /seed is 0.5/],
    ['integers without maxval', () => random.uniform([1], { dtype: 'int32' }), /integers need maxval/],
    ['empty range', () => random.uniform([1], { dtype: 'int32', minval: 3, maxval: 3 }), /minval 3 must be less than maxval 3/],
    ['negative size', () => random.normal([-1]), /shape/],
    ['normal of integers', () => random.normal([1], { dtype: 'int32' }), /floating/],
    ['unknown option', () => random.normal([1], { stdev: 1 } as never), /did you mean 'stddev'/],
    ['state of another shape', () => new random.Generator({ state: [1, 2] }), /the state has shape \[2\]/],
    ['shuffle of a scalar', () => random.shuffle(3), /scalar/],
    ['logits of rank 1', () => random.categorical([1, 2], 1), /rank 1/],
  ])('%s', (_, call, message) => expect(call).toThrow(message));
});
