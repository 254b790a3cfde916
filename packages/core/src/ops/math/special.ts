/** Special functions of one and two arguments beyond those that are primitives of their own. */
import { f32, failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, requireKind } from '../broadcast.ts';
import { reduceWith } from '../reduction/family.ts';
import { reduceMean } from '../reduction/sums.ts';
import { convertTo } from './cast.ts';
import { type Binary, binaryOf, floating, type Unary, unaryOf } from './families.ts';

/** The a-th derivative of digamma at b, for whole a >= 0. TensorFlow: `tf.math.polygamma`. */
export const polygamma: Binary = binaryOf('polygamma', floating, (a, b) => methods.polygamma(a, b) as Tensor);

/** The Hurwitz zeta function Σ (q + k)^-x. TensorFlow: `tf.math.zeta`. */
export const zeta: Binary = binaryOf('zeta', floating, (x, q) => methods.zeta(x, q) as Tensor);

/** Modified Bessel function of order 0, times e^-|x|. TensorFlow: `tf.math.bessel_i0e`. */
export const besselI0e: Unary = unaryOf('besselI0e', floating, (x) => methods.besselI0e(x) as Tensor);
/** Modified Bessel function of order 1, times e^-|x|. TensorFlow: `tf.math.bessel_i1e`. */
export const besselI1e: Unary = unaryOf('besselI1e', floating, (x) => methods.besselI1e(x) as Tensor);
/** Modified Bessel function of order 0. TensorFlow: `tf.math.bessel_i0`. */
export const besselI0: Unary = unaryOf('besselI0', floating, (x) => methods.multiply(methods.exponential(methods.abs(x)), methods.besselI0e(x)) as Tensor);
/** Modified Bessel function of order 1. TensorFlow: `tf.math.bessel_i1`. */
export const besselI1: Unary = unaryOf('besselI1', floating, (x) => methods.multiply(methods.exponential(methods.abs(x)), methods.besselI1e(x)) as Tensor);

/**
 * log |B(x)| over the last axis: Σ lgamma(x) - lgamma(Σ x).
 *
 * - x: [..., n]. Output: [...]. TensorFlow: `tf.math.lbeta`.
 */
export function lbeta<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('lbeta', x);
  requireKind('lbeta', operand, floating);
  if (operand.rank < 1) throw failure('rank', { op: 'lbeta', message: 'x is a scalar', valid: 'rank 1 or more' });
  const axes = [operand.rank - 1];
  const sum = reduceWith(operand, axes, 'add', 0);
  return methods.subtract(reduceWith(methods.lgamma(operand) as Tensor, axes, 'add', 0), methods.lgamma(sum)) as Tensor<D>;
}

/** The fraction of elements that are 0, float32. TensorFlow: `tf.math.zero_fraction`. */
export function zeroFraction(x: TensorLike): Tensor<'float32'> {
  const operand = toTensor('zeroFraction', x);
  const isZero = methods.compare(operand, constantLike(operand, 0), { comparisonDirection: 'EQ' }) as Tensor;
  return reduceMean(convertTo(isZero, f32)) as Tensor<'float32'>;
}
