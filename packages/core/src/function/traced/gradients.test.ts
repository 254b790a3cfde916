/** Gradients through functions, inside and around: first and second order, forward mode, batches. Values are closed forms. */
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

const close = (x: Tensor | null, wanted: readonly number[]): void => {
  const values = [...(x as Tensor).dataSync()];
  expect(values).toHaveLength(wanted.length);
  values.forEach((v, i) => expect(v).toBeCloseTo(wanted[i], 4));
};
const cube = tf.function((x: Tensor) => tf.reduceSum(tf.multiply(x, tf.square(x))));
const x = tf.constant([1, 2, -3]);

describe('a function under a tape', () => {
  test('first order: 3x²; the tape may be persistent', () => {
    close(tf.grad(cube)(x), [3, 12, 27]);
    const tape = new tf.GradientTape({ persistent: true });
    const y = tape.run(() => {
      tape.watch(x);
      return cube(x);
    });
    close(tape.gradient(y, x), [3, 12, 27]);
    close(tape.gradient(y, x), [3, 12, 27]);
    expect(cube.tracingCount).toBe(1);
  });
  test('second and third order', () => {
    close(tf.grad((v) => tf.grad(cube)(v))(x), [6, 12, -18]);
    close(tf.grad((v) => tf.grad((u) => tf.grad(cube)(u))(v))(x), [6, 6, 6]);
  });
  test('variables: trainable ones are watched', () => {
    const [w, b, n] = [new tf.Variable([1, 2]), new tf.Variable(5), new tf.Variable(1, { trainable: false })];
    const f = tf.function((v: Tensor) => {
      n.assignAdd(1);
      return tf.reduceSum(tf.add(tf.multiply(tf.square(w), v), b));
    });
    const tape = new tf.GradientTape();
    const y = tape.run(() => f(tf.constant([3, 4])));
    expect(y.item()).toBe(29);
    const [dw, db] = tape.gradient(y, [w, b]);
    close(dw, [6, 16]);
    close(db, [2]);
    expect(tape.watchedVariables()).toEqual([w, b]);
    expect(n.item()).toBe(2);
  });
  test('several results, some of them not differentiable, one handed through', () => {
    const f = tf.function((v: Tensor) => ({ square: tf.square(v), argmax: tf.argmax(v), same: v, half: v.mul(0.5) }));
    const tape = new tf.GradientTape({ persistent: true });
    const r = tape.run(() => {
      tape.watch(x);
      return f(x);
    });
    expect(Number(r.argmax.item())).toBe(1);
    close(tape.gradient(r.square, x), [2, 4, -6]);
    close(tape.gradient(r.same, x), [1, 1, 1]);
    close(tape.gradient([r.half, r.square], x), [2.5, 4.5, -5.5]);
  });
  test('captured tensors and unconnected sources', () => {
    const c = tf.constant([2, 3, 4]);
    const f = tf.function((v: Tensor, _: Tensor) => tf.multiply(v, c));
    const u = tf.constant(1);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch([x, c, u]);
      return f(x, u);
    });
    const [dx, dc, du] = tape.gradient(y, [x, c, u]);
    close(dx, [2, 3, 4]);
    close(dc, [1, 2, -3]);
    expect(du).toBeNull();
  });
  test('gradients end at an assignment, at the variable', () => {
    const v = new tf.Variable(2);
    const f = tf.function((u: Tensor) => {
      v.assign(tf.multiply(u, 10));
      return tf.multiply(tf.square(v), u);
    });
    const u = tf.constant(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(u);
      return f(u);
    });
    // y = v² u with v = 30 by then: dy/du = v², dy/dv = 2 v u.
    const [du, dv] = tape.gradient(y, [u, v]);
    expect([y.item(), du?.item(), dv?.item()]).toEqual([2700, 900, 180]);
  });
  test('a tape inside does as one outside', () => {
    const v = new tf.Variable(2);
    const f = tf.function((u: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.run(() => {
        tape.watch(u);
        v.assign(tf.multiply(u, 10));
        return tf.multiply(tf.square(v), u);
      });
      return tape.gradient(y, [u, v]);
    });
    const [du, dv] = f(tf.constant(3));
    expect([du?.item(), dv?.item()]).toEqual([900, 180]);
  });
  test('what has no derivative raises for who asks, and for nobody else', () => {
    const f = tf.function((v: Tensor) => {
      const [grown] = tf.whileLoop(
        (u) => tf.less(tf.reduceSum(u), 100),
        (u) => u.mul(2),
        [v],
      );
      return [grown, v.mul(3)] as const;
    });
    const tape = new tf.GradientTape();
    const [grown] = tape.run(() => {
      tape.watch(x);
      return f(tf.abs(x));
    });
    close(grown, [32, 64, 96]);
    expect(() => tape.gradient(grown, x)).toThrow(/reverse-mode/);
  });
  test('a while loop with a bound has a reverse derivative, with variables in it', () => {
    const w = new tf.Variable(3);
    const f = tf.function((v: Tensor) => {
      const [grown] = tf.whileLoop(
        (u) => tf.less(tf.reduceSum(u), 100),
        (u) => u.mul(w),
        [v],
        { maximumIterations: 10 },
      );
      return tf.reduceSum(grown);
    });
    const v = tf.constant([1, 2]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(v);
      return f(v);
    });
    // 3, 9, 27, 81, 243: four steps, so y = w⁴ (v0 + v1).
    expect(y.item()).toBe(243);
    const [dv, dw] = tape.gradient(y, [v, w]);
    close(dv, [81, 81]);
    close(dw, [4 * 27 * 3]);
    const inside = tf.function((u: Tensor) => tf.grad((t) => f(t))(u));
    close(inside(v), [81, 81]);
  });
  test('a while loop on a size that is open', () => {
    const f = tf.function(
      (v: Tensor) =>
        tf.whileLoop(
          (i, _u) => tf.less(i, 3),
          (i, u) => [i.add(1), u.mul(2)],
          [tf.constant(0), v],
        )[1],
      { inputSignature: [{ shape: [null] }] },
    );
    close(f(tf.constant([1])), [8]);
    close(f(tf.constant([1, 2, 3])), [8, 16, 24]);
    expect(f.tracingCount).toBe(1);
  });
  test('an unwatched call records nothing', () => {
    const tape = new tf.GradientTape();
    const y = tape.run(() => cube(x));
    expect(tape.gradient(y, x)).toBeNull();
  });
  test('control flow, both ways', () => {
    const f = tf.function((v: Tensor) =>
      tf.cond(
        tf.greater(tf.reduceSum(v), 1),
        () => tf.reduceSum(tf.square(v)),
        () => tf.reduceSum(tf.scan((a: Tensor, e: Tensor) => tf.multiply(a, e), v)),
      ),
    );
    close(tf.grad(f)(tf.constant([2, 3])), [4, 6]);
    // v0 + v0 v1 + v0 v1 v2 at (1, 2, -3)
    close(tf.grad(f)(x), [1 + 2 - 6, 1 - 3, 2]);
  });
  test('a customGradient inside keeps its gradient', () => {
    const f = tf.function((v: Tensor) => tf.customGradient((u: Tensor) => ({ value: tf.square(u), grad: (dy: Tensor) => tf.multiply(dy, 100) }))(v));
    close(tf.grad((v) => f(v))(x), [100, 100, 100]);
  });
});

