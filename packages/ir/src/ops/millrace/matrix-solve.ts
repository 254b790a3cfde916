import { opaque } from '../../algebra/index.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { allocate, i1, writeElement } from '../../types/element.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';
import { densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { factorLu, isSingular, solveWith } from '../linear/dense/lu-factor.ts';
import { holdsMatrices, holdsSquares } from '../linear/matrix-checks.ts';
import { adjoint, matrixProduct, scaled } from '../linear/matrix-rules.ts';
import { batchOf } from '../values.ts';

/**
 * x with a x = b for square matrices a in the last two axes, by elimination with pivots, and whether each a is invertible. The solutions of a
 * singular system are not finite; a check of the second result tells. Source: `tf.linalg.solve`.
 */
export const matrixSolve: Primitive = definePrimitive({
  name: 'millrace.matrix_solve',
  operands: { a: floating.or(complex), b: floating.or(complex) },
  results: 2,
  constraints: {
    c1: ({ a, b }) => a.element === b.element || `a and b must have one element type; got ${a.element.name} and ${b.element.name}`,
    c2: ({ a }) => holdsMatrices(a),
    c3: ({ a }) => holdsSquares(a),
    c4: ({ a, b }) => {
      const fits = a.rank === b.rank && sameShape(a.shape.slice(0, -2), b.shape.slice(0, -2)) && sameDim(a.shape[a.rank - 1], b.shape[b.rank - 2]);
      return fits || `b must be [..., n, k] for matrices a of [..., n, n]; got ${showShape(b.shape)} for ${showShape(a.shape)}`;
    },
  },
  infer: ({ a, b }) => [b.type, tensorType(i1, a.shape.slice(0, -2))],
  evaluate: ({ a, b }, { resultTypes }) => {
    const type = resultTypes[1] as TensorType;
    const factors = densesOf(a).map(factorLu);
    const data = allocate(i1, type.size);
    factors.forEach((f, i) => writeElement(i1, data, i, !isSingular(f)));
    return [
      literalOfDenses(
        densesOf(b).map((right, i) => solveWith(factors[i], right)),
        b.type,
      ),
      { type, data },
    ];
  },
  derivative: {
    // With g = a⁻ᴴ ct: the cotangent of b is g, and that of a is -g xᴴ (Giles 2008, "Collected matrix derivative results", 2.2.3).
    vjp: ({ a, results: [x], ct, needs }, m) => {
      const [g] = m.matrixSolve(adjoint(a, m), ct);
      return { a: needs('a') ? scaled(matrixProduct(g, adjoint(x, m), m), -1, m) : null, b: g };
    },
  },
  batch: ({ a, b, size }, m) => m.matrixSolve(batchOf(a, size, m), batchOf(b, size, m)),
  lower: () => opaque('matrix_solve'),
  traits: { expensive: true },
});
