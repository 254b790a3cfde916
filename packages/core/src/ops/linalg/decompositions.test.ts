/** Decompositions by what defines them: products give the matrix back, orthonormal columns are so, in all four dtypes, sizes and ranks. */
import { describe, expect, test } from 'vitest';
import * as tf from '../../index.ts';

const { linalg } = tf;
const dtypes = ['float32', 'float64', 'complex64', 'complex128'] as const;
type Name = (typeof dtypes)[number];
const tolerances: Readonly<Record<Name, number>> = { float32: 2e-6, complex64: 2e-6, float64: 1e-13, complex128: 1e-13 };

function noise(shape: number[], dtype: Name, seed: number): tf.Tensor {
  const part = (k: number): tf.Tensor =>
    tf.random.statelessNormal(shape, {
      seed: [seed, k],
      dtype: dtype.endsWith('64') && dtype !== 'complex64' ? 'float64' : dtype === 'complex128' ? 'float64' : 'float32',
    });
  return dtype.startsWith('complex') ? tf.complex(part(1), part(2)) : part(1);
}

/** The largest difference over the largest magnitude. */
function distance(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  if (b.size === 0) return 0;
  return tf.reduceMax(tf.abs(tf.subtract(a, b))).item() / Math.max(1, tf.reduceMax(tf.abs(b)).item());
}

const identityFor = (x: tf.Tensor): tf.Tensor => tf.broadcastTo(tf.cast(tf.eye(x.shape.at(-1) as number), x.dtype as tf.DType<'float32'>), x.shape as number[]);
const gram = (q: tf.Tensor): tf.Tensor => tf.matmul(q, q, { adjointA: true });
const scaled = (u: tf.Tensor, s: tf.Tensor): tf.Tensor => tf.multiply(u, tf.expandDims(tf.cast(s, u.dtype as tf.DType<'float32'>), -2));
const isOrthonormal = (q: tf.Tensor, tolerance: number): void => {
  const square = gram(q);
  expect(distance(square, identityFor(square))).toBeLessThan(tolerance);
};

const shapes = [[1, 1], [5, 5], [7, 3], [3, 7], [2, 4, 4], [0, 3], [3, 0], [2, 0, 0], [0, 2, 2]]; // biome-ignore format: shapes

for (const dtype of dtypes) {
  const tolerance = tolerances[dtype];
  describe(dtype, () => {
    test.each(shapes.map((s) => [s]))('qr and svd of %j', (shape) => {
      const a = noise(shape, dtype, 3);
      for (const fullMatrices of [false, true]) {
        const { q, r } = linalg.qr(a, { fullMatrices });
        expect(distance(tf.matmul(q, r), a)).toBeLessThan(tolerance * 4);
        isOrthonormal(q, tolerance * 4);
        expect(distance(linalg.bandPart(r, 0, -1), r)).toBe(0);
        const { s, u, v } = linalg.svd(a, { fullMatrices });
        const k = Math.min(...shape.slice(-2));
        const [leftPart, rightPart] = [u, v].map((x) =>
          tf.slice(
            x,
            x.shape.map(() => 0),
            [...x.shape.slice(0, -1), k] as number[],
          ),
        );
        expect(distance(tf.matmul(scaled(leftPart, s), rightPart, { adjointB: true }), a)).toBeLessThan(tolerance * 4);
        isOrthonormal(u, tolerance * 4);
        isOrthonormal(v, tolerance * 4);
        expect(tf.reduceAll(tf.greaterEqual(s, 0)).item()).toBe(true);
        expect(distance(tf.sort(s, { direction: 'DESCENDING' }), s)).toBe(0);
      }
    });
    test.each([[[1, 1]], [[6, 6]], [[2, 3, 3]], [[2, 0, 0]]])('eigh and eig of %j', (shape) => {
      const a = noise(shape, dtype, 4);
      const hermitian = tf.add(a, linalg.adjoint(a));
      const { e, v } = linalg.eigh(hermitian);
      expect(distance(tf.matmul(hermitian, v), scaled(v, e))).toBeLessThan(tolerance * 4);
      isOrthonormal(v, tolerance * 4);
      const general = linalg.eig(a);
      expect(general.e.dtype.isComplex).toBe(true);
      const wide = tf.cast(a, general.v.dtype as tf.DType<'complex64'>);
      expect(distance(tf.matmul(wide, general.v), scaled(general.v, general.e))).toBeLessThan(tolerance * 10);
    });
    test('solvers and functions', () => {
      const a = tf.add(noise([2, 4, 4], dtype, 5), tf.multiply(identityFor(noise([2, 4, 4], dtype, 5)), 4 as never));
      const b = noise([2, 4, 3], dtype, 6);
      const bound = tolerance * 10;
      expect(distance(tf.matmul(a, linalg.solve(a, b)), b)).toBeLessThan(bound);
      expect(distance(tf.matmul(a, linalg.inv(a)), identityFor(a))).toBeLessThan(bound);
      const hpd = gram(a);
      const l = linalg.cholesky(hpd);
      expect(distance(tf.matmul(l, l, { adjointB: true }), hpd)).toBeLessThan(bound);
      expect(distance(tf.matmul(hpd, linalg.choleskySolve(l, b)), b)).toBeLessThan(bound * 10);
      const { lu, p } = linalg.lu(a);
      expect(distance(linalg.luReconstruct(lu, p), a)).toBeLessThan(bound);
      const root = linalg.sqrtm(hpd);
      expect(distance(tf.matmul(root, root), hpd)).toBeLessThan(bound);
      expect(distance(linalg.expm(linalg.logm(hpd)), hpd)).toBeLessThan(bound * 10);
    });
  });
}

