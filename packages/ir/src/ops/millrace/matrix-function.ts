import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { attr, complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { isComplex } from '../../types/element.ts';
import { type Dense, densesOf, literalOfDenses, notANumber } from '../linear/dense/dense.ts';
import { type MatrixFunction, matrixFunctions } from '../linear/dense/functions.ts';
import { hasKnownMatrices, holdsMatrices, holdsSquares, matrixSizes } from '../linear/matrix-checks.ts';
import { adjoint } from '../linear/matrix-rules.ts';
import { tensorTypeOf } from '../values.ts';

/** A real result, or NaN where the principal value is complex by more than rounding. */
function realOrNaN(value: Dense): Dense {
  const largest = (part: Float64Array): number => part.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  return largest(value.im) <= 1e-7 * largest(value.re) ? value : notANumber(value.rows, value.columns);
}

/** The change of f(a) for a change e: the upper right block of f([[a, e], [0, a]]) (Higham, Functions of Matrices, 2008, theorem 3.6). */
function change(a: Value, e: Value, kind: MatrixFunction, b: Methods): Value {
  const { shape, rank } = tensorTypeOf(a);
  const [leading, n] = matrixSizes(shape);
  const top = b.concatenate([a, e], { dimension: rank - 1 });
  const bottom = b.concatenate([b.zeros(tensorTypeOf(a)), a], { dimension: rank - 1 });
  const whole = b.matrixFunction(b.concatenate([top, bottom], { dimension: rank - 2 }), { kind });
  const none = leading.map(() => 0);
  return b.slice(whole, { startIndices: [...none, 0, n], limitIndices: [...leading, n, 2 * n], strides: shape.map(() => 1) });
}

/**
 * Functions of square matrices in the last two axes: the exponential, the principal logarithm, the principal square root. Where that does not exist,
 * or is complex and the type is not, the result is NaN. Source: `tf.linalg.expm`, `logm`, `sqrtm`.
 */
export const matrixFunction: Primitive = definePrimitive({
  name: 'millrace.matrix_function',
  operands: { a: floating.or(complex) },
  attributes: { kind: attr.choice(['EXP', 'LOG', 'SQRT']) },
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => holdsSquares(a), c3: ({ a }) => hasKnownMatrices(a) },
  infer: ({ a }) => a.type,
  evaluate: ({ a, kind }) => {
    const values = densesOf(a).map(matrixFunctions[kind]);
    return literalOfDenses(isComplex(a.type.element) ? values : values.map(realOrNaN), a.type);
  },
  derivative: {
    jvp: ({ a, kind, tangents }, b) => [tangents.a && change(a, tangents.a, kind, b)],
    // The adjoint of the change at a is the change at aᴴ.
    vjp: ({ a, kind, ct }, b) => ({ a: change(adjoint(a, b), ct, kind, b) }),
  },
  batch: ({ a, kind }, b) => b.matrixFunction(a.value, { kind }),
  lower: () => opaque('matrix_function'),
  traits: { expensive: true },
});
