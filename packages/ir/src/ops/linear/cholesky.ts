import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { attr, complex, definePrimitive, floating, type Primitive, withDefault } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { showShape } from '../../types/type.ts';
import { conj, conjugated, div, literalOfMatrices, type Matrix, matricesOf, mul, sub, transposed } from './complex-matrices.ts';
import { adjoint, matrixProduct, scaled, triangle } from './matrix-rules.ts';

/** L with L Lᴴ = (A + Aᴴ) / 2, column by column (Golub and Van Loan, algorithm 4.2.1); NaN where the matrix is not positive definite. */
function factor(a: Matrix): Matrix {
  const n = a.length;
  const hermitian = (i: number, j: number) => ({ re: (a[i][j].re + a[j][i].re) / 2, im: (a[i][j].im - a[j][i].im) / 2 });
  const l: Matrix = a.map((row) => row.map(() => ({ re: 0, im: 0 })));
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = hermitian(i, j);
      for (let k = 0; k < j; k++) sum = sub(sum, mul(l[i][k], conj(l[j][k])));
      l[i][j] = i === j ? { re: sum.re > 0 ? Math.sqrt(sum.re) : Number.NaN, im: 0 } : div(sum, l[j][j]);
    }
  }
  return l;
}

/** dL = L Φ(L⁻¹ dA L⁻ᴴ), where Φ takes the lower triangle and half of the diagonal (Murray, arXiv:1602.07527, equation 8). */
function factorTangent(l: Value, da: Value, b: Methods): Value {
  const symmetric = scaled(b.add(da, adjoint(da, b)), 0.5, b);
  const options = { lower: true, unitDiagonal: false } as const;
  const left = b.triangularSolve(l, symmetric, { ...options, leftSide: true, transposeA: 'NO_TRANSPOSE' });
  const both = b.triangularSolve(l, left, { ...options, leftSide: false, transposeA: 'ADJOINT' });
  return matrixProduct(l, triangle(both, true, 0.5, b), b);
}

/**
 * The triangular factor of Hermitian positive definite matrices in the last two axes: lower with L Lᴴ = a, or upper with Uᴴ U = a. The other
 * triangle is zero. What is given is taken for its Hermitian part, so that derivatives are symmetric, as in TensorFlow; a matrix that is not
 * positive definite gives NaN. Source: StableHLO specification, cholesky.
 */
export const cholesky: Primitive = definePrimitive({
  name: 'stablehlo.cholesky',
  operands: { a: floating.or(complex) },
  attributes: { lower: withDefault(attr.boolean(), false) },
  constraints: {
    c2: ({ a }) => a.rank >= 2 || `a must have rank 2 or more; got ${a.rank}`,
    c3: ({ a }) => sameDim(a.shape[a.rank - 2], a.shape[a.rank - 1]) || `a must hold square matrices; got ${showShape(a.shape)}`,
  },
  infer: ({ a }) => a.type,
  evaluate: ({ a, lower }) =>
    literalOfMatrices(
      matricesOf(a).map((m) => (lower ? factor(m) : conjugated(transposed(factor(m))))),
      a.type,
    ),
  derivative: {
    jvp: ({ lower, results: [y], tangents: { a: da } }, b) => {
      if (!da) return [null];
      return lower ? factorTangent(y, da, b) : adjoint(factorTangent(adjoint(y, b), da, b), b);
    },
  },
  batch: ({ a, lower }, b) => b.cholesky(a.value, { lower }),
  lower: () => opaque('cholesky'),
  traits: { expensive: true },
  assembly: '$a ?( , lower = $lower )? attrs type(same)',
});
