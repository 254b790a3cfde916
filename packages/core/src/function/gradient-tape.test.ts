import { describe, expect, test, vi } from 'vitest';
import type { Tensor } from '../index.ts';
import * as tf from '../index.ts';

const t = (v: number | number[] | number[][], dtype: 'float32' | 'float64' = 'float32'): Tensor => tf.constant(v, { dtype });
const numbers = (x: Tensor | null): number[] => [...(x as Tensor).dataSync()];
/** A tape that watches `xs` and ran `f`. */
function taped<T>(xs: Tensor[], f: () => T, options: tf.GradientTapeOptions = {}): [tf.GradientTape, T] {
  const tape = new tf.GradientTape(options);
  return [
    tape,
    tape.run(() => {
      tape.watch(xs);
      return f();
    }),
  ];
}

describe('first derivatives', () => {
  const x = t(3);
  test('x^2 at 3', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.gradient(y, x)?.item()).toBe(6);
  });
  test('a tensor used twice', () => {
    const [tape, y] = taped([x], () => tf.add(tf.multiply(x, x), x));
    expect(tape.gradient(y, x)?.item()).toBe(7);
  });
  test('one operand given twice', () => {
    const [tape, y] = taped([x], () => tf.multiply(x, x));
    expect(tape.gradient(y, x)?.item()).toBe(6);
  });
  test('two sources', () => {
    const [a, b] = [t(2), t(5)];
    const [tape, y] = taped([a, b], () => tf.multiply(a, tf.square(b)));
    expect(tape.gradient(y, [a, b]).map((g) => g?.item())).toEqual([25, 20]);
  });
  test('a source that is an intermediate value', () => {
    let middle = x;
    const [tape, y] = taped([x], () => tf.square((middle = tf.multiply(x, 2))));
    expect(tape.gradient(y, middle)?.item()).toBe(12);
  });
  test('an intermediate and its source at once', () => {
    let middle = x;
    const [tape, y] = taped([x], () => tf.square((middle = tf.multiply(x, 2))));
    expect(tape.gradient(y, [middle, x]).map((g) => g?.item())).toEqual([12, 24]);
  });
  test('the target itself', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.gradient(y, y)?.item()).toBe(1);
  });
  test('broadcasting sums', () => {
    const [a, b] = [t([[1], [2]]), t([10, 20, 30])];
    const [tape, y] = taped([a, b], () => tf.multiply(a, b));
    const [da, db] = tape.gradient(y, [a, b]);
    expect(da?.array()).toEqual([[60], [60]]);
    expect(db?.array()).toEqual([3, 3, 3]);
  });
  test('a matrix product', () => {
    const [a, b] = [t([[1, 2]]), t([[3], [4]])];
    const [tape, y] = taped([a, b], () => tf.matmul(a, b));
    const [da, db] = tape.gradient(y, [a, b]);
    expect(da?.array()).toEqual([[3, 4]]);
    expect(db?.array()).toEqual([[1], [2]]);
  });
  test('a slice has zeros elsewhere', () => {
    const v = t([1, 2, 3]);
    const [tape, y] = taped([v], () => tf.slice(v, [1], [1]));
    expect(numbers(tape.gradient(y, v))).toEqual([0, 1, 0]);
  });
  test('gather adds up repeated indices', () => {
    const v = t([1, 2, 3]);
    const [tape, y] = taped([v], () => tf.gather(v, [0, 2, 2]));
    expect(numbers(tape.gradient(y, v))).toEqual([1, 0, 2]);
  });
  test('where does not let NaN through', () => {
    const v = t([-1, 4]);
    const [tape, y] = taped([v], () => tf.where(tf.greater(v, 0), tf.sqrt(tf.maximum(v, 1)), tf.zerosLike(v)));
    expect(numbers(tape.gradient(y, v))).toEqual([0, 0.25]);
  });
  test('casts carry gradients between floating dtypes', () => {
    const [tape, y] = taped([x], () => tf.square(tf.cast(x, 'float64')));
    const g = tape.gradient(y, x) as Tensor;
    expect([g.item(), g.dtype.name]).toEqual([6, 'float32']);
  });
  test('stopGradient', () => {
    const [tape, y] = taped([x], () => tf.multiply(x, tf.stopGradient(x)));
    expect(tape.gradient(y, x)?.item()).toBe(3);
  });
  test('a function of integers on the way has no gradient', () => {
    const [tape, y] = taped([x], () => tf.cast(tf.cast(x, 'int32'), 'float32'));
    expect(tape.gradient(y, x)).toBeNull();
  });
});

