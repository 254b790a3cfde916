/** QR by Householder reflections (Golub and Van Loan, Matrix Computations, section 5.2). */
import { copyOf, type Dense, identity, isFiniteMatrix, isReal, notANumber } from './dense.ts';

/** I - factor v vᴴ; v has entries from row `start` on. */
export interface Reflector {
  readonly start: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly factor: number;
}

/**
 * The reflector that maps the column below `start` to a multiple of the first unit vector, or null where it is that already. The image has the
 * sign opposite to the first entry, as LAPACK and Eigen choose; with a complex first entry, the opposite of its phase.
 */
export function reflectorOf(a: Dense, column: number, start: number): Reflector | null {
  const count = a.rows - start;
  const [re, im] = [new Float64Array(count), new Float64Array(count)];
  let scale = 0;
  for (let i = 0; i < count; i++) {
    re[i] = a.re[(start + i) * a.columns + column];
    im[i] = a.im[(start + i) * a.columns + column];
    scale = Math.max(scale, Math.abs(re[i]), Math.abs(im[i]));
  }
  let below = 0;
  for (let i = 1; i < count; i++) below += (re[i] / scale) ** 2 + (im[i] / scale) ** 2;
  if (!(below > 0)) return null;
  const head = Math.hypot(re[0], im[0]);
  const length = scale * Math.sqrt((head / scale) ** 2 + below);
  // v = x + phase(x0) |x| e0, normalized by the largest entry.
  const [phaseRe, phaseIm] = head === 0 ? [1, 0] : [re[0] / head, im[0] / head];
  re[0] += phaseRe * length;
  im[0] += phaseIm * length;
  let square = 0;
  for (let i = 0; i < count; i++) {
    re[i] /= length;
    im[i] /= length;
    square += re[i] * re[i] + im[i] * im[i];
  }
  return { start, re, im, factor: 2 / square };
}

/** a = (I - factor v vᴴ) a, in place, for columns from `from` on; `real` promises that all of it is real. */
export function reflectRows(a: Dense, { start, re, im, factor }: Reflector, from: number, real: boolean): void {
  const n = a.columns;
  if (real) {
    const sums = new Float64Array(n);
    for (let i = 0; i < re.length; i++) for (let j = from; j < n; j++) sums[j] += re[i] * a.re[(start + i) * n + j];
    for (let i = 0; i < re.length; i++) for (let j = from; j < n; j++) a.re[(start + i) * n + j] -= factor * re[i] * sums[j];
    return;
  }
  for (let j = from; j < n; j++) {
    let [x, y] = [0, 0];
    for (let i = 0; i < re.length; i++) {
      const [p, q] = [a.re[(start + i) * n + j], a.im[(start + i) * n + j]];
      x += re[i] * p + im[i] * q;
      y += re[i] * q - im[i] * p;
    }
    x *= factor;
    y *= factor;
    for (let i = 0; i < re.length; i++) {
      a.re[(start + i) * n + j] -= re[i] * x - im[i] * y;
      a.im[(start + i) * n + j] -= re[i] * y + im[i] * x;
    }
  }
}

/** a = a (I - factor v vᴴ), in place. */
export function reflectColumns(a: Dense, { start, re, im, factor }: Reflector, real: boolean): void {
  const n = a.columns;
  for (let i = 0; i < a.rows; i++) {
    if (real) {
      let sum = 0;
      for (let j = 0; j < re.length; j++) sum += a.re[i * n + start + j] * re[j];
      sum *= factor;
      for (let j = 0; j < re.length; j++) a.re[i * n + start + j] -= sum * re[j];
      continue;
    }
    let [x, y] = [0, 0];
    for (let j = 0; j < re.length; j++) {
      const [p, q] = [a.re[i * n + start + j], a.im[i * n + start + j]];
      x += p * re[j] - q * im[j];
      y += p * im[j] + q * re[j];
    }
    x *= factor;
    y *= factor;
    for (let j = 0; j < re.length; j++) {
      a.re[i * n + start + j] -= x * re[j] + y * im[j];
      a.im[i * n + start + j] -= y * re[j] - x * im[j];
    }
  }
}

/** Makes row k of r real on the diagonal by the phase of its entry there; q takes the phase. `sign` times the sign of the real part is the new one. */
function removePhase(r: Dense, q: Dense, k: number, sign: 1 | -1): void {
  const [x, y] = [r.re[k * r.columns + k], r.im[k * r.columns + k]];
  if (y === 0) return;
  const size = (x < 0 ? -sign : sign) * Math.hypot(x, y);
  const [c, s] = [x / size, y / size];
  for (let j = k; j < r.columns; j++) {
    const at = k * r.columns + j;
    [r.re[at], r.im[at]] = [r.re[at] * c + r.im[at] * s, r.im[at] * c - r.re[at] * s];
  }
  r.im[k * r.columns + k] = 0;
  for (let i = 0; i < q.rows; i++) {
    const at = i * q.columns + k;
    [q.re[at], q.im[at]] = [q.re[at] * c - q.im[at] * s, q.im[at] * c + q.re[at] * s];
  }
}

/** A = Q R with Q of m × m and R of m × n, whose diagonal is real. */
export function factorQr(a: Dense): { readonly q: Dense; readonly r: Dense } {
  if (!isFiniteMatrix(a)) return { q: notANumber(a.rows, a.rows), r: notANumber(a.rows, a.columns) };
  const real = isReal(a);
  const r = copyOf(a);
  const q = identity(a.rows);
  for (let k = 0; k < Math.min(a.rows, a.columns); k++) {
    const reflector = reflectorOf(r, k, k);
    if (reflector) {
      reflectRows(r, reflector, k, real);
      reflectColumns(q, reflector, real);
    }
    // Where nothing is below the diagonal, LAPACK's reflector changes the phase alone, to the opposite sign.
    removePhase(r, q, k, reflector ? 1 : -1);
    for (let i = k + 1; i < a.rows; i++) {
      r.re[i * r.columns + k] = 0;
      r.im[i * r.columns + k] = 0;
    }
  }
  return { q, r };
}
