/** Values and gradients against PyTorch's LAPACK (packages/core/test/reference/linalg.py), in float64 and complex128. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as tf from '../../index.ts';

interface Row {
  readonly name: string;
  readonly dtype: 'float64' | 'complex128';
  readonly in: unknown;
  readonly out: unknown;
  readonly gradient: unknown;
}
interface Recorded {
  readonly rows: readonly Row[];
  readonly solve: { readonly a: unknown; readonly b: unknown; readonly out: unknown; readonly gradients: readonly unknown[] };
  readonly lu: { readonly packed: unknown };
}
const recorded = JSON.parse(readFileSync(new URL('../../../test/reference/linalg.json', import.meta.url), 'utf8')) as Recorded;

const flat = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flat) : [value as number]);
const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync() as unknown as Float64Array);

function tensorOf(value: unknown, dtype: string): tf.Tensor {
  const parts = tf.constant(value as number[], { dtype: 'float64' }) as tf.Tensor;
  if (dtype === 'float64') return parts;
  const [re, im] = tf.unstack(parts, { axis: -1 });
  return tf.complex(re, im);
}

/** Errors relative to the largest number. */
function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((e, i) => expect(Math.abs(actual[i] - e) / scale, `element ${i}: got ${actual[i]}, want ${e}`).toBeLessThan(tolerance));
}

const { linalg } = tf;
const diagonal = (e: tf.Tensor, like: tf.Tensor): tf.Tensor => tf.cast(linalg.diag(e), like.dtype as tf.DType<'float64'>) as tf.Tensor;
const hpd = (a: tf.Tensor): tf.Tensor => tf.add(tf.matmul(a, a, { adjointB: true }), tf.cast(tf.eye(a.shape.at(-1) as number), a.dtype as tf.DType<'float64'>));

/** The functions of the script. */
const functions: Readonly<Record<string, (a: tf.Tensor) => tf.Tensor>> = {
  cholesky: (a) => linalg.cholesky(hpd(a)),
  inv: (a) => linalg.inv(a),
  det: linalg.det,
  sign: (a) => linalg.slogdet(a).sign,
  logabsdet: (a) => linalg.slogdet(a).logAbsDeterminant,
  q: (a) => linalg.qr(a).q,
  r: (a) => linalg.qr(a).r,
  singular: (a) => linalg.svd(a, { computeUv: false }),
  polar: (a) => {
    const { u, v } = linalg.svd(a);
    return tf.matmul(u, v, { adjointB: true });
  },
  eigvalsh: (a) => linalg.eigvalsh(hpd(a)),
  eighLog: (a) => {
    const { e, v } = linalg.eigh(hpd(a));
    return tf.matmul(tf.matmul(v, diagonal(tf.log(e), v)), v, { adjointB: true });
  },
  eigCube: (a) => {
    const { e, v } = linalg.eig(a);
    return tf.matmul(tf.matmul(v, linalg.diag(tf.multiply(e, tf.multiply(e, e)))), linalg.inv(v) as never);
  },
  expm: linalg.expm,
  pinv: (a) => linalg.pinv(a),
};

/** The script's weighted sum: Re Σ w̄ y with w[k] = cos k + i sin 2k. */
function lossOf(y: tf.Tensor): tf.Tensor {
  const k = Float64Array.from({ length: y.size }, (_, i) => i);
  const part = (f: (x: number) => number): tf.Tensor => tf.tensor(k.map(f), y.shape as number[]);
  const real = tf.multiply(tf.math.real(y), part(Math.cos));
  return tf.reduceSum(
    y.dtype.isComplex
      ? tf.add(
          real,
          tf.multiply(
            tf.math.imag(y),
            part((x) => Math.sin(2 * x)),
          ),
        )
      : real,
  );
}

function gradientsOf(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: readonly tf.Tensor[]): tf.Tensor[] {
  const tape = new tf.GradientTape();
  for (const x of xs) tape.watch(x);
  const y = tape.run(() => lossOf(f(...xs)));
  return tape.gradient(y, [...xs]) as tf.Tensor[];
}

for (const row of recorded.rows) {
  const a = tensorOf(row.in, row.dtype);
  test(`${row.name} of ${row.dtype} ${JSON.stringify(a.shape)}`, () => {
    const f = functions[row.name];
    const y = f(a);
    // The script's eigenvectors are complex; the cube of a real matrix is real.
    expectNear(numbers(y), flat(row.out), 1e-11);
    expectNear(numbers(gradientsOf(f, [a])[0]), flat(row.gradient), 1e-9);
  });
}

test('solve', () => {
  const [a, b] = [tensorOf(recorded.solve.a, 'float64'), tensorOf(recorded.solve.b, 'float64')];
  expectNear(numbers(linalg.solve(a, b)), flat(recorded.solve.out), 1e-12);
  gradientsOf((p, q) => linalg.solve(p, q), [a, b]).forEach((g, i) => expectNear(numbers(g), flat(recorded.solve.gradients[i]), 1e-11));
});

test('lu', () => {
  const x = tf.constant([[1, 2, 3], [4, 5, 6], [7, 8, 10]], { dtype: 'float64' }); // biome-ignore format: a matrix
  expectNear(numbers(linalg.lu(x).lu), flat(recorded.lu.packed), 1e-14);
  expect(linalg.lu(x).p.array()).toEqual([2, 0, 1]);
});
