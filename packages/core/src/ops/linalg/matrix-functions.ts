/** Functions of whole matrices. */
import { methods } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { adjointOf, matrixOperand, matrixSizes, squareOperand } from './operands.ts';

/** The conjugate transpose of matrices: [..., m, n] → [..., n, m]. TensorFlow: `tf.linalg.adjoint`. */
export const adjoint = <D extends DTypeName>(matrix: TensorLike<D>): Tensor<D> => adjointOf(matrixOperand('adjoint', matrix, 'matrix')) as Tensor<D>;

function matrixFunction<D extends DTypeName>(op: string, kind: 'EXP' | 'LOG' | 'SQRT', x: TensorLike<D>): Tensor<D> {
  const a = squareOperand(op, x);
  matrixSizes(op, a);
  return methods.matrixFunction(a, { kind }) as Tensor<D>;
}

/** The matrix exponential Σ xᵏ / k! of square matrices, by scaling and squaring. TensorFlow: `tf.linalg.expm`. */
export const expm = <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => matrixFunction('expm', 'EXP', x);

/**
 * The principal logarithm of square matrices: e to it is x, and its eigenvalues have imaginary parts in (-π, π]. NaN where there is none; a real
 * matrix whose logarithm is complex needs a complex dtype. TensorFlow: `tf.linalg.logm`, which takes complex matrices only and has no gradient.
 */
export const logm = <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => matrixFunction('logm', 'LOG', x);

/**
 * The principal square root of square matrices: its square is x, and its eigenvalues have real parts that are not negative. NaN where there is
 * none; a real matrix whose root is complex needs a complex dtype. TensorFlow: `tf.linalg.sqrtm`.
 */
export const sqrtm = <D extends DTypeName>(x: TensorLike<D>): Tensor<D> => matrixFunction('sqrtm', 'SQRT', x);
