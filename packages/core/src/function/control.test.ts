import { OpError } from '@millrace/ir';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const numbers = (x: Tensor): number[] => [...x.dataSync()];
const t = (v: number | number[] | number[][]): Tensor => tf.constant(v);
const int = (v: number): Tensor => tf.constant(v, { dtype: 'int32' });

describe('cond', () => {
  test('only one branch runs', () => {
    const ran: string[] = [];
    const branch = (name: string) => (): Tensor => {
      ran.push(name);
      return t(name.length);
    };
    expect(tf.cond(tf.less(t(1), t(2)), branch('yes'), branch('no')).item()).toBe(3);
    expect(tf.cond(false, branch('yes'), branch('no')).item()).toBe(2);
    expect(ran).toEqual(['yes', 'no']);
  });
  test('the gradient is that of the branch that ran', () => {
    const f = (x: Tensor): Tensor =>
      tf.cond(
        tf.greater(x, 0),
        () => tf.square(x),
        () => tf.negative(x),
      );
    expect(tf.grad(f)(3).item()).toBe(6);
    expect(tf.grad(f)(-3).item()).toBe(-1);
  });
  test('under vectorizedMap both run and results are chosen', () => {
    const f = (x: Tensor): Tensor =>
      tf.cond(
        tf.greater(x, 0),
        () => tf.square(x),
        () => tf.negative(x),
      );
    expect(numbers(tf.vectorizedMap(f, t([3, -3, 2])))).toEqual([9, 3, 4]);
  });
  test('branches that differ are refused where both are traced', () => {
    const f = (x: Tensor): Tensor =>
      tf.cond(
        tf.greater(x, 0),
        () => x,
        () => tf.stack([x, x]),
      );
    expect(() => tf.vectorizedMap(f, t([1, 2]))).toThrow(/leaf 0: trueFn returns tensor<f32>, falseFn returns tensor<2xf32>/);
    const g = (x: Tensor): Tensor =>
      tf.cond<Tensor>(
        tf.greater(x, 0),
        () => [x] as never,
        () => x,
      );
    expect(() => tf.vectorizedMap(g, t([1, 2]))).toThrow(TypeError);
  });
  test('bad predicates', () => {
    expect(() =>
      tf.cond(
        tf.constant([true]),
        () => t(1),
        () => t(2),
      ),
    ).toThrow(/predicate has shape \[1\]/);
    expect(() =>
      tf.cond(
        t(1),
        () => t(1),
        () => t(2),
      ),
    ).toThrow(/predicate has dtype float32/);
  });
});

describe('case and switchCase', () => {
  test('the first that holds', () =>
    expect(
      tf
        .case([
          [false, () => t(1)],
          [tf.constant(true), () => t(2)],
          [true, () => t(3)],
        ])
        .item(),
    ).toBe(2));
  test('the last function where none holds', () =>
    expect(
      tf
        .case([
          [false, () => t(1)],
          [false, () => t(2)],
        ])
        .item(),
    ).toBe(2));
  test('default', () => expect(tf.case([[false, () => t(1)]], { default: () => t(9) }).item()).toBe(9));
  test('exclusive', () =>
    expect(() =>
      tf.case(
        [
          [true, () => t(1)],
          [true, () => t(2)],
        ],
        { exclusive: true },
      ),
    ).toThrow(/predicates 0 and 1 hold/));
  test.each([
    [0, 10],
    [1, 20],
    [2, 20],
    [-1, 20],
  ])('switchCase(%d)', (index, want) => expect(tf.switchCase(int(index), [() => t(10), () => t(20)]).item()).toBe(want));
  test('switchCase with default', () => expect(tf.switchCase(5, [() => t(10)], { default: () => t(-1) }).item()).toBe(-1));
  test('switchCase under vectorizedMap', () => {
    const f = (i: Tensor): Tensor => tf.switchCase(i, [() => t(10), () => t(20), () => t(30)]);
    expect(numbers(tf.vectorizedMap(f, tf.constant([2, 0, 7], { dtype: 'int32' })))).toEqual([30, 10, 30]);
  });
});

