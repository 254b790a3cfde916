/** Random operations inside functions: the numbers of eager draws, streams that calls carry on, and seeds that repeat them. */
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

const numbers = (x: Tensor): unknown[] => [...(x.dataSync() as unknown as Iterable<unknown>)];
/** What `f` draws in a trace. */
const traced = (f: () => Tensor): unknown[] => numbers(tf.function(f)());

describe('stateless operations give the numbers of eager draws', () => {
  const seed = [3, 5];
  const floats = ['float16', 'bfloat16', 'float32', 'float64'] as const;
  test.each(floats)('%s: uniform, normal, truncated normal', (dtype) => {
    for (const f of [
      () => tf.random.statelessUniform([4099], { seed, dtype }),
      () => tf.random.statelessUniform([33], { seed, dtype, minval: -2, maxval: 5 }),
      () => tf.random.statelessNormal([17], { seed, dtype, mean: 3, stddev: 0.1 }),
      () => tf.random.statelessTruncatedNormal([17], { seed, dtype, mean: -1, stddev: 2 }),
    ])
      expect(traced(f)).toEqual(numbers(f()));
  });
  test.each(['int32', 'int64', 'uint32', 'uint64'] as const)('%s', (dtype) => {
    const low = dtype.startsWith('u') ? 2n : -3n;
    for (const f of [
      () => tf.random.statelessUniform([100], { seed, dtype, minval: low, maxval: 1000 }),
      () => tf.random.statelessUniform([100], { seed, dtype, minval: 0, maxval: 2n ** 31n - 1n }),
      () => tf.random.statelessUniform([100], { seed, dtype, minval: null, maxval: null }),
    ])
      expect(traced(f)).toEqual(numbers(f()));
  });
  test('a range as wide as the dtype', () => {
    const f = (): Tensor => tf.random.statelessUniform([100], { seed, dtype: 'int32', minval: -(2 ** 31), maxval: 2 ** 31 });
    expect(traced(f)).toEqual(numbers(f()));
  });
  test('shuffle, split, foldIn and dropout', () => {
    const x = tf.reshape(tf.range(40), [20, 2]);
    for (const f of [
      () => tf.random.statelessShuffle(x, { seed }),
      () => tf.random.split(seed, { num: 3 }),
      () => tf.random.foldIn(seed, 7),
      () => tf.nn.statelessDropout(tf.ones([100]), { rate: 0.3, seed }),
    ])
      expect(traced(f)).toEqual(numbers(f()));
  });
  test('categorical, with classes of probability 0', () => {
    const logits = tf.constant([
      [0, 1, Number.NEGATIVE_INFINITY, 2],
      [-3, 0.5, 0, Number.NEGATIVE_INFINITY],
    ]);
    const f = (): Tensor => tf.random.statelessCategorical(logits, 50, { seed });
    expect(traced(f)).toEqual(numbers(f()));
  });
  test('the seed may be an argument, a variable, or differ by example', () => {
    const draw = tf.function((s: Tensor) => tf.random.statelessNormal([5], { seed: s }));
    const want = (s: readonly number[]): unknown[] => numbers(tf.random.statelessNormal([5], { seed: s }));
    expect(numbers(draw(tf.constant([1, 2], { dtype: 'int32' })))).toEqual(want([1, 2]));
    expect(numbers(draw(tf.constant([-1, 9], { dtype: 'int64' })))).toEqual(want([-1, 9]));
    const v = new tf.Variable(tf.constant([4, 5], { dtype: 'int64' }));
    const ofVariable = tf.function(() => tf.random.statelessNormal([5], { seed: v }));
    expect(numbers(ofVariable())).toEqual(want([4, 5]));
    v.assign(tf.constant([6, 5], { dtype: 'int64' }));
    expect(numbers(ofVariable())).toEqual(want([6, 5]));
    const seeds = tf.constant(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      { dtype: 'int32' },
    );
    const rows = tf.vectorizedMap((s: Tensor) => tf.random.statelessNormal([5], { seed: s }), seeds) as Tensor;
    expect(numbers(rows)).toEqual([want([1, 2]), want([3, 4]), want([5, 6])].flat());
  });
});

describe('generators', () => {
  test('methods give the numbers of eager draws and move the state on', () => {
    const methods: readonly ((g: tf.random.Generator) => Tensor)[] = [
      (g) => g.normal([7]),
      (g) => g.uniform([3, 2], { minval: -1 }),
      (g) => g.truncatedNormal([9], { dtype: 'float64' }),
      (g) => g.uniformFullInt([4]),
      (g) => g.makeSeeds(3),
    ];
    for (const method of methods) {
      const [a, b] = [tf.random.Generator.fromSeed(5), tf.random.Generator.fromSeed(5)];
      const f = tf.function(() => method(a));
      for (let call = 0; call < 3; call++) expect(numbers(f())).toEqual(numbers(method(b)));
      expect(a.state.array()).toEqual(b.state.array());
    }
  });
  test('the counter carries into its upper half', () => {
    const state = tf.constant([2n ** 63n - 1n, 6n, 7n], { dtype: 'int64' });
    const near = tf.constant([-1n, 6n, 7n], { dtype: 'int64' });
    for (const start of [state, near]) {
      const [a, b] = [new tf.random.Generator({ state: start }), new tf.random.Generator({ state: start })];
      const f = tf.function(() => a.normal([3]));
      expect(numbers(f())).toEqual(numbers(b.normal([3])));
      expect(a.state.array()).toEqual(b.state.array());
    }
    const g = new tf.random.Generator({ state: near });
    tf.function(() => g.skip(1))();
    expect(g.state.array()).toEqual([255n, 7n, 7n]);
  });
  test('in loops each iteration draws anew', () => {
    const [a, b] = [tf.random.Generator.fromSeed(2), tf.random.Generator.fromSeed(2)];
    const f = tf.function(
      (n: Tensor) =>
        tf.whileLoop(
          (i) => tf.less(i, n),
          (i, sum) => [tf.add(i, 1), tf.add(sum, a.uniform([]))],
          [tf.constant(0), tf.constant(0)],
        )[1],
    );
    let want = 0;
    for (let i = 0; i < 4; i++) want = Math.fround(want + b.uniform([]).item());
    expect(f(tf.constant(4)).item()).toBe(want);
    expect(a.state.array()).toEqual(b.state.array());
  });
});

