import { opaque } from '../../algebra/index.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { hermitianEigen } from '../linear/dense/jacobi.ts';
import { holdsMatrices, holdsSquares, partOf } from '../linear/matrix-checks.ts';
import { adjoint, diagonalOf, inElement, matrixProduct, safeReciprocal, spread, triangle, withoutDiagonal } from '../linear/matrix-rules.ts';
import { tensorTypeOf } from '../values.ts';

/**
 * Eigenvalues, ascending, and orthonormal eigenvectors (columns) of the Hermitian matrices whose lower triangles are in the last two axes. NaN for
 * a matrix that is not finite. Source: `tf.linalg.eigh`.
 */
export const eigh: Primitive = definePrimitive({
  name: 'millrace.eigh',
  operands: { a: floating.or(complex) },
  results: 2,
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => holdsSquares(a) },
  infer: ({ a }) => [tensorType(partOf(a.element), a.shape.slice(0, -1)), a.type],
  evaluate: ({ a }, { resultTypes }) => {
    const found = densesOf(a).map(hermitianEigen);
    return [
      literalOfDenses(
        found.map((f) => ({ re: f.values })),
        resultTypes[0] as TensorType,
      ),
      literalOfDenses(
        found.map((f) => f.vectors),
        a.type,
      ),
    ];
  },
  derivative: {
    // With M = Vᴴ dA V: the values change by its diagonal, V by V (F ∘ M), F[i, j] = 1 / (w[j] - w[i]) (Giles 2008, 3.1).
    jvp: ({ results: [values, vectors], tangents: { a: da } }, b) => {
      if (!da) return [null, null];
      const { shape, rank, element } = tensorTypeOf(vectors);
      const half = triangle(da, true, 0.5, b);
      const hermitian = b.add(half, adjoint(half, b));
      const m = matrixProduct(adjoint(vectors, b), matrixProduct(hermitian, vectors, b), b);
      const n = shape[rank - 1];
      const gaps = b.subtract(spread(values, 'columns', n, b), spread(values, 'rows', n, b));
      const factors = inElement(withoutDiagonal(safeReciprocal(gaps, b), b), element, b);
      return [b.real(diagonalOf(m, b)), matrixProduct(vectors, b.multiply(factors, m), b)];
    },
  },
  batch: ({ a }, b) => b.eigh(a.value),
  lower: () => opaque('eigh'),
  traits: { expensive: true },
});