describe('whileLoop', () => {
  const powers = (x: Tensor): Tensor =>
    tf.whileLoop(
      (i) => tf.less(i, int(5)),
      (i, y) => [tf.add(i, int(1)), tf.multiply(y, x)],
      [int(0), t(1)],
    )[1];
  test('counts', () =>
    expect(
      tf
        .whileLoop(
          (i) => tf.less(i, 10),
          (i) => tf.add(i, 1),
          [t(0)],
        )[0]
        .item(),
    ).toBe(10));
  test('the gradient equals that of the unrolled loop', () => expect(tf.grad(powers)(2).item()).toBe(80));
  test('maximumIterations', () =>
    expect(
      tf
        .whileLoop(
          () => true,
          (i) => tf.add(i, 1),
          [t(0)],
          { maximumIterations: 3 },
        )[0]
        .item(),
    ).toBe(3));
  test('a shape that changes', () => {
    const grow = (x: Tensor): Tensor => tf.concat([x, x], 0);
    const small = (x: Tensor): boolean => (x.shape[0] as number) < 5;
    expect(() => tf.whileLoop(small, grow, [t([1])])).toThrow(/loop variable 0 changes its shape from \[1\] to \[2\]/);
    expect(tf.whileLoop(small, grow, [t([1])], { shapeInvariants: [[null]] })[0].shape).toEqual([8]);
  });
  test('a dtype that changes', () =>
    expect(() =>
      tf.whileLoop(
        () => true,
        () => int(1),
        [t(0)],
      ),
    ).toThrow(/changes its dtype/));
  test('under vectorizedMap every example ends by itself', () => {
    const collatz = (x: Tensor): Tensor =>
      tf.whileLoop(
        (v) => tf.less(v, 100),
        (v) => tf.multiply(v, 2),
        [x],
      )[0];
    expect(numbers(tf.vectorizedMap(collatz, t([1, 30, 200])))).toEqual([128, 120, 200]);
  });
});

describe('mapFn, folds and scans', () => {
  const add = (a: Tensor, x: Tensor): Tensor => tf.add(a, x);
  test("scan: the manual's example", () => expect(numbers(tf.scan(add, [1, 2, 3, 4, 5, 6]))).toEqual([1, 3, 6, 10, 15, 21]));
  test('scan with initializer', () => expect(numbers(tf.scan(add, [1, 2, 3], 10))).toEqual([11, 13, 16]));
  test('scan in reverse', () => expect(numbers(tf.scan(add, [1, 2, 3], null, { reverse: true }))).toEqual([6, 5, 3]));
  test('scan of structures: Fibonacci', () => {
    const f = tf.scan((a) => [a[1], tf.add(a[0], a[1])], [0, 0, 0, 0, 0], [t(0), t(1)]);
    expect(numbers(f[0])).toEqual([1, 1, 2, 3, 5]);
  });
  test('foldl and foldr', () => {
    const digits = (a: Tensor, x: Tensor): Tensor => tf.add(tf.multiply(a, 10), x);
    expect(tf.foldl(digits, [1, 2, 3]).item()).toBe(123);
    expect(tf.foldr(digits, [1, 2, 3]).item()).toBe(321);
    expect(tf.foldl(digits, [1, 2, 3], { initializer: 9 }).item()).toBe(9123);
  });
  test('mapFn over structures', () => {
    const y = tf.mapFn((e) => ({ sum: tf.add(e.a, e.b) }), { a: t([1, 2]), b: t([10, 20]) });
    expect(numbers(y.sum)).toEqual([11, 22]);
  });
  test('mapFn of nothing has the shape that the function gives', () => {
    const y = tf.mapFn((x) => tf.stack([x, x]), tf.zeros([0, 3]));
    expect(y.shape).toEqual([0, 2, 3]);
  });
  test('the gradient of scan equals that of the sum of prefixes', () => {
    const f = (x: Tensor): Tensor => tf.reduceSum(tf.scan((a, v) => tf.multiply(a, v), x));
    // d(x1 + x1 x2 + x1 x2 x3) at (2, 3, 5): 1 + 3 + 15, 2 + 10, 6.
    expect(numbers(tf.grad(f)([2, 3, 5]))).toEqual([19, 12, 6]);
  });
  test('signature', () => expect(() => tf.mapFn((x) => x, [1, 2], { fnOutputSignature: 'int32' })).toThrow(/fnOutputSignature says int32/));
  test('first sizes differ', () => expect(() => tf.mapFn(() => t(1), [t([1, 2]), t([1])])).toThrow(/first sizes differ: \[2\] and \[1\]/));
  test('scalars have no slices', () => expect(() => tf.mapFn(() => t(1), t(1))).toThrow(/scalar/));
});

