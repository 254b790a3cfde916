import { opaque } from '../../algebra/index.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { generalEigen } from '../linear/dense/schur.ts';
import { complexWith, holdsMatrices, holdsSquares } from '../linear/matrix-checks.ts';
import { adjoint, diagonalOf, identityOf, inElement, matrixProduct, spread, withoutDiagonal } from '../linear/matrix-rules.ts';
import { tensorTypeOf } from '../values.ts';

/**
 * Complex eigenvalues, in no order, and eigenvectors of norm 1 (columns) of square matrices in the last two axes. NaN for a matrix that is not
 * finite. Source: `tf.linalg.eig`.
 */
export const eig: Primitive = definePrimitive({
  name: 'millrace.eig',
  operands: { a: floating.or(complex) },
  results: 2,
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => holdsSquares(a) },
  infer: ({ a }) => [tensorType(complexWith(a.element), a.shape.slice(0, -1)), tensorType(complexWith(a.element), a.shape)],
  evaluate: ({ a }, { resultTypes }) => {
    const found = densesOf(a).map(generalEigen);
    const [values, vectors] = resultTypes as TensorType[];
    return [
      literalOfDenses(
        found.map((f) => f.values),
        values,
      ),
      literalOfDenses(
        found.map((f) => f.vectors),
        vectors,
      ),
    ];
  },
  derivative: {
    // With M = V⁻¹ dA V: the values change by its diagonal, V by V X less what would change the norms, X[i, j] = M[i, j] / (w[j] - w[i]).
    jvp: ({ results: [values, vectors], tangents: { a: da } }, b) => {
      if (!da) return [null, null];
      const { shape, rank, element } = tensorTypeOf(vectors);
      const [m] = b.matrixSolve(vectors, matrixProduct(inElement(da, element, b), vectors, b));
      const n = shape[rank - 1];
      const gaps = b.subtract(spread(values, 'columns', n, b), spread(values, 'rows', n, b));
      // On the diagonal, where gaps are 0, any divisor serves.
      const x = withoutDiagonal(b.divide(m, b.add(gaps, identityOf(tensorTypeOf(vectors), b))), b);
      const moved = matrixProduct(vectors, x, b);
      const stretch = inElement(b.real(diagonalOf(matrixProduct(adjoint(vectors, b), moved, b), b)), element, b);
      return [diagonalOf(m, b), b.subtract(moved, b.multiply(vectors, spread(stretch, 'columns', n, b)))];
    },
  },
  batch: ({ a }, b) => b.eig(a.value),
  lower: () => opaque('eig'),
  traits: { expensive: true },
});