describe('structures and seeds', () => {
  const [a, b] = [t(2), t(3)];
  test('sources in an object', () => {
    const [tape, y] = taped([a, b], () => tf.multiply(a, b));
    const g = tape.gradient(y, { second: b, first: a, list: [a, { deep: b }] });
    expect(g.first?.item()).toBe(3);
    expect(g.second?.item()).toBe(2);
    expect((g.list[1] as { deep: Tensor }).deep.item()).toBe(2);
  });
  test('targets add up', () => {
    const [tape, ys] = taped([a], () => [tf.square(a), tf.multiply(a, 10)]);
    expect(tape.gradient(ys, a)?.item()).toBe(14);
  });
  test('a target twice counts twice', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(tape.gradient([y, y], a)?.item()).toBe(8);
  });
  test('targets in an object', () => {
    const [tape, ys] = taped([a], () => ({ p: tf.square(a), q: a }));
    expect(tape.gradient(ys, a)?.item()).toBe(5);
  });
  test('outputGradients weigh elements', () => {
    const v = t([1, 2]);
    const [tape, y] = taped([v], () => tf.square(v));
    expect(numbers(tape.gradient(y, v, { outputGradients: t([10, 100]) }))).toEqual([20, 400]);
  });
  test('outputGradients for several targets; null is ones', () => {
    const [tape, ys] = taped([a], () => [tf.square(a), tf.multiply(a, 10)]);
    expect(tape.gradient(ys, a, { outputGradients: [t(3), null] })?.item()).toBe(22);
  });
  test('outputGradients of another shape', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, a, { outputGradients: t([1, 2]) })).toThrow(/outputGradients has shape \[2\], its target \[\]/);
  });
  test('outputGradients of another count', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, a, { outputGradients: [t(1), t(1)] })).toThrow(/2 tensors; there are 1 targets/);
  });
  test('unconnected: null, or zeros', () => {
    const [tape, y] = taped([a, b], () => tf.square(a), { persistent: true });
    expect(tape.gradient(y, b)).toBeNull();
    expect(tape.gradient(y, [a, b], { unconnectedGradients: 'zero' }).map((g) => g?.item())).toEqual([4, 0]);
    const v = t([1, 2]);
    expect(numbers(tape.gradient(y, v, { unconnectedGradients: 'zero' }))).toEqual([0, 0]);
  });
  test('unconnectedGradients by another name', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, a, { unconnectedGradients: 'zeros' as never })).toThrow(/did you mean 'zero'/);
  });
  test('a source that is no tensor', () => {
    const [tape, y] = taped([a], () => tf.square(a));
    expect(() => tape.gradient(y, [3 as never])).toThrow(/got number/);
  });
});

describe('what is watched', () => {
  const x = t(3);
  test('nothing but what watch names', () => {
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(x));
    expect(tape.gradient(y, x)).toBeNull();
  });
  test('watching begins with watch', () => {
    const tape = new tf.GradientTape();
    const [before, after] = tape.run(() => {
      const early = tf.square(x);
      tape.watch(x);
      return [early, tf.square(x)];
    });
    expect(tape.gradient([before, after], x)?.item()).toBe(6);
  });
  test('integers are refused with a warning', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const n = tf.constant(3, { dtype: 'int32' });
    const [tape, y] = taped([n], () => tf.cast(n, 'float32'));
    expect(tape.gradient(y, n)).toBeNull();
    expect(warn.mock.calls[0][0]).toMatch(/only floating and complex tensors have gradients; got dtype int32/);
    warn.mockRestore();
  });
  test('a target of integers gives null with a warning', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const [tape, y] = taped([x], () => tf.cast(x, 'int32'));
    expect(tape.gradient(y, x)).toBeNull();
    expect(warn.mock.calls[0][0]).toMatch(/got dtype int32/);
    warn.mockRestore();
  });
  test('stopRecording', () => {
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      tape.watch(x);
      const constant = tape.stopRecording(() => tf.square(x));
      return tf.multiply(constant, x);
    });
    expect(tape.gradient(y, x)?.item()).toBe(9);
  });
  test('reset', () => {
    const tape = new tf.GradientTape();
    tape.run(() => {
      tape.watch(x);
      tf.square(x);
      tape.reset();
    });
    const y = tape.run(() => {
      tape.watch(x);
      return tf.multiply(x, 5);
    });
    expect(tape.gradient(y, x)?.item()).toBe(5);
  });
  test('run may continue a tape', () => {
    const tape = new tf.GradientTape();
    const first = tape.run(() => {
      tape.watch(x);
      return tf.square(x);
    });
    const y = tape.run(() => tf.square(first));
    expect(tape.gradient(y, x)?.item()).toBe(108);
  });
  test('what runs outside is not recorded', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.gradient(tf.square(y), x)).toBeNull();
  });
});