describe('derivatives around and inside', () => {
  test('a train step with the tape inside: gradient descent on (w - 3)²', () => {
    const w = new tf.Variable(0);
    const step = tf.function((rate: Tensor) => {
      const tape = new tf.GradientTape();
      const loss = tape.run(() => tf.square(tf.subtract(w, 3)));
      w.assignSub(tf.multiply(rate, tape.gradient(loss, w) as Tensor));
      return loss;
    });
    const losses = [0, 1, 2].map(() => step(tf.constant(0.25)).item());
    // w goes 0, 1.5, 2.25, 2.625: the distance halves.
    expect(losses).toEqual([9, 2.25, 0.5625]);
    expect(w.item()).toBe(2.625);
  });
  test('forward mode and Hessian-vector products', () => {
    const hvp = (v: Tensor, t: Tensor): Tensor => tf.jvp((u) => tf.grad(cube)(u), { primals: [v], tangents: [t] }).tangent;
    const t = tf.constant([1, 10, 100]);
    close(tf.jvp(cube, { primals: [x], tangents: [t] }).tangent, [3 + 120 + 2700]);
    close(hvp(x, t), [6, 120, -1800]);
    close(tf.function(hvp)(x, t), [6, 120, -1800]);
  });
  test('Hessians', () => {
    const wanted = [6, 0, 0, 0, 12, 0, 0, 0, -18];
    close(tf.hessian(cube)(x), wanted);
    const f = tf.function((v: Tensor) => tf.hessian((u) => tf.reduceSum(tf.multiply(u, tf.square(u))))(v));
    close(f(x), wanted);
  });
  test('a Jacobian inside a function is one program', () => {
    const jacobian = (v: Tensor): Tensor => {
      const tape = new tf.GradientTape();
      const y = tape.run(() => {
        tape.watch(v);
        return tf.multiply(tf.square(v), tf.reduceSum(v));
      });
      return tape.jacobian(y, v) as Tensor;
    };
    const v = tf.constant([1, 2]);
    // y_i = v_i² s: dy_i/dv_j = 2 v_i s [i = j] + v_i²
    close(jacobian(v), [7, 1, 4, 16]);
    const f = tf.function(jacobian);
    close(f(v), [7, 1, 4, 16]);
    const g = f.getConcreteFunction(v);
    expect(g.captures).toEqual([]);
    expect(g.executable.spec.program.operations.length).toBeGreaterThan(3);
  });
  test('a Jacobian of a function under an eager tape', () => {
    const f = tf.function((v: Tensor) => tf.multiply(tf.square(v), tf.reduceSum(v)));
    const v = tf.constant([1, 2]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(v);
      return f(v);
    });
    close(tape.jacobian(y, v), [7, 1, 4, 16]);
  });
  test('gradients of each example, around and inside', () => {
    const w = tf.constant([1, 2]);
    const loss = tf.function((u: Tensor, v: Tensor) => tf.square(tf.reduceSum(tf.multiply(u, v))));
    const rows = tf.constant([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    const perExample = (all: Tensor): Tensor => tf.vectorizedMap((row: Tensor) => tf.grad((u) => loss(u, row))(w), all);
    // 2 (w·x) x
    close(perExample(rows), [2, 0, 0, 4, 6, 6]);
    const compiled = tf.function(perExample);
    close(compiled(rows), [2, 0, 0, 4, 6, 6]);
    expect(compiled.getConcreteFunction(rows).program.operations.every((o) => o.primitive.name !== 'stablehlo.while')).toBe(true);
  });
  test('vectorizedMap of a function with a branch', () => {
    const f = tf.function((v: Tensor) =>
      tf.cond(
        tf.greater(v, 0),
        () => tf.square(v),
        () => tf.negative(v),
      ),
    );
    close(
      tf.vectorizedMap((v: Tensor) => f(v), x),
      [1, 4, 3],
    );
  });
  test('open sizes under a tape and inside of another function', () => {
    const f = tf.function((v: Tensor) => tf.reduceMean(tf.square(v)), { inputSignature: [{ shape: [null] }] });
    close(tf.grad((v) => f(v))(tf.constant([1, 2])), [1, 2]);
    close(tf.grad((v) => f(v))(tf.constant([1, 2, 3, 4])), [0.5, 1, 1.5, 2]);
    const g = tf.function((v: Tensor) => tf.grad((u) => f(u))(v), { inputSignature: [{ shape: [null] }] });
    close(g(tf.constant([1, 2])), [1, 2]);
    close(g(tf.constant([1, 2, 3, 4])), [0.5, 1, 1.5, 2]);
    expect([f.tracingCount, g.tracingCount]).toEqual([1, 1]);
  });
  test('assigning what differs by example is refused', () => {
    const v = new tf.Variable(0);
    const f = tf.function((rows: Tensor) =>
      tf.vectorizedMap((row: Tensor) => {
        v.assign(row);
        return row;
      }, rows),
    );
    expect(() => f(x)).toThrow(/differs from example to example/);
  });
});
