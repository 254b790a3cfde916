/** tf.function: signatures and traces, state, structure of results. Values are closed forms. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

const sum = (x: Tensor): Tensor => tf.reduceSum(x);
afterEach(() => {
  tf.config.runFunctionsEagerly(false);
  vi.restoreAllMocks();
});

describe('traces', () => {
  test('side effects happen once per trace; tensors share a trace by type', () => {
    const seen: string[] = [];
    const f = tf.function((x: Tensor) => {
      seen.push(String(x.shape));
      return sum(tf.square(x));
    });
    expect([f(tf.constant([1, 2])).item(), f(tf.constant([3, 4])).item(), f(tf.constant([1, 2, 3])).item()]).toEqual([5, 25, 14]);
    expect(seen).toEqual(['2', '3']);
    expect(f.tracingCount).toBe(2);
  });
  test('numbers, strings and booleans count by value, -0 and NaN included', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const f = tf.function((x: Tensor, k: number | string | boolean | null) => (typeof k === 'number' ? x.mul(k) : x));
    const x = tf.constant([1, 2]);
    for (const k of [1, 2, 1, 2, 'a', 'a', true, null, Number.NaN, Number.NaN, 0, -0]) f(x, k);
    expect(f.tracingCount).toBe(8);
    expect(f(x, 2).array()).toEqual([2, 4]);
  });
  test('structures count by what they hold; objects by identity', () => {
    const f = tf.function((x: { a: Tensor; b: readonly Tensor[] }, o: object) => [x.a.add(x.b[0]), o !== null]);
    const x = { a: tf.constant(1), b: [tf.constant(2)] };
    const [one, two] = [new Date(0), new Date(0)];
    expect((f(x, one) as Tensor[])[0].item()).toBe(3);
    f({ b: [tf.constant(5)], a: tf.constant(6) }, one);
    expect(f.tracingCount).toBe(1);
    f(x, two);
    expect(f.tracingCount).toBe(2);
    f({ a: tf.constant(1), b: [tf.constant(2), tf.constant(3)] }, one);
    expect(f.tracingCount).toBe(3);
  });
  test('text, lists and objects that read alike are told apart', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const f = tf.function((_: unknown) => tf.constant(1));
    f('a');
    f(['a']);
    f('["a"]');
    f({ a: 1 });
    f('{"a":1}');
    expect(f.tracingCount).toBe(5);
  });
  test('the receiver of a method counts', () => {
    class Scale {
      readonly factor: number;
      constructor(factor: number) {
        this.factor = factor;
      }
      apply = tf.function((x: Tensor) => x.mul(this.factor));
    }
    expect(new Scale(3).apply(tf.constant(2)).item()).toBe(6);
    const step = tf.function(function (this: { k: number }, x: Tensor) {
      return x.add(this.k);
    } as (x: Tensor) => Tensor);
    expect(step.call({ k: 1 }, tf.constant(1)).item()).toBe(2);
    expect(step.call({ k: 2 }, tf.constant(1)).item()).toBe(3);
  });
  test('a trace that fails leaves the function usable', () => {
    let bad = true;
    const f = tf.function((x: Tensor) => {
      if (bad) throw new Error('no');
      return x;
    });
    expect(() => f(tf.constant(1))).toThrow('no');
    bad = false;
    expect(f(tf.constant(1)).item()).toBe(1);
  });
  test('a function that calls itself without end is named', () => {
    const f: (x: Tensor) => Tensor = tf.function((x: Tensor): Tensor => f(x));
    expect(() => f(tf.constant(1))).toThrow(/calls itself/);
  });
  test('arguments that are no functions or unknown options are refused', () => {
    expect(() => tf.function(3 as never)).toThrow(/function: got 3/);
    expect(() => tf.function(() => 1, { autograph: true } as never)).toThrow(/option unknown 'autograph'/);
    expect(() => tf.function(async () => 1)()).toThrow(/asynchronous/);
    expect(() => tf.function(() => new Date())()).toThrow(/the function returned a Date/);
  });
});

describe('results', () => {
  test('keep their structure: numbers become tensors, null and undefined stay, a variable becomes its value', () => {
    const v = new tf.Variable([1, 2]);
    const f = tf.function((x: Tensor) => ({ list: [x, 2, null] as const, map: new Map([['k', x.mul(2)]]), none: undefined, v, flag: true, name: 'n' }));
    const r = f(tf.constant([5, 6]));
    expect(r.list[0].array()).toEqual([5, 6]);
    expect(r.list[1].item()).toBe(2);
    expect(r.list[2]).toBeNull();
    expect(r.map.get('k')?.array()).toEqual([10, 12]);
    expect('none' in r && r.none === undefined).toBe(true);
    expect(r.v.array()).toEqual([1, 2]);
    expect(r.flag.dtype.name).toBe('bool');
    expect(r.name).toBe('n');
  });
  test('an argument that is handed through is a tensor of its own', () => {
    const f = tf.function((x: Tensor) => [x, x] as const);
    const x = tf.constant([1, 2]);
    const [a, b] = f(x);
    a.dispose();
    expect([x.array(), b.array()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
  test('nothing at all', () => {
    const v = new tf.Variable(0);
    const f = tf.function(() => {
      v.assignAdd(1);
    });
    expect(f()).toBeUndefined();
    f();
    expect(v.item()).toBe(2);
  });
});

describe('state', () => {
  test('reads see assignments in program order; the variable changes once the call has succeeded', () => {
    const v = new tf.Variable([1, 2]);
    const f = tf.function((x: Tensor) => {
      const before = v.value();
      v.assignAdd(x);
      const between = v.value();
      v.assign(tf.multiply(v, 2));
      return [before, between, v] as const;
    });
    const [before, between, after] = f(tf.constant([10, 20]));
    expect([before.array(), between.array(), after.array(), v.array()]).toEqual([
      [1, 2],
      [11, 22],
      [22, 44],
      [22, 44],
    ]);
    f(tf.constant([0, 0]));
    expect(v.array()).toEqual([44, 88]);
    expect(f.tracingCount).toBe(1);
  });
  test('a held value survives a call', () => {
    const v = new tf.Variable(tf.ones([2000]));
    const f = tf.function(() => void v.assignAdd(tf.ones([2000])));
    f();
    const held = v.value();
    f();
    f();
    expect([held.at(1999).item(), v.value().at(0).item()]).toEqual([2, 4]);
  });
  test('a check that fails leaves all variables bit-equal', () => {
    const [v, w] = [new tf.Variable([1, 2, 3]), new tf.Variable(tf.constant([7, 8]))];
    const f = tf.function((index: Tensor) => {
      v.assignAdd([1, 1, 1]);
      w.assign(tf.multiply(w, tf.gather(v, index)));
      v.assign(tf.multiply(v, 2));
      return tf.reduceSum(v);
    });
    expect(f(tf.constant([0, 1], { dtype: 'int32' })).item()).toBe(18);
    const before = [v.array(), w.array()];
    expect(() => f(tf.constant([0, 3], { dtype: 'int32' }))).toThrow(/indices\[1\] = 3 is not in \[0, 3\)/);
    expect([v.array(), w.array()]).toEqual(before);
    f(tf.constant([2, 2], { dtype: 'int32' }));
    expect(v.array()).toEqual([10, 14, 18]);
  });
  test('an assertion that fails does so, too', () => {
    const v = new tf.Variable(1);
    const f = tf.function((x: Tensor) => {
      v.assign(x);
      tf.debugging.assertPositive(x, { message: 'rate' });
    });
    expect(() => f(tf.constant(-1))).toThrow(/rate: x > y does not hold/);
    expect(v.item()).toBe(1);
  });
  test('two arguments that name one variable are one', () => {
    const v = new tf.Variable(1);
    const f = tf.function((a: InstanceType<typeof tf.Variable>, b: InstanceType<typeof tf.Variable>) => {
      a.assignAdd(1);
      b.assignAdd(10);
      return a.value();
    });
    expect(f(v, v).item()).toBe(12);
    expect(f.getConcreteFunction(v, v).variables).toEqual([v]);
    const w = new tf.Variable(100);
    expect([f(v, w).item(), w.item(), f.tracingCount]).toEqual([13, 110, 2]);
  });
  test('what eager code assigns between calls counts', () => {
    const v = new tf.Variable(1);
    const f = tf.function((x: Tensor) => x.mul(v));
    expect(f(tf.constant(3)).item()).toBe(3);
    v.assign(5);
    expect(f(tf.constant(3)).item()).toBe(15);
  });
  test('a variable of open shape: another type of value is another trace', () => {
    const v = new tf.Variable([1, 2], { shape: [null] });
    const f = tf.function(() => tf.reduceSum(v));
    expect(f().item()).toBe(3);
    v.assign([1, 2, 3]);
    expect([f().item(), f.tracingCount]).toEqual([6, 2]);
    v.assign([5, 5]);
    expect([f().item(), f.tracingCount]).toEqual([10, 2]);
  });
  test('variables are made in the first trace only', () => {
    let v: InstanceType<typeof tf.Variable> | undefined;
    let draws = 0;
    const f = tf.function((x: Tensor) => {
      v ??= new tf.Variable(() => {
        draws++;
        return tf.constant(2);
      });
      v.assignAdd(x);
      return v.value();
    });
    expect([f(tf.constant(1)).item(), f(tf.constant(1)).item(), draws, f.tracingCount]).toEqual([3, 4, 1, 2]);
    const g = tf.function(() => new tf.Variable(1));
    expect(() => g()).toThrow(/only supports variables that are made once/);
    const h = tf.function((x: Tensor) => new tf.Variable(x).value());
    expect(() => h(tf.constant(1))).toThrow(/give a function/);
  });
  test('initScope leaves the trace', () => {
    const v = new tf.Variable(1);
    const f = tf.function((x: Tensor) => {
      const now = tf.initScope(() => v.value().item());
      return x.mul(now);
    });
    expect(f(tf.constant(2)).item()).toBe(2);
    v.assign(9);
    expect(f(tf.constant(2)).item()).toBe(2);
  });
  test('a disposed variable and a disposed capture are named', () => {
    const [v, c] = [new tf.Variable(1, { name: 'gone' }), tf.constant([1, 2])];
    const f = tf.function(() => v.value());
    const g = tf.function(() => c.mul(2));
    f();
    g();
    v.dispose();
    c.dispose();
    expect(() => f()).toThrow(/gone/);
    expect(() => g()).toThrow(tf.errors.FailedPreconditionError);
  });
  test('tidy around a call leaves variables and results alone', () => {
    const v = new tf.Variable(tf.zeros([1000]));
    const f = tf.function((x: Tensor) => {
      v.assignAdd(x);
      return v.value().mul(2);
    });
    const r = tf.tidy(() => f(tf.ones([1000])));
    tf.tidy(() => f(tf.ones([1000])));
    expect([r.at(5).item(), v.value().at(5).item()]).toEqual([2, 2]);
  });
});

describe('control flow on variables', () => {
  test('a branch returns what any branch assigned', () => {
    const [v, w] = [new tf.Variable(1), new tf.Variable(10)];
    const f = tf.function((x: Tensor) =>
      tf.cond(
        tf.greater(x, 0),
        () => {
          v.assign(x);
          return tf.multiply(v, w);
        },
        () => {
          w.assignSub(1);
          return tf.constant(0);
        },
      ),
    );
    expect([f(tf.constant(5)).item(), v.item(), w.item()]).toEqual([50, 5, 10]);
    expect([f(tf.constant(-5)).item(), v.item(), w.item()]).toEqual([0, 5, 9]);
  });
  test('switchCase and nested branches', () => {
    const v = new tf.Variable(0);
    const f = tf.function((k: Tensor, x: Tensor) => {
      tf.switchCase(k, [
        () => v.assign(1).value(),
        () =>
          tf.cond(
            tf.greater(x, 0),
            () => v.assign(2).value(),
            () => v.value(),
          ),
        () => v.assignAdd(100).value(),
      ]);
      return v.value();
    });
    const run = (k: number, x: number): number => f(tf.constant(k, { dtype: 'int32' }), tf.constant(x)).item();
    expect([run(0, 0), run(1, 1), run(2, 0), run(1, -1), v.item()]).toEqual([1, 2, 102, 102, 102]);
  });
  test('a loop carries what its body assigns and captures what it reads', () => {
    const [total, step] = [new tf.Variable(0), new tf.Variable(2)];
    const f = tf.function(
      (n: Tensor) =>
        tf.whileLoop(
          (i) => tf.logicalAnd(tf.less(i, n), tf.less(total, 1000)),
          (i) => {
            total.assignAdd(step);
            return i.add(1);
          },
          [tf.constant(0)],
        )[0],
    );
    expect([f(tf.constant(5)).item(), total.item()]).toEqual([5, 10]);
    expect([f(tf.constant(3)).item(), total.item(), step.item()]).toEqual([3, 16, 2]);
    total.assign(998);
    expect([f(tf.constant(5)).item(), total.item()]).toEqual([1, 1000]);
  });
  test('a variable that the loop only assigns', () => {
    const v = new tf.Variable(7);
    const f = tf.function((n: Tensor) => {
      tf.whileLoop(
        (i) => tf.less(i, n),
        (i) => {
          v.assign(i);
          return i.add(1);
        },
        [tf.constant(0)],
      );
    });
    f(tf.constant(0));
    expect(v.item()).toBe(7);
    f(tf.constant(4));
    expect(v.item()).toBe(3);
  });
  test('mapFn and scan', () => {
    const count = new tf.Variable(0);
    const f = tf.function((x: Tensor) => {
      const squares = tf.mapFn((e: Tensor) => {
        count.assignAdd(1);
        return tf.multiply(e, count);
      }, x);
      const sums = tf.scan((a: Tensor, e: Tensor) => {
        count.assignAdd(10);
        return tf.add(a, e);
      }, x);
      return [squares, sums] as const;
    });
    const [products, sums] = f(tf.constant([1, 2, 3]));
    expect([products.array(), sums.array(), count.item()]).toEqual([[1, 4, 9], [1, 3, 6], 23]);
  });
  test('a condition that assigns is refused', () => {
    const v = new tf.Variable(0);
    const f = tf.function(() =>
      tf.whileLoop(
        () => tf.less(v.assignAdd(1), 3),
        (i) => i,
        [tf.constant(0)],
      ),
    );
    expect(() => f()).toThrow(/the condition assigns variable/);
  });
});

describe('inside and around', () => {
  test('a function inside another is part of its program, with its state', () => {
    const v = new tf.Variable(1);
    const inner = tf.function((x: Tensor) => {
      v.assignAdd(x);
      return tf.multiply(v, 10);
    });
    const outer = tf.function((x: Tensor) => [inner(x), inner(x), v.value()] as const);
    const results = outer(tf.constant(1));
    expect([...results.map((r) => r.item()), v.item()]).toEqual([20, 30, 3, 3]);
    expect([inner.tracingCount, outer.tracingCount]).toEqual([1, 1]);
    expect(inner(tf.constant(1)).item()).toBe(40);
    expect(inner.tracingCount).toBe(1);
  });
  test('an inner function that uses a tensor of the outer trace is traced for it alone', () => {
    const outer = tf.function((x: Tensor) => {
      const inner = tf.function((y: Tensor) => tf.add(x, y));
      return inner(tf.constant(1));
    });
    expect([outer(tf.constant(1)).item(), outer(tf.constant(41)).item()]).toEqual([2, 42]);
  });
  test('a tensor that escapes its trace is refused, with the place where it was made', () => {
    let leaked: Tensor | undefined;
    const f = tf.function(
      (x: Tensor) => {
        leaked = tf.square(x);
        return leaked;
      },
      { name: 'leaky' },
    );
    f(tf.constant(1));
    expect(() => tf.add(leaked as Tensor, 1)).toThrow(
      /a tensor of the trace of tf.function 'leaky', made by multiply at .*traced-function\.test\.ts:\d+:\d+, is used after/,
    );
    const g = tf.function(() => tf.add(leaked as Tensor, 1));
    expect(() => g()).toThrow(expect.objectContaining({ code: 'escaped' }));
  });
  test('runFunctionsEagerly runs the function itself', () => {
    let runs = 0;
    const f = tf.function((x: Tensor) => {
      runs++;
      return [x.add(1), 2] as const;
    });
    tf.config.runFunctionsEagerly(true);
    expect(tf.config.functionsRunEagerly()).toBe(true);
    expect([f(tf.constant(1))[0].item(), f(tf.constant(1))[1].item(), runs, f.tracingCount]).toEqual([2, 2, 2, 0]);
  });
  test('donated arguments raise when they are used later', () => {
    const f = tf.function((x: Tensor, y: Tensor) => tf.add(x, y), { donate: [0], name: 'take' });
    const [x, y] = [tf.constant([1, 2]), tf.constant([3, 4])];
    expect(f(x, y).array()).toEqual([4, 6]);
    expect(() => x.array()).toThrow(/donated to take at .*traced-function\.test\.ts/);
    expect(y.array()).toEqual([3, 4]);
  });
});
