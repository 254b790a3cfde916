import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { type Complex, isComplex } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { at, type Dense, densesOf, literalOfDenses } from '../linear/dense/dense.ts';
import { factorLu } from '../linear/dense/lu-factor.ts';
import { holdsMatrices, holdsSquares, partOf } from '../linear/matrix-checks.ts';
import { adjoint, identityOf, inElement, traceOf } from '../linear/matrix-rules.ts';
import { axesOf, tensorTypeOf } from '../values.ts';

/** The pivots of a matrix and the sign of its row exchanges: the determinant is their product. */
function pivotsOf(a: Dense): Complex[] {
  const { packed, parity } = factorLu(a);
  return [{ re: parity, im: 0 }, ...Array.from({ length: a.rows }, (_, i) => at(packed, i, i))];
}

const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

const scalars = (values: readonly Complex[], type: TensorType) =>
  literalOfDenses([{ re: Float64Array.from(values, (v) => v.re), im: Float64Array.from(values, (v) => v.im) }], type);

function requireInvertible(invertible: Value, op: string, b: Methods): void {
  b.check(invertible, [], { op, code: 'invalid-value', message: 'Input is not invertible: the gradient of its determinant needs the inverse' });
}

/** tr(a⁻¹ da): the logarithmic derivative of the determinant. A singular matrix has none, and raises. */
function logarithmic(a: Value, da: Value, op: string, b: Methods): Value {
  const [x, invertible] = b.matrixSolve(a, da);
  requireInvertible(invertible, op, b);
  return traceOf(x, b);
}

/** factor a⁻ᴴ: the cotangent of a for one of the logarithm. */
function timesInverse(a: Value, factor: Value, op: string, b: Methods): Value {
  const type = tensorTypeOf(a);
  const [inverse, invertible] = b.matrixSolve(adjoint(a, b), identityOf(type, b));
  requireInvertible(invertible, op, b);
  return b.multiply(inverse, b.broadcast(factor, type.shape, axesOf(type.rank - 2)));
}

/** The determinants of square matrices in the last two axes; 1 for matrices without elements. Source: `tf.linalg.det`. */
export const det: Primitive = definePrimitive({
  name: 'millrace.det',
  operands: { a: floating.or(complex) },
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => holdsSquares(a) },
  infer: ({ a }) => tensorType(a.element, a.shape.slice(0, -2)),
  evaluate: ({ a }, { resultTypes }) =>
    scalars(
      densesOf(a).map((m) => pivotsOf(m).reduce(times)),
      resultTypes[0] as TensorType,
    ),
  // Jacobi's formula: d det = det tr(a⁻¹ da).
  derivative: {
    jvp: ({ a, results: [y], tangents }, b) => [tangents.a && b.multiply(y, logarithmic(a, tangents.a, 'det', b))],
    vjp: ({ a, results: [y], ct }, b) => ({ a: timesInverse(a, b.multiply(ct, b.conjugate(y)), 'det', b) }),
  },
  batch: ({ a }, b) => b.det(a.value),
  lower: () => opaque('det'),
  traits: { expensive: true },
});

/** The sign (for complex matrices the phase) of each determinant and the logarithm of its magnitude, which does not overflow. Source: `tf.linalg.slogdet`. */
export const slogdet: Primitive = definePrimitive({
  name: 'millrace.slogdet',
  operands: { a: floating.or(complex) },
  results: 2,
  constraints: { c1: ({ a }) => holdsMatrices(a), c2: ({ a }) => holdsSquares(a) },
  infer: ({ a }) => [tensorType(a.element, a.shape.slice(0, -2)), tensorType(partOf(a.element), a.shape.slice(0, -2))],
  evaluate: ({ a }, { resultTypes }) => {
    const pivots = densesOf(a).map(pivotsOf);
    const phase = ({ re, im }: Complex): Complex => {
      const size = Math.hypot(re, im);
      return size === 0 ? { re: 0, im: 0 } : { re: re / size, im: im / size };
    };
    const signs = pivots.map((p) => p.map(phase).reduce(times));
    const sizes = pivots.map((p) => ({ re: p.reduce((sum, { re, im }) => sum + Math.log(Math.hypot(re, im)), 0), im: 0 }));
    return [scalars(signs, resultTypes[0] as TensorType), scalars(sizes, resultTypes[1] as TensorType)];
  },
  derivative: {
    // log det changes by tr(a⁻¹ da): its real part is that of the magnitude, its imaginary part turns the phase.
    jvp: ({ a, results: [sign], tangents: { a: da } }, b) => {
      if (!da) return [null, null];
      const change = logarithmic(a, da, 'slogdet', b);
      const type = tensorTypeOf(sign);
      if (!isComplex(type.element)) return [null, change];
      const turn = b.subtract(change, inElement(b.real(change), type.element, b));
      return [b.multiply(sign, turn), b.real(change)];
    },
    vjp: ({ a, results: [sign, size], cts }, b) => {
      const ofSize = cts[1] ?? b.zeros(tensorTypeOf(size));
      if (!isComplex(tensorTypeOf(sign).element)) return { a: timesInverse(a, ofSize, 'slogdet', b) };
      const turn = cts[0] ? b.negate(b.imag(b.multiply(b.conjugate(cts[0]), sign))) : b.zeros(tensorTypeOf(size));
      return { a: timesInverse(a, b.complex(ofSize, turn), 'slogdet', b) };
    },
  },
  batch: ({ a }, b) => b.slogdet(a.value),
  lower: () => opaque('slogdet'),
  traits: { expensive: true },
});
