import { opaque } from '../../algebra/index.ts';
import { attr, complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { adjointOf, blockOf, type Dense, densesOf, literalOfDenses, productOf } from '../linear/dense/dense.ts';
import { factorSvd } from '../linear/dense/jacobi.ts';
import { hasKnownMatrices, holdsMatrices, matrixSizes } from '../linear/matrix-checks.ts';
import { adjoint, matrixProduct, scaled } from '../linear/matrix-rules.ts';

function pseudoInverse(a: Dense, rcond: number): Dense {
  const { values, left, right } = factorSvd(a);
  const k = values.length;
  const scaledRight = blockOf(right, 0, 0, right.rows, k);
  const least = k > 0 ? rcond * values[0] : 0;
  for (let i = 0; i < right.rows; i++) {
    for (let j = 0; j < k; j++) {
      const factor = values[j] <= least ? 0 : 1 / values[j];
      scaledRight.re[i * k + j] *= factor;
      scaledRight.im[i * k + j] *= factor;
    }
  }
  return productOf(scaledRight, adjointOf(blockOf(left, 0, 0, left.rows, k)));
}

/**
 * The Moore-Penrose inverses of matrices in the last two axes: [..., m, n] → [..., n, m]. Singular values up to `rcond` times the largest count as
 * zero. Source: `tf.linalg.pinv`.
 */
export const pinv: Primitive = definePrimitive({
  name: 'millrace.pinv',
  operands: { a: floating.or(complex) },
  attributes: { rcond: attr.float() },
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => hasKnownMatrices(a) },
  infer: ({ a }) => {
    const [leading, m, n] = matrixSizes(a.shape);
    return tensorType(a.element, [...leading, n, m]);
  },
  evaluate: ({ a, rcond }, { resultTypes }) =>
    literalOfDenses(
      densesOf(a).map((m) => pseudoInverse(m, rcond)),
      resultTypes[0] as TensorType,
    ),
  derivative: {
    // At constant rank (Golub and Pereyra 1973, doi:10.1137/0710036, equation 4.12): -P dA P + P Pᴴ dAᴴ (I - A P) + (I - P A) dAᴴ Pᴴ P.
    jvp: ({ a, results: [p], tangents: { a: da } }, b) => {
      if (!da) return [null];
      const [ph, dah] = [adjoint(p, b), adjoint(da, b)];
      const left = matrixProduct(matrixProduct(p, ph, b), dah, b);
      const right = matrixProduct(dah, matrixProduct(ph, p, b), b);
      const outsideLeft = b.subtract(left, matrixProduct(matrixProduct(left, a, b), p, b));
      const outsideRight = b.subtract(right, matrixProduct(p, matrixProduct(a, right, b), b));
      return [b.add(scaled(matrixProduct(p, matrixProduct(da, p, b), b), -1, b), b.add(outsideLeft, outsideRight))];
    },
  },
  batch: ({ a, rcond }, b) => b.pinv(a.value, { rcond }),
  lower: () => opaque('pinv'),
  traits: { expensive: true },
});
