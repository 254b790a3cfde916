/** Determinants and their logarithms. */
import { methods } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike } from '../broadcast.ts';
import { reduceWith } from '../reduction/family.ts';
import { cholesky } from './cholesky.ts';
import { squareOperand } from './operands.ts';
import { diagPart } from './structure.ts';

/**
 * The determinants of square matrices: [..., n, n] → [...].
 *
 * - Throws: InvalidArgumentError for other matrices, and for the gradient of a singular one. TensorFlow: `tf.linalg.det`.
 */
export function det<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  return methods.det(squareOperand('det', x)) as Tensor<D>;
}

export interface SlogDet<D extends DTypeName = DTypeName> {
  /** -1, 0 or 1; for complex matrices a number of magnitude 1, or 0. */
  readonly sign: Tensor<D>;
  /** Real; -Infinity for a singular matrix. */
  readonly logAbsDeterminant: Tensor;
}

/** Sign and logarithm of the magnitude of determinants, which do not overflow: [..., n, n] → [...]. TensorFlow: `tf.linalg.slogdet`. */
export function slogdet<D extends DTypeName>(x: TensorLike<D>): SlogDet<D> {
  const [sign, logAbsDeterminant] = methods.slogdet(squareOperand('slogdet', x)) as Tensor[];
  return { sign: sign as Tensor<D>, logAbsDeterminant };
}

/**
 * The logarithms of the determinants of Hermitian positive definite matrices: [..., n, n] → [...], real.
 *
 * - Throws: InvalidArgumentError for a matrix that is not positive definite. TensorFlow: `tf.linalg.logdet`.
 */
export function logdet(x: TensorLike): Tensor {
  const diagonal = diagPart(cholesky(squareOperand('logdet', x)));
  const logs = methods.log(methods.real(diagonal)) as Tensor;
  return reduceWith(methods.multiply(logs, constantLike(logs, 2)) as Tensor, [logs.rank - 1], 'add', 0);
}
