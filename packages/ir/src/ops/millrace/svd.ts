import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { attr, complex, definePrimitive, floating, type Primitive, withDefault } from '../../primitive/index.ts';
import { isComplex } from '../../types/element.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { blockOf, densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { factorSvd } from '../linear/dense/jacobi.ts';
import { hasKnownMatrices, holdsMatrices, matrixSizes, partOf } from '../linear/matrix-checks.ts';
import { adjoint, diagonalOf, inElement, matrixProduct, onlyDiagonal, safeReciprocal, scaled, spread, withoutDiagonal } from '../linear/matrix-rules.ts';
import { tensorTypeOf } from '../values.ts';

/** dV = V (F ∘ (x + xᴴ)) and, where the vectors do not fill the space, the part outside: (I - V Vᴴ) y / s. */
function vectorTangent(vectors: Value, factors: Value, x: Value, outside: { readonly y: Value; readonly inverses: Value } | null, b: Methods): Value {
  const inside = matrixProduct(vectors, b.multiply(factors, b.add(x, adjoint(x, b))), b);
  if (!outside) return inside;
  const projected = b.subtract(outside.y, matrixProduct(vectors, matrixProduct(adjoint(vectors, b), outside.y, b), b));
  return b.add(inside, b.multiply(projected, outside.inverses));
}

/** Tangents of s, u and v (Townsend 2016, "Differentiating the singular value decomposition"; the phases of complex vectors move with u). */
function tangentsOf(s: Value, u: Value, v: Value, da: Value, b: Methods): readonly Value[] {
  const type = tensorTypeOf(u);
  const [, m, k] = matrixSizes(type.shape);
  const n = tensorTypeOf(v).shape[type.rank - 2] as number;
  const { element } = type;
  const av = matrixProduct(da, v, b);
  const p = matrixProduct(adjoint(u, b), av, b);
  const [byColumn, byRow] = [spread(s, 'columns', k, b), spread(s, 'rows', k, b)];
  const gaps = b.subtract(b.multiply(byColumn, byColumn), b.multiply(byRow, byRow));
  const factors = inElement(withoutDiagonal(safeReciprocal(gaps, b), b), element, b);
  const inverse = safeReciprocal(s, b);
  const inverses = (size: number): Value => inElement(spread(inverse, 'columns', size, b), element, b);
  const outsideOfU = m > k ? { y: av, inverses: inverses(m) } : null;
  const outsideOfV = n > k ? { y: matrixProduct(adjoint(da, b), u, b), inverses: inverses(n) } : null;
  let du = vectorTangent(u, factors, b.multiply(p, inElement(byColumn, element, b)), outsideOfU, b);
  const dv = vectorTangent(v, factors, b.multiply(p, inElement(byRow, element, b)), outsideOfV, b);
  if (isComplex(element)) {
    const turn = onlyDiagonal(scaled(b.subtract(p, adjoint(p, b)), 0.5, b), b);
    du = b.add(du, matrixProduct(u, b.multiply(turn, inverses(k)), b));
  }
  return [b.real(diagonalOf(p, b)), du, dv];
}

/**
 * Singular values, descending, and singular vectors (columns) of m × n matrices in the last two axes: a = u diag(s) vᴴ. u is m × k and v n × k with
 * k = min(m, n), or both square where `fullMatrices` is true. NaN for a matrix that is not finite. Source: `tf.linalg.svd`.
 */
export const svd: Primitive = definePrimitive({
  name: 'millrace.svd',
  operands: { a: floating.or(complex) },
  attributes: { fullMatrices: withDefault(attr.boolean(), false) },
  results: 3,
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => hasKnownMatrices(a) },
  infer: ({ a, fullMatrices }) => {
    const [leading, m, n] = matrixSizes(a.shape);
    const k = Math.min(m, n);
    return [
      tensorType(partOf(a.element), [...leading, k]),
      tensorType(a.element, [...leading, m, fullMatrices ? m : k]),
      tensorType(a.element, [...leading, n, fullMatrices ? n : k]),
    ];
  },
  evaluate: ({ a }, { resultTypes }) => {
    const [sType, uType, vType] = resultTypes as TensorType[];
    const found = densesOf(a).map(factorSvd);
    const columns = (type: TensorType): number => type.shape[type.rank - 1] as number;
    return [
      literalOfDenses(
        found.map((f) => ({ re: f.values })),
        sType,
      ),
      literalOfDenses(
        found.map(({ left }) => blockOf(left, 0, 0, left.rows, columns(uType))),
        uType,
      ),
      literalOfDenses(
        found.map(({ right }) => blockOf(right, 0, 0, right.rows, columns(vType))),
        vType,
      ),
    ];
  },
  derivative: {
    jvp: ({ a, results: [s, u, v], fullMatrices, tangents: { a: da } }, b) => {
      if (!da) return [null, null, null];
      const { shape } = tensorTypeOf(a);
      const [, m, n] = matrixSizes(shape);
      if (fullMatrices && m !== n)
        throw failure('not-differentiable', {
          op: 'svd',
          message: `fullMatrices with matrices that are not square, ${showShape(shape)}: the added vectors are not determined`,
          hint: 'fullMatrices: false',
        });
      return tangentsOf(s, u, v, da, b);
    },
  },
  batch: ({ a, fullMatrices }, b) => b.svd(a.value, { fullMatrices }),
  lower: () => opaque('svd'),
  traits: { expensive: true },
});
