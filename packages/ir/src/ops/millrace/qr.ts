import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { attr, complex, definePrimitive, floating, type Primitive, withDefault } from '../../primitive/index.ts';
import { isComplex } from '../../types/element.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { blockOf, densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { factorQr } from '../linear/dense/householder.ts';
import { hasKnownMatrices, holdsMatrices, matrixSizes } from '../linear/matrix-checks.ts';
import { adjoint, inElement, matrixProduct, onlyDiagonal, triangle, upperPart } from '../linear/matrix-rules.ts';
import { tensorTypeOf } from '../values.ts';

/** The first `count` columns of matrices, with their first `rows` rows. */
function corner(x: Value, rows: number, count: number, b: Methods): Value {
  const { shape, rank } = tensorTypeOf(x);
  return b.slice(x, { startIndices: shape.map(() => 0), limitIndices: [...shape.slice(0, rank - 2), rows, count], strides: shape.map(() => 1) });
}

/** The skew part of m that keeps Q unitary and the diagonal of R real: strictly lower, minus its adjoint, and the imaginary diagonal. */
function rotationOf(m: Value, b: Methods): Value {
  const lower = triangle(m, true, 0, b);
  const skew = b.subtract(lower, adjoint(lower, b));
  const { element } = tensorTypeOf(m);
  if (!isComplex(element)) return skew;
  return b.add(skew, onlyDiagonal(b.subtract(m, inElement(b.real(m), element, b)), b));
}

/**
 * Q with orthonormal columns and upper triangular R with a real diagonal, Q R = a, for matrices of m × n in the last two axes: Q is m × min(m, n),
 * or m × m where `fullMatrices` is true. Signs are those of Householder reflections, as LAPACK and Eigen give them. Source: `tf.linalg.qr`.
 */
export const qr: Primitive = definePrimitive({
  name: 'millrace.qr',
  operands: { a: floating.or(complex) },
  attributes: { fullMatrices: withDefault(attr.boolean(), false) },
  results: 2,
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => hasKnownMatrices(a) },
  infer: ({ a, fullMatrices }) => {
    const [leading, m, n] = matrixSizes(a.shape);
    const inner = fullMatrices ? m : Math.min(m, n);
    return [tensorType(a.element, [...leading, m, inner]), tensorType(a.element, [...leading, inner, n])];
  },
  evaluate: ({ a }, { resultTypes }) => {
    const [qType, rType] = resultTypes as TensorType[];
    const inner = qType.shape[qType.rank - 1] as number;
    const factors = densesOf(a).map(factorQr);
    return [
      literalOfDenses(
        factors.map(({ q }) => blockOf(q, 0, 0, q.rows, inner)),
        qType,
      ),
      literalOfDenses(
        factors.map(({ r }) => blockOf(r, 0, 0, inner, r.columns)),
        rType,
      ),
    ];
  },
  derivative: {
    // The first min(m, n) columns give the rotation of Q (Walter and Lehmann 2010, arXiv:1009.6112, for the square case); R follows from Qᴴ dA.
    jvp: ({ a, results: [q, r], fullMatrices, tangents: { a: da } }, b) => {
      if (!da) return [null, null];
      const [, m, n] = matrixSizes(tensorTypeOf(a).shape);
      if (fullMatrices && m > n)
        throw failure('not-differentiable', {
          op: 'qr',
          message: `fullMatrices with more rows than columns, ${showShape(tensorTypeOf(a).shape)}: the added columns of Q are not determined`,
          hint: 'fullMatrices: false',
        });
      const inner = Math.min(m, n);
      const square = corner(r, inner, inner, b);
      const scaledTangent = b.triangularSolve(square, corner(da, m, inner, b), {
        leftSide: false,
        lower: false,
        unitDiagonal: false,
        transposeA: 'NO_TRANSPOSE',
      });
      const inside = matrixProduct(adjoint(q, b), scaledTangent, b);
      const rotation = rotationOf(inside, b);
      const turned = matrixProduct(q, rotation, b);
      const dq = m > n ? b.add(b.subtract(scaledTangent, matrixProduct(q, inside, b)), turned) : turned;
      const dr = upperPart(b.subtract(matrixProduct(adjoint(q, b), da, b), matrixProduct(rotation, r, b)), b);
      return [dq, dr];
    },
  },
  batch: ({ a, fullMatrices }, b) => b.qr(a.value, { fullMatrices }),
  lower: () => opaque('qr'),
  traits: { expensive: true },
});
