/** Jacobi methods: eigenvalues of Hermitian matrices by two-sided rotations, singular values by one-sided ones. Slow to start, accurate at the end. */
import { adjointOf, blockOf, columnsInOrder, copyOf, type Dense, dense, identity, isFiniteMatrix, isReal, notANumber, productOf } from './dense.ts';
import { factorQr } from './householder.ts';

const epsilon = 2 ** -52;
/** Convergence is quadratic: ten sweeps serve matrices of thousands. */
const mostSweeps = 60;

/** A unitary rotation of two columns: (p, q) becomes (c p - s̄ q, s p + c q), s complex. */
interface Rotation {
  readonly c: number;
  readonly re: number;
  readonly im: number;
}

/** The rotation that makes [[alpha, gamma], [gammā, beta]] diagonal, the smaller angle (Golub and Van Loan, algorithm 8.5.1, with a phase). */
function rotationFor(alpha: number, beta: number, re: number, im: number): Rotation {
  const size = Math.hypot(re, im);
  const tau = (beta - alpha) / (2 * size);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  return { c, re: (t * c * re) / size, im: (t * c * im) / size };
}

function rotateColumns(a: Dense, p: number, q: number, { c, re, im }: Rotation, real: boolean): void {
  const n = a.columns;
  for (let i = 0; i < a.rows; i++) {
    if (real) {
      const [x, z] = [a.re[i * n + p], a.re[i * n + q]];
      a.re[i * n + p] = c * x - re * z;
      a.re[i * n + q] = re * x + c * z;
      continue;
    }
    const [x, y, z, w] = [a.re[i * n + p], a.im[i * n + p], a.re[i * n + q], a.im[i * n + q]];
    a.re[i * n + p] = c * x - (re * z + im * w);
    a.im[i * n + p] = c * y - (re * w - im * z);
    a.re[i * n + q] = re * x - im * y + c * z;
    a.im[i * n + q] = re * y + im * x + c * w;
  }
}

/** Rows p and q times the adjoint of the rotation, from the left. */
function rotateRows(a: Dense, p: number, q: number, { c, re, im }: Rotation, real: boolean): void {
  const n = a.columns;
  for (let j = 0; j < n; j++) {
    if (real) {
      const [x, z] = [a.re[p * n + j], a.re[q * n + j]];
      a.re[p * n + j] = c * x - re * z;
      a.re[q * n + j] = re * x + c * z;
      continue;
    }
    const [x, y, z, w] = [a.re[p * n + j], a.im[p * n + j], a.re[q * n + j], a.im[q * n + j]];
    a.re[p * n + j] = c * x - (re * z - im * w);
    a.im[p * n + j] = c * y - (re * w + im * z);
    a.re[q * n + j] = re * x + im * y + c * z;
    a.im[q * n + j] = re * y - im * x + c * w;
  }
}

/** The Hermitian matrix whose lower triangle is that of `a`; the diagonal counts as real. */
export function hermitianOf(a: Dense): Dense {
  const out = copyOf(a);
  const n = a.rows;
  for (let i = 0; i < n; i++) {
    out.im[i * n + i] = 0;
    for (let j = 0; j < i; j++) {
      out.re[j * n + i] = a.re[i * n + j];
      out.im[j * n + i] = -a.im[i * n + j];
    }
  }
  return out;
}

const ascending = (values: Float64Array): number[] => Array.from(values, (_, i) => i).sort((i, k) => values[i] - values[k] || i - k);

/** Eigenvalues, ascending, and orthonormal eigenvectors (columns) of the Hermitian matrix in the lower triangle of `lower`. */
export function hermitianEigen(lower: Dense): { readonly values: Float64Array; readonly vectors: Dense } {
  const a = hermitianOf(lower);
  const n = a.rows;
  if (!isFiniteMatrix(a)) return { values: new Float64Array(n).fill(Number.NaN), vectors: notANumber(n, n) };
  const real = isReal(a);
  const v = identity(n);
  let scale = 0;
  for (let i = 0; i < a.re.length; i++) scale = Math.max(scale, Math.abs(a.re[i]), Math.abs(a.im[i]));
  let rotated = true;
  for (let sweep = 0; rotated && sweep < mostSweeps; sweep++) {
    rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [re, im] = [a.re[p * n + q], a.im[p * n + q]];
        if (Math.hypot(re, im) <= epsilon * 2 ** -4 * scale) continue;
        rotated = true;
        const rotation = rotationFor(a.re[p * n + p], a.re[q * n + q], re, im);
        rotateColumns(a, p, q, rotation, real);
        rotateRows(a, p, q, rotation, real);
        for (const at of [p * n + q, q * n + p]) a.re[at] = a.im[at] = 0;
        a.im[p * n + p] = a.im[q * n + q] = 0;
        rotateColumns(v, p, q, rotation, real);
      }
    }
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a.re[i * n + i]);
  const order = ascending(diagonal);
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: columnsInOrder(v, order) };
}

