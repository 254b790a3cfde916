/** Functions of square matrices: exponential, logarithm, square root (Higham, Functions of Matrices, 2008, chapters 6, 10 and 11). */
import {
  adjointOf,
  at,
  copyOf,
  type Dense,
  dense,
  identity,
  isFiniteMatrix,
  norm1,
  notANumber,
  productOf,
  quotient,
  rootOf,
  scaledBy,
  sumOf,
} from './dense.ts';
import { factorLu, solveWith, substitute } from './lu-factor.ts';
import { factorSchur } from './schur.ts';

/** Numerator of the [13/13] Padé approximant of e^x, from the constant term (Higham 2005, doi:10.1137/04061101X, table 2.3). */
const pade13: readonly number[] = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800,
  960960, 16380, 182, 1,
];
/** The approximant is exact to f64 rounding for norms up to this. */
const theta13 = 5.371920351148152;

/** Σ coefficients[k] powers[k]. */
const combination = (powers: readonly Dense[], coefficients: readonly number[]): Dense =>
  powers.slice(1).reduce((sum, p, k) => sumOf(sum, p, coefficients[k + 1]), scaledBy(powers[0], coefficients[0]));

/** e^A by scaling and squaring. */
function exponential(a: Dense): Dense {
  const n = a.rows;
  const size = norm1(a);
  if (!Number.isFinite(size)) return notANumber(n, n);
  const squarings = size > theta13 ? Math.ceil(Math.log2(size / theta13)) : 0;
  const x = scaledBy(a, 2 ** -squarings);
  const x2 = productOf(x, x);
  const x4 = productOf(x2, x2);
  const powers = [identity(n), x2, x4, productOf(x2, x4)];
  const c = pade13;
  // Even and odd part of the numerator; the denominator is even - odd.
  const high = (first: number): Dense => productOf(powers[3], combination(powers, [0, c[first], c[first + 2], c[first + 4]]));
  const odd = productOf(x, sumOf(high(9), combination(powers, [c[1], c[3], c[5], c[7]])));
  const even = sumOf(high(8), combination(powers, [c[0], c[2], c[4], c[6]]));
  let result = solveWith(factorLu(sumOf(even, odd, -1)), sumOf(even, odd));
  for (let k = 0; k < squarings; k++) result = productOf(result, result);
  return result;
}

/** The principal square root of an upper triangular matrix (Björck and Hammarling 1983, doi:10.1016/0024-3795(83)80010-X). */
function triangularRoot(t: Dense): Dense {
  const n = t.rows;
  const r = dense(n, n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i >= 0; i--) {
      let value = at(t, i, j);
      if (i === j) value = rootOf(value);
      else {
        for (let k = i + 1; k < j; k++) {
          const [x, y] = [at(r, i, k), at(r, k, j)];
          value = { re: value.re - (x.re * y.re - x.im * y.im), im: value.im - (x.re * y.im + x.im * y.re) };
        }
        const [p, q] = [at(r, i, i), at(r, j, j)];
        const isZero = value.re === 0 && value.im === 0;
        if (!isZero) value = quotient(value, { re: p.re + q.re, im: p.im + q.im });
      }
      r.re[i * n + j] = value.re;
      r.im[i * n + j] = value.im;
    }
  }
  return r;
}

/** f(A) = Q f(T) Qᴴ. */
function bySchur(a: Dense, ofTriangular: (t: Dense) => Dense): Dense {
  const schur = factorSchur(a);
  if (!schur) return notANumber(a.rows, a.rows);
  const value = ofTriangular(schur.t);
  return isFiniteMatrix(value) ? productOf(productOf(schur.q, value), adjointOf(schur.q)) : notANumber(a.rows, a.rows);
}

/** Nodes and weights of Gauss-Legendre quadrature on [0, 1], by Newton's method. */
function gaussLegendre(count: number): readonly (readonly [node: number, weight: number])[] {
  return Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 50; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (count * (x * value - before)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-17) break;
    }
    return [(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)] as const;
  });
}

/** Norms of T - I up to this are within rounding with eight nodes (Higham 2008, table 11.1). */
const logarithmRadius = 0.25;
const mostRoots = 100;

/** log T by inverse scaling and squaring: roots until T is near I, then log(I + X) = ∫ X (I + s X)⁻¹ ds. */
function triangularLogarithm(t: Dense): Dense {
  const n = t.rows;
  let root = t;
  let roots = 0;
  for (; norm1(sumOf(root, identity(n), -1)) > logarithmRadius; roots++) {
    if (roots === mostRoots || !isFiniteMatrix(root)) return notANumber(n, n);
    root = triangularRoot(root);
  }
  const x = sumOf(root, identity(n), -1);
  let sum = dense(n, n);
  for (const [node, weight] of gaussLegendre(8)) {
    const term = copyOf(x);
    substitute(sumOf(identity(n), x, node), term, false, false);
    sum = sumOf(sum, term, weight);
  }
  const result = scaledBy(sum, 2 ** roots);
  for (let i = 0; i < n; i++) {
    // The diagonal is known without cancellation.
    const { re, im } = at(t, i, i);
    result.re[i * n + i] = Math.log(Math.hypot(re, im));
    result.im[i * n + i] = Math.atan2(im, re);
  }
  return result;
}

export type MatrixFunction = 'EXP' | 'LOG' | 'SQRT';

export const matrixFunctions: Readonly<Record<MatrixFunction, (a: Dense) => Dense>> = {
  EXP: exponential,
  LOG: (a) => bySchur(a, triangularLogarithm),
  SQRT: (a) => bySchur(a, triangularRoot),
};