describe('vectorizedMap', () => {
  const run = (f: (x: Tensor) => Tensor, x: Tensor): Tensor => tf.vectorizedMap(f, x);
  test('equals mapFn', () => {
    const x = tf.random.statelessNormal([4, 3, 2], { seed: [1, 2] });
    const f = (e: Tensor): Tensor => tf.reduceSum(tf.matmul(e, tf.transpose(e)), { axis: 0 });
    const [a, b] = [run(f, x), tf.mapFn(f, x)];
    expect(a.shape).toEqual([4, 3]);
    numbers(a).forEach((v, i) => expect(v).toBeCloseTo(numbers(b)[i], 5));
  });
  test('what does not depend on the example is repeated', () =>
    expect(run(() => t([7, 8]), t([1, 2, 3])).array()).toEqual([
      [7, 8],
      [7, 8],
      [7, 8],
    ]));
  test('nested', () =>
    expect(
      run(
        (row) => run((x) => tf.multiply(x, 10), row),
        t([
          [1, 2],
          [3, 4],
        ]),
      ).array(),
    ).toEqual([
      [10, 20],
      [30, 40],
    ]));
  test('per-example gradients', () => {
    const w = t([2, 3]);
    const g = run(
      (x) => tf.grad((v) => tf.square(tf.reduceSum(tf.multiply(v, x))))(w),
      t([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
    );
    expect(g.array()).toEqual([
      [4, 0],
      [0, 6],
      [10, 10],
    ]);
  });
  test('the gradient through it', () => expect(numbers(tf.grad((x) => run((e) => tf.multiply(e, tf.square(e)), x))([1, 2, 3]))).toEqual([3, 12, 27]));
  test('random numbers differ from example to example; stateless ones do not', () => {
    const y = run((x) => tf.add(x, tf.random.uniform([])), tf.zeros([3])).array() as unknown as number[];
    expect(new Set(y).size).toBe(3);
    const z = run((x) => tf.add(x, tf.random.statelessUniform([], { seed: [1, 2] })), tf.zeros([3])).array() as unknown as number[];
    expect(new Set(z).size).toBe(1);
  });
  test('assigning a variable inside is refused', () => {
    const v = new tf.Variable(0);
    expect(() => run((x) => v.assign(x).value(), t([1, 2]))).toThrow(/variable can be assigned/);
    expect(v.item()).toBe(0);
  });
  test('an operation that cannot be batched is named; the fallback runs it', () => {
    const f = (x: Tensor): Tensor => tf.random.shuffle(tf.multiply(tf.stack([x, x]), 2));
    expect(() => run(f, t([1, 2]))).toThrow(OpError);
    const y = tf.vectorizedMap(f, t([1, 2]), { fallbackToWhileLoop: true });
    expect(y.array()).toEqual([
      [2, 2],
      [4, 4],
    ]);
  });
});
