/** The complex Schur form A = Q T Qᴴ, T upper triangular: Hessenberg form, then QR steps with Wilkinson's shifts (Golub and Van Loan, chapter 7). */
import type { Complex } from '../../../types/element.ts';
import { at, copyOf, type Dense, dense, identity, isFiniteMatrix, isReal, notANumber, productOf, quotient, rootOf } from './dense.ts';
import { reflectColumns, reflectorOf, reflectRows } from './householder.ts';

const epsilon = 2 ** -52;

export interface Schur {
  readonly q: Dense;
  readonly t: Dense;
}

const magnitude = ({ re, im }: Complex): number => Math.abs(re) + Math.abs(im);
const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
const plus = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
const minus = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });

function put(a: Dense, i: number, j: number, { re, im }: Complex): void {
  a.re[i * a.columns + j] = re;
  a.im[i * a.columns + j] = im;
}

function hessenberg(a: Dense): Schur {
  const real = isReal(a);
  const t = copyOf(a);
  const q = identity(a.rows);
  for (let k = 0; k + 2 < a.rows; k++) {
    const reflector = reflectorOf(t, k, k + 1);
    if (!reflector) continue;
    reflectRows(t, reflector, k, real);
    reflectColumns(t, reflector, real);
    reflectColumns(q, reflector, real);
    for (let i = k + 2; i < a.rows; i++) put(t, i, k, { re: 0, im: 0 });
  }
  return { q, t };
}

/** The eigenvalue of the 2 × 2 matrix that ends at `last` which is nearer to its last entry. */
function shiftAt(t: Dense, last: number): Complex {
  const [a, b, c, d] = [at(t, last - 1, last - 1), at(t, last - 1, last), at(t, last, last - 1), at(t, last, last)];
  const half = minus(a, d);
  const p = { re: half.re / 2, im: half.im / 2 };
  const bc = times(b, c);
  const root = rootOf(plus(times(p, p), bc));
  const [x, y] = [plus(p, root), minus(p, root)];
  const larger = magnitude(x) >= magnitude(y) ? x : y;
  return magnitude(larger) === 0 ? d : minus(d, quotient(bc, larger));
}

/** A rotation with real c that maps (x, y) to (r, 0): [c, s; -s̄, c]. */
function givens(x: Complex, y: Complex): { readonly c: number; readonly s: Complex } {
  const [p, q] = [Math.hypot(x.re, x.im), Math.hypot(y.re, y.im)];
  if (q === 0) return { c: 1, s: { re: 0, im: 0 } };
  if (p === 0) return { c: 0, s: { re: y.re / q, im: -y.im / q } };
  const r = Math.hypot(p, q);
  const phase = { re: x.re / p, im: x.im / p };
  return { c: p / r, s: times(phase, { re: y.re / r, im: -y.im / r }) };
}

/** Rows k and k + 1, from column `from`: top = c top + s bottom, bottom = c bottom - s̄ top. */
function rotateRows(a: Dense, k: number, c: number, s: Complex, from: number): void {
  const conj = { re: s.re, im: -s.im };
  for (let j = from; j < a.columns; j++) {
    const [x, y] = [at(a, k, j), at(a, k + 1, j)];
    const [sy, sx] = [times(s, y), times(conj, x)];
    put(a, k, j, { re: c * x.re + sy.re, im: c * x.im + sy.im });
    put(a, k + 1, j, { re: c * y.re - sx.re, im: c * y.im - sx.im });
  }
}

/** The same from the right, by the adjoint, for rows up to `to`. */
function rotateColumns(a: Dense, k: number, c: number, s: Complex, to: number): void {
  const conj = { re: s.re, im: -s.im };
  for (let i = 0; i < to; i++) {
    const [x, y] = [at(a, i, k), at(a, i, k + 1)];
    const [sy, sx] = [times(conj, y), times(s, x)];
    put(a, i, k, { re: c * x.re + sy.re, im: c * x.im + sy.im });
    put(a, i, k + 1, { re: c * y.re - sx.re, im: c * y.im - sx.im });
  }
}

