import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

const heard: unknown[] = [];
const hear = (x: Tensor): void => tf.hostCallback('hear', [x], ([value]) => void heard.push(value.array()));
const taken = (): unknown[] => heard.splice(0);

describe('host callbacks', () => {
  test('outside of a trace they run at once, inside at every call with the values of that call', () => {
    hear(tf.constant([1, 2]));
    expect(taken()).toEqual([[1, 2]]);
    const f = tf.function((x: Tensor) => {
      hear(x); // an argument
      const y = x.mul(2);
      hear(y); // also a result
      hear(y.add(1)); // seen by the callback only
      hear(tf.constant(7)); // data
      return y;
    });
    expect(f(tf.constant(3)).item()).toBe(6);
    expect(f(tf.constant(5)).item()).toBe(10);
    expect(taken()).toEqual([3, 6, 7, 7, 5, 10, 11, 7]);
    expect(f.tracingCount).toBe(1);
  });
  test('variables have the value of the place where the callback stands', () => {
    const v = new tf.Variable(1);
    const f = tf.function(() => {
      hear(v.value());
      v.assignAdd(1);
      hear(v.value());
      return v.value();
    });
    f();
    f();
    expect(taken()).toEqual([1, 2, 2, 3]);
    expect(v.value().item()).toBe(3);
  });
  test('gradients are those without callbacks, also where a callback sees what has no derivative', () => {
    const f = tf.function((x: Tensor) => {
      hear(tf.sign(x).add(x.mul(100)));
      return x.mul(x);
    });
    expect(
      tf
        .grad((x: Tensor) => f(x))(tf.constant(3))
        .item(),
    ).toBe(6);
    expect(taken()).toEqual([301]);
    const x = tf.constant(2);
    const tape = new tf.GradientTape();
    tape.watch(x);
    const y = tape.run(() => f(x));
    expect((tape.gradient(y, x) as Tensor).item()).toBe(4);
    expect(taken()).toEqual([201]);
  });
  test('a function in a function, also with other open sizes', () => {
    const inner = tf.function((x: Tensor) => {
      hear(tf.reduceSum(x));
      return x;
    });
    const outer = tf.function((x: Tensor) => inner(x.add(1)).mul(2), { inputSignature: [{ shape: [null] }] });
    outer(tf.ones([2]));
    outer(tf.ones([5]));
    expect(taken()).toEqual([4, 10]);
  });
  test('what only a callback saw is given back; arguments stay', () => {
    const f = tf.function((x: Tensor) => {
      hear(x);
      hear(x.mul(2));
      return tf.reduceSum(x);
    });
    const x = tf.ones([100]);
    f(x).dispose();
    const before = tf.memory().releases;
    f(x).dispose();
    // The result, the product, and the other hold of the argument.
    expect(tf.memory().releases - before).toBe(3);
    expect(x.isDisposed).toBe(false);
    expect(tf.reduceSum(x).item()).toBe(100);
    taken();
  });
  test('a value of a loop, a branch or a derivative cannot leave, and says so', () => {
    const inLoop = tf.function((x: Tensor) =>
      tf.whileLoop(
        (i: Tensor) => i.less(3),
        (i: Tensor) => {
          hear(i);
          return [i.add(1)];
        },
        [x],
      ),
    );
    expect(() => inLoop(tf.constant(0))).toThrow(/hear: inside tf.function 'anonymous', and there inside a loop, a branch, a batch or a derivative/);
    const eagerAgain = tf.function((x: Tensor) => {
      tf.initScope(() => hear(tf.constant(1)));
      return x;
    });
    eagerAgain(tf.constant(1));
    eagerAgain(tf.constant(2));
    expect(taken()).toEqual([1]);
  });
});
