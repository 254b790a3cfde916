import { opaque } from '../../algebra/index.ts';
import { attr, complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { sameShape, showShape } from '../../types/type.ts';
import { batchOf } from '../values.ts';
import { conjugated, div, literalOfMatrices, type Matrix, matricesOf, mul, sub, transposed } from './complex-matrices.ts';
import { adjoint, matrixProduct, matrixTranspose, scaled, triangle } from './matrix-rules.ts';

type Transposition = 'NO_TRANSPOSE' | 'TRANSPOSE' | 'ADJOINT';

/** Solves t x = b for a lower (or upper) triangular t by substitution. */
function substitute(t: Matrix, right: Matrix, lower: boolean, unitDiagonal: boolean): Matrix {
  const n = t.length;
  const order = Array.from({ length: n }, (_, i) => (lower ? i : n - 1 - i));
  const x: Matrix = right.map((row) => [...row]);
  for (const i of order) {
    for (let c = 0; c < x[i].length; c++) {
      let sum = right[i][c];
      for (let k = lower ? 0 : i + 1; k < (lower ? i : n); k++) sum = sub(sum, mul(t[i][k], x[k][c]));
      x[i][c] = unitDiagonal ? sum : div(sum, t[i][i]);
    }
  }
  return x;
}

function solve(a: Matrix, right: Matrix, leftSide: boolean, lower: boolean, unitDiagonal: boolean, transposeA: Transposition): Matrix {
  // x op(a) = b is op(a)ᵀ xᵀ = bᵀ.
  const operated = transposeA === 'NO_TRANSPOSE' ? a : transposeA === 'TRANSPOSE' ? transposed(a) : conjugated(transposed(a));
  const isLower = lower === (transposeA === 'NO_TRANSPOSE');
  if (leftSide) return substitute(operated, right, isLower, unitDiagonal);
  return transposed(substitute(transposed(operated), transposed(right), !isLower, unitDiagonal));
}

/**
 * x with op(a) x = b, or x op(a) = b where `leftSide` is false, for triangular matrices a in the last two axes; op transposes. Only the
 * triangle that `lower` names is read. Source: StableHLO specification, triangular_solve.
 */
export const triangularSolve: Primitive = definePrimitive({
  name: 'stablehlo.triangular_solve',
  operands: { a: floating.or(complex), b: floating.or(complex) },
  attributes: {
    leftSide: attr.boolean(),
    lower: attr.boolean(),
    unitDiagonal: attr.boolean(),
    transposeA: attr.choice(['NO_TRANSPOSE', 'TRANSPOSE', 'ADJOINT'], { mlir: 'transpose' }),
  },
  constraints: {
    c1: ({ a, b }) => a.element === b.element || `a and b must have one element type; got ${a.element.name} and ${b.element.name}`,
    c2: ({ a, b }) => (a.rank === b.rank && a.rank >= 2) || `a and b must have one rank of at least 2; got ${a.rank} and ${b.rank}`,
    c3: ({ a, b, leftSide }) => {
      const n = a.shape[a.rank - 1];
      const fits = sameDim(a.shape[a.rank - 2], n) && sameDim(b.shape[b.rank - (leftSide ? 2 : 1)], n) && sameShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
      return fits || `a must hold square matrices that fit b on its ${leftSide ? 'left' : 'right'}; got ${showShape(a.shape)} and ${showShape(b.shape)}`;
    },
  },
  infer: ({ b }) => b.type,
  evaluate: ({ a, b, leftSide, lower, unitDiagonal, transposeA }) => {
    const right = matricesOf(b);
    return literalOfMatrices(
      matricesOf(a).flatMap((m, i) => (right[i] ? [solve(m, right[i], leftSide, lower, unitDiagonal, transposeA)] : [])),
      b.type,
    );
  },
  derivative: {
    // With g = op(a)⁻ᴴ ct: the cotangent of b is g, and that of op(a) is -g xᴴ (Giles 2008, "Collected matrix derivative results", 2.2.3).
    vjp: ({ a, leftSide, lower, unitDiagonal, transposeA, results: [x], ct, needs }, m) => {
      const inverse = transposeA === 'NO_TRANSPOSE' ? 'ADJOINT' : 'NO_TRANSPOSE';
      const g = m.triangularSolve(transposeA === 'TRANSPOSE' ? m.conjugate(a) : a, ct, { leftSide, lower, unitDiagonal, transposeA: inverse });
      if (!needs('a')) return { b: g };
      const ofOperated = scaled(leftSide ? matrixProduct(g, adjoint(x, m), m) : matrixProduct(adjoint(x, m), g, m), -1, m);
      const whole = transposeA === 'NO_TRANSPOSE' ? ofOperated : transposeA === 'TRANSPOSE' ? matrixTranspose(ofOperated, m) : adjoint(ofOperated, m);
      return { a: triangle(whole, lower, unitDiagonal ? 0 : 1, m), b: g };
    },
  },
  batch: ({ a, b, leftSide, lower, unitDiagonal, transposeA, size }, m) =>
    m.triangularSolve(batchOf(a, size, m), batchOf(b, size, m), { leftSide, lower, unitDiagonal, transposeA }),
  lower: () => opaque('triangular_solve'),
  traits: { expensive: true },
});
