/** Functions of each element: same shape, same dtype. Outside a function's domain the result is NaN; nothing raises. */
import { dispatch, methods, primitives, scalarInput } from '@millrace/ir';
import { toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, requireKind } from '../broadcast.ts';
import { pointwise } from '../pointwise.ts';
import { applyDefault, floating, floatingOrComplex, numeric, realNumeric, type Unary, type UnaryPredicate, unary, unaryOf } from './families.ts';
import { softplusScalar } from './softplus-scalar.ts';

/** |x|; for complex numbers the modulus, a float. TensorFlow: `tf.abs`. */
export const abs: Unary = unary('abs', primitives.abs, ['float', 'signed', 'complex']);
/** -1, 0 or 1 by the sign of x; NaN for NaN; x / |x| for complex numbers. TensorFlow: `tf.sign`. */
export const sign: Unary = unary('sign', primitives.sign, ['float', 'signed', 'complex']);
/** x². TensorFlow: `tf.square`. */
export const square: Unary = unaryOf('square', numeric, (x) => dispatch(primitives.multiply, [x, x])[0] as Tensor);
/** The square root. TensorFlow: `tf.sqrt`. */
export const sqrt: Unary = unary('sqrt', primitives.sqrt, floatingOrComplex);
/** 1 / √x. TensorFlow: `tf.math.rsqrt`. */
export const rsqrt: Unary = unary('rsqrt', primitives.rsqrt, floatingOrComplex);
/** e^x. TensorFlow: `tf.exp`. */
export const exp: Unary = unary('exp', primitives.exponential, floatingOrComplex);
/** e^x - 1, accurate near 0. TensorFlow: `tf.math.expm1`. */
export const expm1: Unary = unary('expm1', primitives.exponentialMinusOne, floatingOrComplex);
/** The natural logarithm. TensorFlow: `tf.math.log`. */
export const log: Unary = unary('log', primitives.log, floatingOrComplex);
/** log(1 + x), accurate near 0. TensorFlow: `tf.math.log1p`. */
export const log1p: Unary = unary('log1p', primitives.logPlusOne, floatingOrComplex);
/** 1 / (1 + e^-x). TensorFlow: `tf.sigmoid`. */
export const sigmoid: Unary = unary('sigmoid', primitives.logistic, floatingOrComplex);
/** log(sigmoid(x)), without overflow. TensorFlow: `tf.math.log_sigmoid`. */
export const logSigmoid: Unary = unaryOf('logSigmoid', floating, (x) => pointwise(softplusScalar(scalarInput(0).neg()).neg(), [x]));
/** The sine. TensorFlow: `tf.sin`. */
export const sin: Unary = unary('sin', primitives.sine, floatingOrComplex);
/** The cosine. TensorFlow: `tf.cos`. */
export const cos: Unary = unary('cos', primitives.cosine, floatingOrComplex);
/** The tangent. TensorFlow: `tf.tan`. */
export const tan: Unary = unary('tan', primitives.tan, floatingOrComplex);
/** The inverse sine. TensorFlow: `tf.asin`. */
export const asin: Unary = unary('asin', primitives.asin, floatingOrComplex);
/** The inverse cosine. TensorFlow: `tf.acos`. */
export const acos: Unary = unary('acos', primitives.acos, floatingOrComplex);
/** The inverse tangent. TensorFlow: `tf.atan`. */
export const atan: Unary = unary('atan', primitives.atan, floatingOrComplex);
/** The hyperbolic sine. TensorFlow: `tf.sinh`. */
export const sinh: Unary = unary('sinh', primitives.sinh, floatingOrComplex);
/** The hyperbolic cosine. TensorFlow: `tf.cosh`. */
export const cosh: Unary = unary('cosh', primitives.cosh, floatingOrComplex);
/** The hyperbolic tangent. TensorFlow: `tf.tanh`. */
export const tanh: Unary = unary('tanh', primitives.tanh, floatingOrComplex);
/** The inverse hyperbolic sine. TensorFlow: `tf.asinh`. */
export const asinh: Unary = unary('asinh', primitives.asinh, floatingOrComplex);
/** The inverse hyperbolic cosine. TensorFlow: `tf.acosh`. */
export const acosh: Unary = unary('acosh', primitives.acosh, floatingOrComplex);
/** The inverse hyperbolic tangent. TensorFlow: `tf.atanh`. */
export const atanh: Unary = unary('atanh', primitives.atanh, floatingOrComplex);

