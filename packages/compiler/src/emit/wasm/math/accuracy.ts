/** For tests: how far the vector functions are from their mathematical values, in units in the last place of f32. */
import { applyScalar, f32, type ScalarOp, scalarInput, unreachable } from '@millrace/ir';
import { rowMajor } from '../../../schedules/layout.ts';
import { planPointwise, pointwiseFields } from '../../../schedules/pointwise.ts';
import { KernelLibrary } from '../kernel-library.ts';

/** erf |x| below 2.5 by Maclaurin's series, until a term changes nothing. Source: DLMF 7.6.1. */
function series(a: number): number {
  let sum = a;
  for (let n = 1, term = a; n < 80; n++) {
    term *= (-a * a) / n;
    const next = sum + term / (2 * n + 1);
    if (next === sum && n > a * a) break;
    sum = next;
  }
  return (sum * 2) / Math.sqrt(Math.PI);
}
/** erfc |x| from 2.5 on by Laplace's continued fraction. Source: DLMF 7.9.1. */
function fraction(a: number): number {
  // exp(-a²) is 0 in double precision.
  if (a > 28) return 0;
  let f = 0;
  for (let k = 60; k > 0; k--) f = k / 2 / (a + f);
  return Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + f);
}
function errorFunction(x: number): number {
  const a = Math.abs(x);
  return Math.sign(x) * (a < 2.5 ? series(a) : 1 - fraction(Math.min(a, 30)));
}
function complement(x: number): number {
  if (x < 2.5) return 1 - errorFunction(x);
  return fraction(Math.min(x, 30));
}

/** References in double precision: the engine's functions, whose own error is far below an ulp of f32. */
export const references: Partial<Record<ScalarOp, (x: number) => number>> = {
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  cbrt: Math.cbrt,
  exponential: Math.exp,
  exponential_minus_one: Math.expm1,
  log: Math.log,
  log_plus_one: Math.log1p,
  logistic: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  sine: Math.sin,
  cosine: Math.cos,
  tan: Math.tan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  erf: (x) => (x === 0 || Number.isNaN(x) ? x : errorFunction(x)),
  erfc: complement,
};

const bits = new DataView(new ArrayBuffer(4));
/** The distance between neighboring f32 numbers at x. */
export function ulp(x: number): number {
  bits.setFloat32(0, Math.min(Math.abs(x), 3.4028234663852886e38));
  return 2 ** (Math.max((bits.getInt32(0) >>> 23) & 0xff, 1) - 150);
}

/** Error of an f32 result against the exact value, in ulp; 0 for equal specials, Infinity for wrong ones. Overflow counts from 2^128. */
export function ulpError(got: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(got, rounded)) return 0;
  if (Number.isNaN(got) || Number.isNaN(exact)) return Number.POSITIVE_INFINITY;
  // A zero must have the right sign even where the exact value only rounds to zero.
  if (got === 0 && rounded === 0) return Number.POSITIVE_INFINITY;
  const value = Number.isFinite(got) ? got : Math.sign(got) * 2 ** 128;
  return Number.isFinite(exact) ? Math.abs(value - exact) / ulp(exact) : Number.POSITIVE_INFINITY;
}

export interface Worst {
  readonly error: number;
  readonly x: number;
  readonly got: number;
  readonly want: number;
}

const size = 1 << 16;

/** The worst error of one function on the f32 numbers with bit patterns start, start + step, … up to `count` of them. */
export function worstError(operation: ScalarOp, start: number, step: number, count: number): Worst {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const plan = planPointwise({ form: 'pointwise', results: [applyScalar(operation, [scalarInput(0)])] }, [rowMajor(f32, [size])], [size], [f32]);
  const [kernel] = new KernelLibrary(memory).functions([plan?.kernel ?? unreachable(`${operation} has no vector code`)]);
  const [from, to] = [1024, 1024 + 4 * size + 64];
  new Int32Array(memory.buffer).set(pointwiseFields(plan ?? unreachable(operation), [from, to]), 16);
  const patterns = new Int32Array(memory.buffer, from, size);
  const [x, y] = [new Float32Array(memory.buffer, from, size), new Float32Array(memory.buffer, to, size)];
  const reference = references[operation] ?? unreachable(`${operation} has no reference`);
  let worst: Worst = { error: 0, x: 0, got: 0, want: 0 };
  for (let done = 0; done < count; done += size) {
    for (let i = 0; i < size; i++) patterns[i] = start + (done + i) * step;
    kernel(64, 0);
    for (let i = 0; i < size; i++) {
      const want = reference(x[i]);
      const error = ulpError(y[i], want);
      if (error > worst.error) worst = { error, x: x[i], got: y[i], want };
    }
  }
  return worst;
}