test('singular values of a matrix of rank one', () => {
  const a = tf.matmul(noise([6, 1], 'float64', 7), noise([1, 4], 'float64', 8));
  const { s, u, v } = linalg.svd(a, { fullMatrices: true });
  isOrthonormal(u, 1e-13);
  isOrthonormal(v, 1e-13);
  expect((s.array() as number[])[1]).toBeLessThan(1e-14 * (s.array() as number[])[0]);
});

test('equal eigenvalues and singular values', () => {
  const a = tf.multiply(tf.cast(tf.eye(4), 'float64'), 3);
  expect(linalg.eigvalsh(a).array()).toEqual([3, 3, 3, 3]);
  expect(linalg.svd(a, { computeUv: false }).array()).toEqual([3, 3, 3, 3]);
  expect(tf.math.real(linalg.eigvals(a)).array()).toEqual([3, 3, 3, 3]);
  // A function of the eigenvalues alone has a gradient there.
  const gradient = tf.grad((x: tf.Tensor) => tf.reduceSum(linalg.eigvalsh(x)))(a);
  expect(gradient.array()).toEqual(tf.eye(4).array());
});

test('a defective matrix and one of a cycle', () => {
  const jordan = tf.constant([[2, 1], [0, 2]], { dtype: 'float64' }); // biome-ignore format: a matrix
  expect(linalg.eigvals(jordan).array()).toEqual([{ re: 2, im: 0 }, { re: 2, im: 0 }]); // biome-ignore format: one row
  const cycle = tf.constant([[0, 0, 1], [1, 0, 0], [0, 1, 0]], { dtype: 'float64' }); // biome-ignore format: a matrix
  for (const e of linalg.eigvals(cycle).array() as unknown as { re: number; im: number }[]) expect(Math.abs(Math.hypot(e.re, e.im) - 1)).toBeLessThan(1e-14);
});

test('magnitudes at the ends of the range', () => {
  const a = tf.constant([[3e200, 0], [4e200, 1e200]], { dtype: 'float64' }); // biome-ignore format: a matrix
  const { s, u, v } = linalg.svd(a);
  const back = tf.matmul(scaled(u, s), v, { adjointB: true });
  expect(tf.reduceMax(tf.abs(tf.subtract(tf.divide(back, 1e200), [[3, 0], [4, 1]] as never))).item()).toBeLessThan(1e-13); // biome-ignore format: a matrix
  expect((linalg.svd(tf.constant([[3e-200], [4e-200]], { dtype: 'float64' }), { computeUv: false }).array() as number[])[0] / 5e-200).toBeCloseTo(1, 14);
});

test('compiled functions give what eager code gives', () => {
  const a = noise([3, 3], 'float32', 9);
  const f = (x: tf.Tensor): tf.Tensor[] => {
    const { s, u } = linalg.svd(x);
    return [s, u, linalg.inv(x), linalg.det(x), linalg.eigvals(x)];
  };
  const [eager, compiled] = [f(a), tf.function(f as never)(a as never) as unknown as tf.Tensor[]];
  eager.forEach((x, i) => expect(compiled[i].array()).toEqual(x.array()));
  const singular = tf.function(((x: tf.Tensor) => linalg.inv(x)) as never);
  expect(() => singular(tf.zeros([2, 2]) as never)).toThrow('Input is not invertible');
});

describe('second derivatives of functions that do not depend on phases, against differences of gradients', () => {
  const functions: Readonly<Record<string, (a: tf.Tensor) => tf.Tensor>> = {
    eigh: (a) => {
      const { e, v } = linalg.eigh(tf.add(a, linalg.adjoint(a)));
      return tf.matmul(scaled(v, tf.tanh(e)), v, { adjointB: true });
    },
    svd: (a) => {
      const { s, u, v } = linalg.svd(a);
      return tf.matmul(scaled(u, tf.tanh(s)), v, { adjointB: true });
    },
    eig: (a) => {
      const { e, v } = linalg.eig(a);
      return tf.matmul(tf.matmul(v, linalg.diag(tf.multiply(e, tf.multiply(e, e)))), linalg.inv(v) as never);
    },
    slogdet: (a) => {
      const { sign, logAbsDeterminant } = linalg.slogdet(a);
      return tf.add(tf.math.real(sign), tf.add(tf.math.imag(sign), logAbsDeterminant));
    },
  };
  const rows = Object.keys(functions).flatMap((name) => (['float64', 'complex128'] as const).map((dtype) => [name, dtype] as const));
  test.each(rows)('%s of %s', (name, dtype) => {
    const [a, direction] = [noise([3, 3], dtype, 10), noise([3, 3], dtype, 11)];
    const loss = (x: tf.Tensor): tf.Tensor => {
      const y = functions[name](x);
      const k = tf.reshape(tf.cast(tf.range(y.size), 'float64'), y.shape as number[]);
      return tf.reduceSum(tf.add(tf.multiply(tf.math.real(y), tf.cos(k) as never), tf.multiply(tf.math.imag(y), tf.sin(k) as never)));
    };
    const gradient = tf.grad(loss);
    const along = (g: tf.Tensor): tf.Tensor => tf.reduceSum(tf.math.real(tf.multiply(tf.math.conj(g), direction)));
    const analytic = along(tf.grad((x: tf.Tensor) => along(gradient(x)))(a)).item();
    const h = 2 ** -17;
    const moved = (by: number): number => along(gradient(tf.add(a, tf.multiply(direction, by as never)))).item();
    const numeric = (moved(h) - moved(-h)) / (2 * h);
    expect(Math.abs(analytic - numeric) / Math.max(1, Math.abs(numeric)), `analytic ${analytic}, numeric ${numeric}`).toBeLessThan(1e-5);
  });
});