/** Integers are whole already. */
const rounding = (x: Tensor, round: (x: Tensor) => Tensor): Tensor => (x.type.element.kind === 'float' ? round(x) : x);
/** The largest integer not above x. TensorFlow: `tf.floor`. */
export const floor: Unary = unaryOf('floor', realNumeric, (x) => rounding(x, (v) => applyDefault(primitives.floor, [v])));
/** The smallest integer not below x. TensorFlow: `tf.math.ceil`. */
export const ceil: Unary = unaryOf('ceil', realNumeric, (x) => rounding(x, (v) => applyDefault(primitives.ceil, [v])));
/** The nearest integer, halves to even: `[0.9, 2.5, 2.3, 1.5, -4.5]` → `[1, 2, 2, 2, -4]`. TensorFlow: `tf.round`. */
export const round: Unary = unaryOf('round', realNumeric, (x) => rounding(x, (v) => applyDefault(primitives.roundNearestEven, [v])));
/** The same as `round`. TensorFlow: `tf.math.rint`. */
export const rint: Unary = round;
/** 1 / x. TensorFlow: `tf.math.reciprocal`. */
export const reciprocal: Unary = unaryOf('reciprocal', floatingOrComplex, (x) => dispatch(primitives.divide, [constantLike(x, 1), x])[0] as Tensor);
/** 1 / x, and 0 where x is 0. TensorFlow: `tf.math.reciprocal_no_nan`. */
export const reciprocalNoNan: Unary = unaryOf('reciprocalNoNan', floatingOrComplex, (x) => {
  const isZero = methods.compare(x, constantLike(x, 0), { comparisonDirection: 'EQ' });
  const safe = methods.select(isZero, constantLike(x, 1), x);
  return methods.select(isZero, constantLike(x, 0), methods.divide(constantLike(x, 1), safe)) as Tensor;
});

/** log(1 + e^x), without overflow. TensorFlow: `tf.math.softplus`. */
export const softplus: Unary = unaryOf('softplus', floating, (x) => pointwise(softplusScalar(scalarInput(0)), [x]));

/** The error function. TensorFlow: `tf.math.erf`. */
export const erf: Unary = unary('erf', primitives.erf, floating);
/** 1 - erf(x), accurate for large x. TensorFlow: `tf.math.erfc`. */
export const erfc: Unary = unary('erfc', primitives.erfc, floating);
/** The inverse of the error function. TensorFlow: `tf.math.erfinv`. */
export const erfinv: Unary = unary('erfinv', primitives.erfInv, floating);
/** log |Γ(x)|. TensorFlow: `tf.math.lgamma`. */
export const lgamma: Unary = unary('lgamma', primitives.lgamma, floating);
/** The derivative of lgamma. TensorFlow: `tf.math.digamma`. */
export const digamma: Unary = unary('digamma', primitives.digamma, floating);
/** The quantile function of the normal distribution: √2 · erfinv(2x - 1). TensorFlow: `tf.math.ndtri`. */
export const ndtri: Unary = unaryOf('ndtri', floating, (x) => {
  const centered = methods.subtract(methods.multiply(x, constantLike(x, 2)), constantLike(x, 1));
  return methods.multiply(constantLike(x, Math.SQRT2), methods.erfInv(centered)) as Tensor;
});
/** The inverse of erfc: -ndtri(x / 2) / √2. TensorFlow: `tf.math.erfcinv`. */
export const erfcinv: Unary = unaryOf('erfcinv', floating, (x) => methods.erfInv(methods.subtract(constantLike(x, 1), x)) as Tensor);

function predicate(op: string, body: (x: Tensor) => Tensor): UnaryPredicate {
  return (x) => {
    const operand = toTensor(op, x);
    requireKind(op, operand, floating);
    return body(operand) as Tensor<'bool'>;
  };
}
/** Whether x is neither NaN nor infinite. TensorFlow: `tf.math.is_finite`. */
export const isFiniteNumber: UnaryPredicate = predicate('isFinite', (x) => methods.isFinite(x) as Tensor);
/** Whether x is NaN. TensorFlow: `tf.math.is_nan`. */
export const isNan: UnaryPredicate = predicate('isNan', (x) => methods.compare(x, x, { comparisonDirection: 'NE' }) as Tensor);
/** Whether x is infinite. TensorFlow: `tf.math.is_inf`. */
export const isInf: UnaryPredicate = predicate(
  'isInf',
  (x) => methods.compare(methods.abs(x), constantLike(x, Number.POSITIVE_INFINITY), { comparisonDirection: 'EQ' }) as Tensor,
);
