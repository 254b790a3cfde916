/** Gaussian elimination with partial pivoting, and what follows from it. */
import { at, copyOf, type Dense, dense, isReal, quotient } from './dense.ts';

export interface LuFactor {
  /** Unit lower and upper factor in one matrix. */
  readonly packed: Dense;
  /** Row i of L U is row permutation[i] of the matrix. */
  readonly permutation: Int32Array;
  /** The sign of the permutation. */
  readonly parity: 1 | -1;
}

function swapRows(a: Dense, i: number, k: number): void {
  for (const part of [a.re, a.im]) {
    for (let j = 0; j < a.columns; j++) {
      const kept = part[i * a.columns + j];
      part[i * a.columns + j] = part[k * a.columns + j];
      part[k * a.columns + j] = kept;
    }
  }
}

/** row i -= factor * row k from column `from` on; `real` promises that all of it is real. */
export function subtractRow(a: Dense, i: number, k: number, re: number, im: number, from: number, real: boolean): void {
  const n = a.columns;
  if (real) {
    for (let j = from; j < n; j++) a.re[i * n + j] -= re * a.re[k * n + j];
    return;
  }
  for (let j = from; j < n; j++) {
    const [x, y] = [a.re[k * n + j], a.im[k * n + j]];
    a.re[i * n + j] -= re * x - im * y;
    a.im[i * n + j] -= re * y + im * x;
  }
}

/** P A = L U, row by row (Golub and Van Loan, Matrix Computations, algorithm 3.4.1). A column without a pivot is left as it is. */
export function factorLu(a: Dense): LuFactor {
  const packed = copyOf(a);
  const n = a.rows;
  const real = isReal(a);
  const permutation = Int32Array.from({ length: n }, (_, i) => i);
  let parity: 1 | -1 = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    const size = (i: number): number => Math.hypot(packed.re[i * n + k], packed.im[i * n + k]);
    for (let i = k + 1; i < n; i++) if (size(i) > size(pivot)) pivot = i;
    if (pivot !== k) {
      swapRows(packed, k, pivot);
      [permutation[k], permutation[pivot]] = [permutation[pivot], permutation[k]];
      parity = parity === 1 ? -1 : 1;
    }
    const top = at(packed, k, k);
    if (top.re === 0 && top.im === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = quotient(at(packed, i, k), top);
      packed.re[i * n + k] = factor.re;
      packed.im[i * n + k] = factor.im;
      subtractRow(packed, i, k, factor.re, factor.im, k + 1, real);
    }
  }
  return { packed, permutation, parity };
}

/** Whether a pivot is zero. */
export function isSingular({ packed }: LuFactor): boolean {
  for (let i = 0; i < packed.rows; i++) {
    const { re, im } = at(packed, i, i);
    if (re === 0 && im === 0) return true;
  }
  return false;
}

/** Solves t x = x in place for the lower (unit) or upper triangle of t. */
export function substitute(t: Dense, x: Dense, lower: boolean, unit: boolean): void {
  const n = t.rows;
  const real = isReal(t) && isReal(x);
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step;
    for (let k = lower ? 0 : i + 1; k < (lower ? i : n); k++) subtractRow(x, i, k, t.re[i * n + k], t.im[i * n + k], 0, real);
    if (unit) continue;
    const pivot = at(t, i, i);
    for (let j = 0; j < x.columns; j++) {
      const value = quotient(at(x, i, j), pivot);
      x.re[i * x.columns + j] = value.re;
      x.im[i * x.columns + j] = value.im;
    }
  }
}

/** x with A x = b, from the factors of A. Where A is singular the result is not finite. */
export function solveWith({ packed, permutation }: LuFactor, b: Dense): Dense {
  const x = dense(b.rows, b.columns);
  permutation.forEach((from, i) => {
    x.re.set(b.re.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
    x.im.set(b.im.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
  });
  substitute(packed, x, true, true);
  substitute(packed, x, false, false);
  return x;
}
