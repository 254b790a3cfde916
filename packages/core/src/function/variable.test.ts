import { describe, expect, test } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const int32 = (v: unknown): Tensor => tf.constant(v as number[], { dtype: 'int32' });

describe('Variable', () => {
  test('of a nested array', () => {
    const v = new tf.Variable(
      [
        [1, 2],
        [3, 4],
      ],
      { name: 'w' },
    );
    expect([v.name, v.shape, v.dtype.name, v.trainable, v.rank, v.size]).toEqual(['w', [2, 2], 'float32', true, 2, 4]);
    expect(v.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
  test('of a function, called once', () => {
    let calls = 0;
    const v = new tf.Variable(() => {
      calls++;
      return tf.ones([2]);
    });
    expect([v.array(), calls]).toEqual([[1, 1], 1]);
  });
  test('dtype', () => expect(new tf.Variable([1, 2], { dtype: 'int64' }).array()).toEqual([1n, 2n]));
  test('a held value never changes', () => {
    const v = new tf.Variable([1, 2]);
    const before = v.value();
    v.assign([5, 6]);
    v.assignAdd([10, 10]);
    expect(before.array()).toEqual([1, 2]);
    expect(v.array()).toEqual([15, 16]);
  });
  test('disposing what was read, or what was assigned, leaves the variable whole', () => {
    const source = tf.constant([1, 2]);
    const v = new tf.Variable(source);
    source.dispose();
    v.value().dispose();
    expect(v.array()).toEqual([1, 2]);
    const next = tf.add([1, 1], [2, 2]);
    v.assign(next);
    next.dispose();
    tf.tidy(() => {
      v.assign(tf.multiply(v, 2));
    });
    tf.add(tf.ones([2]), tf.ones([2]));
    expect(v.array()).toEqual([6, 6]);
  });
  test('writing into what dataSync gave does not change small variables', () => {
    const v = new tf.Variable([1, 2]);
    v.dataSync()[0] = 99;
    expect(v.array()).toEqual([1, 2]);
  });
  test('assign, assignAdd, assignSub return the variable', () => expect(new tf.Variable(1).assign(5).assignAdd(2).assignSub(3).item()).toBe(4));
  test('two reads without an assignment between them are one tensor', () => {
    const v = new tf.Variable(1);
    expect(v.value()).toBe(v.readValue());
  });
  test('works wherever a tensor does, and has its methods', () => {
    const v = new tf.Variable([1, 2]);
    expect(tf.add(v, v).array()).toEqual([2, 4]);
    expect(tf.stack([v, v]).array()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(v.mul(3).array()).toEqual([3, 6]);
    expect(v.reshape([2, 1]).array()).toEqual([[1], [2]]);
    expect(v.sum().item()).toBe(3);
  });
  test('update', () => expect(new tf.Variable([1, 2]).update((x) => tf.multiply(x, 10)).array()).toEqual([10, 20]));
  test('text', () => expect(String(new tf.Variable(3, { name: 'step', dtype: 'int32' }))).toMatch(/^<tf.Variable 'step' shape=\(\) dtype=int32, value=/));
  test('dispose', () => {
    const v = new tf.Variable([1], { name: 'gone' });
    v.dispose();
    expect(() => v.value()).toThrow(tf.errors.FailedPreconditionError);
    expect(() => v.assign([2])).toThrow(/variable 'gone' after dispose/);
    expect(v.isDisposed).toBe(true);
  });
});

describe('shapes and dtypes', () => {
  test.each([
    ['another shape', () => new tf.Variable([1, 2]).assign([1, 2, 3]), /the value has shape \[3\], the variable \[2\]/],
    ['a scalar is not spread', () => new tf.Variable([1, 2]).assignAdd(1), /the value has shape \[\]/],
    ['another dtype', () => new tf.Variable([1, 2]).assign(int32([1, 2])), /the value has dtype int32, the variable float32/],
    ['initial value and dtype', () => new tf.Variable(int32([1]), { dtype: 'float32' }), /dtype int32, the variable float32/],
    ['initial value and shape', () => new tf.Variable([1, 2], { shape: [3] }), /the value has shape \[2\], the variable \[3\]/],
    ['unknown option', () => new tf.Variable(1, { trainabel: false } as never), /did you mean 'trainable'/],
  ])('%s', (_, call, message) => expect(call).toThrow(message));
  test('a failed assignment changes nothing', () => {
    const v = new tf.Variable([1, 2]);
    expect(() => v.assign([1, 2, 3])).toThrow(tf.errors.ValueError);
    expect(v.array()).toEqual([1, 2]);
  });
  test('null sizes may change', () => {
    const v = new tf.Variable([[1, 2]], { shape: [null, 2] });
    v.assign([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect([v.shape, v.value().shape]).toEqual([
      [null, 2],
      [3, 2],
    ]);
    expect(() => v.assign([[1]])).toThrow(/the variable \[\?, 2\]/);
    expect(() => v.assignAdd([[1, 1]])).toThrow(/the value has shape \[1, 2\], the variable \[3, 2\]/);
  });
});

describe('updates of rows', () => {
  const make = (): tf.Variable =>
    new tf.Variable([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  const rows = {
    indices: [0, 2],
    values: [
      [10, 10],
      [20, 20],
    ],
  };
  test.each([
    [
      'scatterAdd',
      [
        [11, 12],
        [3, 4],
        [25, 26],
      ],
    ],
    [
      'scatterSub',
      [
        [-9, -8],
        [3, 4],
        [-15, -14],
      ],
    ],
    [
      'scatterMul',
      [
        [10, 20],
        [3, 4],
        [100, 120],
      ],
    ],
    [
      'scatterUpdate',
      [
        [10, 10],
        [3, 4],
        [20, 20],
      ],
    ],
    [
      'scatterMax',
      [
        [10, 10],
        [3, 4],
        [20, 20],
      ],
    ],
    [
      'scatterMin',
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
  ] as const)('%s', (name, want) => expect(make()[name](rows).array()).toEqual(want));
  test('scatterDiv', () =>
    expect(
      make()
        .scatterDiv({ indices: [1], values: [[3, 4]] })
        .array(),
    ).toEqual([
      [1, 2],
      [1, 1],
      [5, 6],
    ]));
  test('duplicates add up', () => expect(new tf.Variable([0, 0]).scatterAdd({ indices: [1, 1], values: [3, 4] }).array()).toEqual([0, 7]));
  test('at coordinates', () => {
    const v = new tf.Variable([1, 2, 3, 4, 5, 6, 7, 8]);
    v.scatterNdUpdate([[4], [3], [1], [7]], [9, 10, 11, 12]);
    expect(v.array()).toEqual([1, 11, 3, 10, 9, 6, 7, 12]);
    v.scatterNdAdd([[0]], [1])
      .scatterNdSub([[1]], [1])
      .scatterNdMax([[2]], [50])
      .scatterNdMin([[3]], [0]);
    expect(v.array()).toEqual([2, 10, 50, 0, 9, 6, 7, 12]);
  });
  test('batchScatterUpdate', () => {
    const v = new tf.Variable([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(v.batchScatterUpdate({ indices: [[0], [2]], values: [[10], [20]] }).array()).toEqual([
      [10, 2, 3],
      [4, 5, 20],
    ]);
  });
  test('an index out of range changes nothing', () => {
    const v = make();
    expect(() => v.scatterAdd({ indices: [3], values: [[1, 1]] })).toThrow(tf.errors.InvalidArgumentError);
    expect(v.array()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });
  test('sparseRead and gatherNd', () => {
    expect(make().sparseRead([2, 0]).array()).toEqual([
      [5, 6],
      [1, 2],
    ]);
    expect(
      make()
        .gatherNd([
          [2, 1],
          [0, 0],
        ])
        .array(),
    ).toEqual([6, 1]);
  });
  test('countUpTo', () => {
    const v = new tf.Variable(int32(0));
    expect([v.countUpTo(2).item(), v.countUpTo(2).item(), v.item()]).toEqual([0, 1, 2]);
    expect(() => v.countUpTo(2)).toThrow(tf.errors.OutOfRangeError);
  });
});

describe('scopes', () => {
  test('names', () => {
    expect(tf.nameScope('a', () => tf.nameScope('b', () => new tf.Variable(1, { name: 'w' }).name))).toBe('a/b/w');
    expect(new tf.Variable(1).name).toBe('Variable');
  });
  test('variableCreatorScope changes arguments', () => {
    const v = tf.variableCreatorScope(
      (next, kwargs) => next({ ...kwargs, trainable: false, name: `my_${kwargs.name}` }),
      () => new tf.Variable(1, { name: 'w' }),
    );
    expect([v.trainable, v.name, v instanceof tf.Variable]).toEqual([false, 'my_w', true]);
    expect(new tf.Variable(1).trainable).toBe(true);
  });
  test('of nested scopes the innermost runs first and calls outward', () => {
    const order: string[] = [];
    const creator =
      (name: string): tf.VariableCreator =>
      (next, kwargs) => {
        order.push(name);
        return next(kwargs);
      };
    tf.variableCreatorScope(creator('outer'), () => tf.variableCreatorScope(creator('inner'), () => new tf.Variable(1)));
    expect(order).toEqual(['inner', 'outer']);
  });
  test('a creator may answer with a variable of its own', () => {
    const shared = new tf.Variable(7);
    expect(
      tf.variableCreatorScope(
        () => shared,
        () => new tf.Variable(1),
      ),
    ).toBe(shared);
  });
  test('a failing creator leaves later variables alone', () => {
    expect(() =>
      tf.variableCreatorScope(
        (next, kwargs) => next({ ...kwargs, dtype: 'nonsense' as never }),
        () => new tf.Variable(1),
      ),
    ).toThrow();
    expect(
      tf.variableCreatorScope(
        (next, kwargs) => next({ ...kwargs, trainable: false }),
        () => new tf.Variable(1),
      ).trainable,
    ).toBe(false);
  });
});

describe('a variable that begins with one value everywhere', () => {
  test.each([[8], [1024], [3, 700]])('of shape %j reads as an array of it', (...shape) => {
    const size = shape.reduce((a, b) => a * b);
    const v = new tf.Variable(tf.zeros(shape));
    expect([...tf.add(v, tf.cast(tf.reshape(tf.range(size), shape), 'float32')).dataSync()]).toEqual([...Array(size).keys()]);
    expect([...v.value().dataSync()]).toEqual(new Array(size).fill(0));
    v.assignAdd(tf.ones(shape));
    expect([...v.value().dataSync()]).toEqual(new Array(size).fill(1));
  });
});

describe('state scopes', () => {
  test('reads and assignments go to the scope', () => {
    const v = new tf.Variable(1);
    const values = new Map<tf.Variable, Tensor>();
    const scope: tf.StateScope = { read: (x) => values.get(x) ?? tf.constant(100), assign: (x, value) => values.set(x, value) };
    tf.withStateScope(scope, () => {
      expect(v.item()).toBe(100);
      v.assignAdd(5);
      expect(v.item()).toBe(105);
    });
    expect(v.item()).toBe(1);
  });
});