describe('stateful operations', () => {
  test('calls differ, and so do places', () => {
    const f = tf.function(() => [tf.random.normal([8]), tf.random.normal([8])]);
    const drawn = [...f(), ...f()].map((x) => numbers(x).join());
    expect(new Set(drawn).size).toBe(4);
  });
  test('the seed repeats a sequence, of functions traced before it was set, too', () => {
    const f = tf.function(() => tf.add(tf.random.uniform([4]), tf.nn.dropout(tf.ones([4]), { rate: 0.5 })));
    const run = (): unknown[][] => {
      tf.random.setSeed(11);
      return [f(), f(), f()].map(numbers);
    };
    f();
    const first = run();
    expect(run()).toEqual(first);
    expect(first[1]).not.toEqual(first[0]);
  });
  test('two functions with one body draw the same, as in TensorFlow', () => {
    tf.random.setSeed(11);
    const make = () => tf.function(() => [tf.random.uniform([3]), tf.random.uniform([3])]);
    const [f, g] = [make(), make()];
    expect(g().map(numbers)).toEqual(f().map(numbers));
  });
  test("equal operations' seeds: equal numbers in a call, others in the next", () => {
    const f = tf.function(() => [tf.random.uniform([3], { seed: 1 }), tf.random.uniform([3], { seed: 1 })]);
    const [[a, b], [c, d]] = [f().map(numbers), f().map(numbers)];
    expect(b).toEqual(a);
    expect(d).toEqual(c);
    expect(c).not.toEqual(a);
  });
  test('with a seed of their own the first numbers are those of an eager draw', () => {
    tf.random.setSeed(4);
    const eager = [1, 2].map(() => numbers(tf.random.normal([5], { seed: 9 })));
    tf.random.setSeed(4);
    const f = tf.function(() => tf.random.normal([5], { seed: 9 }));
    expect([f(), f()].map(numbers)).toEqual(eager);
  });
  test('inside another function, and under vectorizedMap, draws differ by call and example', () => {
    const inner = tf.function(() => tf.random.normal([4]));
    const outer = tf.function(() => tf.vectorizedMap((x: Tensor) => tf.add(x, inner()), tf.zeros([3, 4])) as Tensor);
    expect(new Set(numbers(outer())).size).toBe(4);
    const rows = tf.function(() => tf.vectorizedMap((x: Tensor) => tf.add(x, tf.random.normal([4])), tf.zeros([3, 4])) as Tensor);
    const [a, b] = [numbers(rows()), numbers(rows())];
    expect(new Set([...a, ...b]).size).toBe(24);
  });
  test('a call that fails leaves the stream where it was', () => {
    const table = tf.constant([1, 2, 3]);
    const f = tf.function((i: Tensor) => tf.add(tf.gather(table, i), tf.random.uniform([], { seed: 3 })));
    tf.random.setSeed(8);
    const want = [f(tf.constant(0, { dtype: 'int32' })), f(tf.constant(0, { dtype: 'int32' }))].map(numbers);
    tf.random.setSeed(8);
    const got = [numbers(f(tf.constant(0, { dtype: 'int32' })))];
    expect(() => f(tf.constant(7, { dtype: 'int32' }))).toThrow(tf.errors.InvalidArgumentError);
    got.push(numbers(f(tf.constant(0, { dtype: 'int32' }))));
    expect(got).toEqual(want);
  });
  test('dropout with an open batch size', () => {
    const f = tf.function((x: Tensor) => tf.nn.dropout(x, { rate: 0.5 }), { inputSignature: [{ shape: [null, 3] }] });
    for (const size of [1, 5, 64]) expect(f(tf.ones([size, 3])).shape).toEqual([size, 3]);
    expect(f.tracingCount).toBe(1);
  });
  test('gradients go through the mask that the call drew', () => {
    const f = tf.function((x: Tensor) => tf.nn.dropout(x, { rate: 0.25 }));
    const x = tf.ones([200]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      return f(x);
    });
    expect(numbers(tape.gradient(y, x) as Tensor)).toEqual(numbers(y));
    expect(new Set(numbers(y))).toEqual(new Set([0, Math.fround(4 / 3)]));
  });
});