describe('use', () => {
  const x = t(3);
  test('a tape that is not persistent serves once', () => {
    const [tape, y] = taped([x], () => tf.square(x));
    tape.gradient(y, x);
    expect(() => tape.gradient(y, x)).toThrow(tf.errors.FailedPreconditionError);
    expect(() => tape.jacobian(y, x)).toThrow(/not persistent/);
  });
  test('a persistent one serves again', () => {
    const [tape, [y, z]] = taped([x], () => [tf.square(x), tf.multiply(x, 4)], { persistent: true });
    expect(tape.gradient(y, x)?.item()).toBe(6);
    expect(tape.gradient(z, x)?.item()).toBe(4);
    expect(tape.gradient(y, x)?.item()).toBe(6);
  });
  test('gradient inside run', () => {
    const tape = new tf.GradientTape();
    const g = tape.run(() => {
      tape.watch(x);
      return tape.gradient(tf.square(x), x);
    });
    expect(g?.item()).toBe(6);
  });
  test('run inside run', () => {
    const tape = new tf.GradientTape();
    expect(() => tape.run(() => tape.run(() => 1))).toThrow(/recording already/);
    expect(tape.run(() => 2)).toBe(2);
  });
  test('an asynchronous function', () => expect(() => new tf.GradientTape().run(async () => 1)).toThrow(/asynchronous/));
  test('an error inside leaves nothing recording', () => {
    const tape = new tf.GradientTape();
    expect(() =>
      tape.run(() => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(tape.run(() => 2)).toBe(2);
  });
  test('unknown option', () => expect(() => new tf.GradientTape({ persitent: true } as never)).toThrow(/did you mean 'persistent'/));
});

describe('higher order', () => {
  const x = t(3);
  test('nested tapes: 6x', () => {
    const [outer, g] = taped([x], () => {
      const [inner, y] = taped([x], () => tf.multiply(x, tf.multiply(x, x)));
      return inner.gradient(y, x) as Tensor;
    });
    expect(outer.gradient(g, x)?.item()).toBe(18);
  });
  test('a persistent tape differentiates what it recorded itself', () => {
    const tape = new tf.GradientTape({ persistent: true });
    const g = tape.run(() => {
      tape.watch(x);
      return tape.gradient(tf.multiply(x, tf.square(x)), x) as Tensor;
    });
    expect(tape.gradient(g, x)?.item()).toBe(18);
  });
  test('third order of x^4', () =>
    expect(
      tf
        .grad(tf.grad(tf.grad((v) => tf.square(tf.square(v)))))(2)
        .item(),
    ).toBe(48));
  test('the gradient of a gradient norm', () => {
    // |grad of sum(x^3)|^2 = 9 x^4, whose derivative is 36 x^3.
    const f = (v: Tensor): Tensor => tf.reduceSum(tf.square(tf.grad((u) => tf.multiply(u, tf.square(u)))(v)));
    expect(numbers(tf.grad(f)([1, 2]))).toEqual([36, 288]);
  });
  test('mixed derivatives', () => {
    const [a, b] = [t(2), t(5)];
    const dfda = (u: Tensor, v: Tensor): Tensor => tf.grads((p, q) => tf.multiply(tf.square(p), q))([u, v])[0];
    expect(
      tf
        .grads(dfda)([a, b])
        .map((g) => g.item()),
    ).toEqual([10, 4]);
  });
  test('an inner tape that does not watch lets the outer one through', () => {
    const [outer, y] = taped([x], () => new tf.GradientTape().run(() => tf.square(x)));
    expect(outer.gradient(y, x)?.item()).toBe(6);
  });
});

describe('variables', () => {
  test('are watched when read', () => {
    const v = new tf.Variable([1, 2]);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(v));
    expect(numbers(tape.gradient(y, v))).toEqual([2, 4]);
  });
  test('unless they are not trainable, or the tape says so', () => {
    const fixed = new tf.Variable(3, { trainable: false });
    const v = new tf.Variable(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(fixed));
    expect(tape.gradient(y, fixed)).toBeNull();
    const quiet = new tf.GradientTape({ watchAccessedVariables: false });
    const z = quiet.run(() => tf.square(v));
    expect(quiet.watchedVariables()).toEqual([]);
    expect(quiet.gradient(z, v)).toBeNull();
  });
  test('watch names them all the same', () => {
    const v = new tf.Variable(3, { trainable: false });
    const tape = new tf.GradientTape({ watchAccessedVariables: false });
    const y = tape.run(() => {
      tape.watch(v);
      return tf.square(v);
    });
    expect(tape.gradient(y, v)?.item()).toBe(6);
  });
  test('watchedVariables, in order of creation', () => {
    const [a, b] = [new tf.Variable(1), new tf.Variable(2)];
    const tape = new tf.GradientTape();
    tape.run(() => tf.add(b, a));
    expect(tape.watchedVariables()).toEqual([a, b]);
  });
  test('reads before and after an assignment both count', () => {
    const v = new tf.Variable(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => {
      const first = tf.square(v);
      v.assign(5);
      return tf.add(first, tf.square(v));
    });
    expect(tape.gradient(y, v)?.item()).toBe(16);
  });
  test('no gradient flows through an assignment', () => {
    const [x, v] = [t(3), new tf.Variable(0)];
    const [tape, y] = taped([x], () => {
      v.assign(tf.square(x));
      return tf.multiply(v, 2);
    });
    expect(tape.gradient(y, x)).toBeNull();
  });
  test('an assignment after the forward pass does not change the gradient', () => {
    const v = new tf.Variable(3);
    const tape = new tf.GradientTape();
    const y = tape.run(() => tf.square(v));
    v.assign(100);
    expect(tape.gradient(y, v)?.item()).toBe(6);
  });
  test('variableGrads', () => {
    const [w, b] = [new tf.Variable(2, { name: 'w' }), new tf.Variable(1, { name: 'b' })];
    const { value, grads } = tf.variableGrads(() => tf.add(tf.multiply(w, 5), b));
    expect(value.item()).toBe(11);
    expect(grads.w.item()).toBe(5);
    expect(grads.b.item()).toBe(1);
  });
  test('a dense layer, by hand', () => {
    const x = t([
      [1, 2],
      [3, 4],
    ]);
    const [w, b] = [new tf.Variable([[0.5], [-0.5]]), new tf.Variable([0.25])];
    const tape = new tf.GradientTape();
    const loss = tape.run(() => tf.reduceMean(tf.square(tf.add(tf.matmul(x, w), b))));
    // Outputs are -0.25 and -0.25; d loss / d output is 2 * out / 2.
    const [dw, db] = tape.gradient(loss, [w, b]);
    expect(dw?.array()).toEqual([[-1], [-1.5]]);
    expect(numbers(db)).toEqual([-0.5]);
  });
});

describe('jacobians', () => {
  test('y = A x gives A', () => {
    const [a, x] = [
      t([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      t([[1], [1], [1]]),
    ];
    const [tape, y] = taped([x], () => tf.matmul(a, x));
    expect(tf.squeeze(tape.jacobian(y, x) as Tensor).array()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });
  test('x * x gives diag(2x)', () => {
    const x = t([1, 2]);
    const [tape, y] = taped([x], () => tf.multiply(x, x));
    expect(tape.jacobian(y, x)?.array()).toEqual([
      [2, 0],
      [0, 4],
    ]);
  });
  test('shapes add up', () => {
    const x = t([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const [tape, y] = taped([x], () => tf.reduceSum(x, { axis: 1 }));
    const j = tape.jacobian(y, x) as Tensor;
    expect(j.shape).toEqual([2, 2, 3]);
    expect(j.array()).toEqual([
      [
        [1, 1, 1],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    ]);
  });
  test('a scalar target, several sources, one of them not connected', () => {
    const [a, b, c] = [t([1, 2]), new tf.Variable(3), t(1)];
    const [tape, y] = taped([a, c], () => tf.multiply(tf.reduceSum(a), b));
    const [ja, jb, jc] = tape.jacobian(y, [a, b, c]);
    expect(ja?.array()).toEqual([3, 3]);
    expect(jb?.item()).toBe(3);
    expect(jc).toBeNull();
  });
  test('zeros where nothing connects, if asked for', () => {
    const [x, z] = [t([1, 2]), t([1, 2, 3])];
    const [tape, y] = taped([x], () => tf.square(x));
    expect((tape.jacobian(y, z, { unconnectedGradients: 'zero' }) as Tensor).shape).toEqual([2, 3]);
  });
  test('through softmax: diag(p) - p p^T', () => {
    const x = t([1, 2, 3], 'float64');
    const [tape, p] = taped([x], () => tf.nn.softmax(x));
    const q = numbers(p);
    const j = tape.jacobian(p, x)?.array() as number[][];
    q.forEach((pi, i) => q.forEach((pj, k) => expect(j[i][k]).toBeCloseTo((i === k ? pi : 0) - pi * pj, 12)));
  });
  test('Hessian of a quadratic form by nesting', () => {
    const q = t([
      [2, 1],
      [1, 4],
    ]);
    const x = t([[1], [2]]);
    const [outer, g] = taped([x], () => {
      const [inner, y] = taped([x], () => tf.multiply(tf.matmul(tf.transpose(x), tf.matmul(q, x)), 0.5));
      return inner.gradient(y, x) as Tensor;
    });
    expect(tf.squeeze(outer.jacobian(g, x) as Tensor).array()).toEqual([
      [2, 1],
      [1, 4],
    ]);
  });
  test('batchJacobian of x^2', () => {
    const x = t([
      [1, 2],
      [3, 4],
    ]);
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.batchJacobian(y, x)?.array()).toEqual([
      [
        [2, 0],
        [0, 4],
      ],
      [
        [6, 0],
        [0, 8],
      ],
    ]);
  });
  test('batchJacobian of shapes [b, 2, 2] by [b, 3]', () => {
    const x = t([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const w = t(Array.from({ length: 3 }, (_, i) => [i, i + 1, i + 2, i + 3]));
    const [tape, y] = taped([x], () => tf.reshape(tf.matmul(x, w), [2, 2, 2]));
    const j = tape.batchJacobian(y, x) as Tensor;
    expect(j.shape).toEqual([2, 2, 2, 3]);
    expect((j.array() as number[][][][])[1][1][0]).toEqual([2, 3, 4]);
  });
  test('batchJacobian of different batch sizes', () => {
    const x = t([
      [1, 2],
      [3, 4],
    ]);
    const [tape, y] = taped([x], () => tf.reduceSum(x, { axis: 0, keepdims: true }));
    expect(() => tape.batchJacobian(y, x)).toThrow(tf.errors.ValueError);
  });
  test('parallelIterations and experimentalUsePfor are accepted', () => {
    const x = t([1, 2]);
    const [tape, y] = taped([x], () => tf.square(x));
    expect(tape.jacobian(y, x, { parallelIterations: 1, experimentalUsePfor: false })?.array()).toEqual([
      [2, 0],
      [0, 4],
    ]);
  });
});

describe('short forms', () => {
  test('valueAndGrad', () => {
    const { value, grad } = tf.valueAndGrad((x) => tf.square(x))(3);
    expect([value.item(), grad.item()]).toEqual([9, 6]);
  });
  test('weights of the result', () => expect(numbers(tf.grad((x) => tf.square(x))([1, 2], t([10, 100])))).toEqual([20, 400]));
  test('one tensor as two arguments', () => {
    const x = t(3);
    expect(
      tf
        .grads((a, b) => tf.multiply(tf.square(a), b))([x, x])
        .map((g) => g.item()),
    ).toEqual([18, 9]);
  });
  test('valueAndGrads', () => {
    const { value, grads } = tf.valueAndGrads((a, b) => tf.multiply(a, b))([2, 5]);
    expect([value.item(), ...grads.map((g) => g.item())]).toEqual([10, 5, 2]);
  });
  test('zeros for an argument that does not matter', () =>
    expect(
      tf
        .grads((a) => a)([1, 2])[1]
        .item(),
    ).toBe(0));
  test('a function that returns no tensor', () => expect(() => tf.grad((() => 3) as never)(1)).toThrow(/returned number/));
});