/** Makes the columns of `w` orthogonal by rotations, which `v` collects (Hestenes 1958, doi:10.1137/0106005). */
function orthogonalize(w: Dense, v: Dense): void {
  const n = w.columns;
  const real = isReal(w);
  let rotated = true;
  for (let sweep = 0; rotated && sweep < mostSweeps; sweep++) {
    rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        let [alpha, beta, re, im] = [0, 0, 0, 0];
        for (let i = 0; i < w.rows; i++) {
          if (real) {
            const [x, z] = [w.re[i * n + p], w.re[i * n + q]];
            alpha += x * x;
            beta += z * z;
            re += x * z;
            continue;
          }
          const [x, y, z, u] = [w.re[i * n + p], w.im[i * n + p], w.re[i * n + q], w.im[i * n + q]];
          alpha += x * x + y * y;
          beta += z * z + u * u;
          re += x * z + y * u;
          im += x * u - y * z;
        }
        if (Math.hypot(re, im) <= epsilon * Math.sqrt(alpha * beta)) continue;
        rotated = true;
        const rotation = rotationFor(alpha, beta, re, im);
        rotateColumns(w, p, q, rotation, real);
        rotateColumns(v, p, q, rotation, real);
      }
    }
  }
}

export interface SingularValues {
  /** min(m, n) numbers, descending. */
  readonly values: Float64Array;
  /** m × m and n × n unitary matrices, singular vectors first. */
  readonly left: Dense;
  readonly right: Dense;
}

/** A = left diag(values) rightᴴ. The matrix is scaled, reduced to its triangular factor, and that is rotated. */
export function factorSvd(a: Dense): SingularValues {
  if (a.rows < a.columns) {
    const { values, left, right } = factorSvd(adjointOf(a));
    return { values, left: right, right: left };
  }
  const n = a.columns;
  if (!isFiniteMatrix(a)) return { values: new Float64Array(n).fill(Number.NaN), left: notANumber(a.rows, a.rows), right: notANumber(n, n) };
  // A power of two near the largest entry, so that squares neither overflow nor vanish.
  const largest = a.re.reduce((m, x, i) => Math.max(m, Math.abs(x), Math.abs(a.im[i])), 0);
  const scale = largest === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  const { q, r } = factorQr({ ...a, re: a.re.map((x) => x / scale), im: a.im.map((x) => x / scale) });
  const w = blockOf(r, 0, 0, n, n);
  const v = identity(n);
  orthogonalize(w, v);
  const sizes = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let square = 0;
    for (let i = 0; i < n; i++) square += w.re[i * n + j] ** 2 + w.im[i * n + j] ** 2;
    sizes[j] = Math.sqrt(square);
  }
  const order = ascending(sizes).sort((i, k) => sizes[k] - sizes[i] || i - k);
  const values = Float64Array.from(order, (i) => sizes[i] * scale);
  const inner = completed(
    columnsInOrder(w, order),
    Float64Array.from(order, (i) => sizes[i]),
  );
  return { values, left: extended(q, inner), right: columnsInOrder(v, order) };
}

/** Columns divided by their lengths; those of length 0 (to rounding) are replaced by an orthonormal completion. */
function completed(w: Dense, sizes: Float64Array): Dense {
  const n = w.columns;
  const known = sizes.findIndex((s) => !(s > sizes[0] * epsilon * n));
  const rank = known < 0 ? n : known;
  const out = dense(n, n);
  // An orthonormal basis whose last columns are orthogonal to the known ones.
  const basis = rank < n ? factorQr(blockOf(w, 0, 0, n, rank)).q : null;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      out.re[at] = j < rank ? w.re[at] / sizes[j] : (basis as Dense).re[at];
      out.im[at] = j < rank ? w.im[at] / sizes[j] : (basis as Dense).im[at];
    }
  }
  return out;
}

/** q diag(inner, 1): the left vectors of the whole matrix from those of its triangular factor. */
function extended(q: Dense, inner: Dense): Dense {
  const n = inner.rows;
  const out = copyOf(q);
  const first = productOf(blockOf(q, 0, 0, q.rows, n), inner);
  for (let i = 0; i < q.rows; i++) {
    out.re.set(first.re.subarray(i * n, (i + 1) * n), i * q.columns);
    out.im.set(first.im.subarray(i * n, (i + 1) * n), i * q.columns);
  }
  return out;
}
