import { opaque } from '../../algebra/index.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { allocate, i32, writeElement } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { factorLu } from '../linear/dense/lu-factor.ts';
import { holdsMatrices, holdsSquares } from '../linear/matrix-checks.ts';
import { identityOf, matrixProduct, triangle, upperPart } from '../linear/matrix-rules.ts';
import { axesOf, tensorTypeOf } from '../values.ts';

/**
 * The factors of P A = L U for square matrices in the last two axes: U in the upper triangle of the first result, L below it (its diagonal is 1),
 * and for each row the row of A that it comes from. Pivots are the largest of their column; of a singular matrix one is 0. Source: `tf.linalg.lu`.
 */
export const lu: Primitive = definePrimitive({
  name: 'millrace.lu',
  operands: { a: floating.or(complex) },
  results: 2,
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => holdsSquares(a) },
  infer: ({ a }) => [a.type, tensorType(i32, a.shape.slice(0, -1))],
  evaluate: ({ a }, { resultTypes }) => {
    const type = resultTypes[1] as TensorType;
    const factors = densesOf(a).map(factorLu);
    const data = allocate(i32, type.size);
    factors.flatMap((f) => [...f.permutation]).forEach((p, i) => writeElement(i32, data, i, p));
    return [
      literalOfDenses(
        factors.map((f) => f.packed),
        a.type,
      ),
      { type, data },
    ];
  },
  derivative: {
    // With M = L⁻¹ P dA U⁻¹: dL = L tril(M, -1), dU = triu(M) U.
    jvp: ({ results: [packed, permutation], tangents: { a: da } }, b) => {
      if (!da) return [null, null];
      const type = tensorTypeOf(packed);
      const { shape, rank, element } = type;
      const columns = b.iota({ iotaDimension: rank - 1, shape, element: i32 });
      const sources = b.broadcast(permutation, shape, axesOf(rank - 1));
      const order = b.convert(b.compare(columns, sources, { comparisonDirection: 'EQ' }), { element });
      const permuted = matrixProduct(order, da, b);
      const left = b.triangularSolve(packed, permuted, { leftSide: true, lower: true, unitDiagonal: true, transposeA: 'NO_TRANSPOSE' });
      const both = b.triangularSolve(packed, left, { leftSide: false, lower: false, unitDiagonal: false, transposeA: 'NO_TRANSPOSE' });
      const lower = b.add(triangle(packed, true, 0, b), identityOf(type, b));
      return [b.add(matrixProduct(lower, triangle(both, true, 0, b), b), matrixProduct(upperPart(both, b), upperPart(packed, b), b)), null];
    },
  },
  batch: ({ a }, b) => b.lu(a.value),
  lower: () => opaque('lu'),
  traits: { expensive: true },
});