/** One implicit QR step with a shift on rows and columns [first, last]. */
function step(t: Dense, q: Dense, first: number, last: number, shift: Complex): void {
  let [x, y] = [minus(at(t, first, first), shift), at(t, first + 1, first)];
  for (let k = first; k < last; k++) {
    const { c, s } = givens(x, y);
    rotateRows(t, k, c, s, Math.max(k - 1, 0));
    rotateColumns(t, k, c, s, Math.min(k + 2, last) + 1);
    rotateColumns(q, k, c, s, q.rows);
    if (k > first) put(t, k + 1, k - 1, { re: 0, im: 0 });
    if (k + 2 <= last) [x, y] = [at(t, k + 1, k), at(t, k + 2, k)];
  }
}

/** Null where the iteration does not end, or the matrix is not finite. */
export function factorSchur(a: Dense): Schur | null {
  if (!isFiniteMatrix(a)) return null;
  const { q, t } = hessenberg(a);
  const n = a.rows;
  let last = n - 1;
  let tries = 0;
  while (last > 0) {
    let first = last;
    for (; first > 0; first--) {
      const below = magnitude(at(t, first, first - 1));
      const around = magnitude(at(t, first - 1, first - 1)) + magnitude(at(t, first, first));
      if (below <= epsilon * around || below < 2 ** -1000) break;
    }
    if (first > 0) put(t, first, first - 1, { re: 0, im: 0 });
    if (first === last) {
      last--;
      tries = 0;
      continue;
    }
    if (++tries > 300) return null;
    // An exceptional shift now and then breaks cycles.
    const shift = tries % 10 === 0 ? { re: magnitude(at(t, last, last - 1)) + at(t, last, last).re, im: 0 } : shiftAt(t, last);
    step(t, q, first, last, shift);
  }
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) put(t, i, j, { re: 0, im: 0 });
  return { q, t };
}

/** Eigenvectors of an upper triangular matrix, columns by back substitution. Equal eigenvalues are moved apart by rounding. */
function triangularVectors(t: Dense): Dense {
  const n = t.rows;
  const x = dense(n, n);
  let scale = 0;
  for (let i = 0; i < t.re.length; i++) scale = Math.max(scale, Math.abs(t.re[i]), Math.abs(t.im[i]));
  const least = Math.max(epsilon * scale, 2 ** -1000);
  for (let k = 0; k < n; k++) {
    put(x, k, k, { re: 1, im: 0 });
    for (let i = k - 1; i >= 0; i--) {
      let sum: Complex = { re: 0, im: 0 };
      for (let j = i + 1; j <= k; j++) sum = plus(sum, times(at(t, i, j), at(x, j, k)));
      let gap = minus(at(t, k, k), at(t, i, i));
      if (magnitude(gap) < least) gap = { re: least, im: 0 };
      put(x, i, k, quotient(sum, gap));
    }
  }
  return x;
}

/** Eigenvalues of any square matrix and unit eigenvectors (columns); NaN where the iteration does not end. */
export function generalEigen(a: Dense): { readonly values: Dense; readonly vectors: Dense } {
  const n = a.rows;
  const schur = factorSchur(a);
  if (!schur) return { values: notANumber(1, n), vectors: notANumber(n, n) };
  const values = dense(1, n);
  for (let i = 0; i < n; i++) put(values, 0, i, at(schur.t, i, i));
  const vectors = productOf(schur.q, triangularVectors(schur.t));
  for (let j = 0; j < n; j++) {
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, magnitude(at(vectors, i, j)));
    let square = 0;
    for (let i = 0; i < n; i++) square += (vectors.re[i * n + j] / largest) ** 2 + (vectors.im[i * n + j] / largest) ** 2;
    const size = largest * Math.sqrt(square);
    for (let i = 0; i < n; i++) {
      vectors.re[i * n + j] /= size;
      vectors.im[i * n + j] /= size;
    }
  }
  return { values, vectors };
}
