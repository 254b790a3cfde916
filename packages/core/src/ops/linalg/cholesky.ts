/** Triangular matrices: the Cholesky factor, and systems that are solved by substitution. */
import { checkOptions, methods } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireNumbers, squareOperand, systemOperands } from './operands.ts';

/**
 * The lower triangular factor L of Hermitian positive definite matrices: L Lᴴ = x.
 *
 * - x: [..., n, n], of which the Hermitian part counts; the gradient is Hermitian, as in TensorFlow.
 * - Throws: InvalidArgumentError for matrices that are not square or not positive definite. TensorFlow: `tf.linalg.cholesky`.
 *
 * @example
 * tf.linalg.cholesky([[4, 2], [2, 5]]).array(); // [[2, 0], [1, 2]]
 */
export function cholesky<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const factor = methods.cholesky(squareOperand('cholesky', x), { lower: true }) as Tensor;
  requireNumbers('cholesky', factor, 'Cholesky decomposition was not successful: the input is not positive definite');
  return factor as Tensor<D>;
}

const substitute = (a: Tensor, b: Tensor, lower: boolean, adjoint: boolean): Tensor =>
  methods.triangularSolve(a, b, { leftSide: true, lower, unitDiagonal: false, transposeA: adjoint ? 'ADJOINT' : 'NO_TRANSPOSE' }) as Tensor;

/** x with L Lᴴ x = b, for valid operands. */
export const solveByFactor = (factor: Tensor, b: Tensor): Tensor => substitute(factor, substitute(factor, b, true, false), true, true);

/**
 * x with A x = rhs, from the factor that `cholesky` gave for A.
 *
 * - chol: [..., n, n], rhs: [..., n, k]; leading axes broadcast. Throws InvalidArgumentError for shapes that do not fit.
 *   TensorFlow: `tf.linalg.cholesky_solve`.
 */
export function choleskySolve<D extends DTypeName>(chol: TensorLike<D>, rhs: TensorLike<D>): Tensor<D> {
  const [factor, b] = systemOperands('choleskySolve', chol, rhs, 'chol');
  return solveByFactor(factor, b) as Tensor<D>;
}

export interface TriangularSolveOptions {
  /** Which triangle of the matrix is read. Default true. */
  readonly lower?: boolean;
  /** Whether the conjugate transpose of the matrix is solved. Default false. */
  readonly adjoint?: boolean;
}

/**
 * x with matrix x = rhs for triangular matrices, by substitution. A zero on the diagonal gives infinities, as in TensorFlow.
 *
 * - matrix: [..., n, n], rhs: [..., n, k]; leading axes broadcast. Throws InvalidArgumentError for shapes that do not fit.
 *   TensorFlow: `tf.linalg.triangular_solve`.
 */
export function triangularSolve<D extends DTypeName>(matrix: TensorLike<D>, rhs: TensorLike<D>, options: TriangularSolveOptions = {}): Tensor<D> {
  checkOptions('triangularSolve', options, ['lower', 'adjoint']);
  const [a, b] = systemOperands('triangularSolve', matrix, rhs);
  return substitute(a, b, options.lower ?? true, options.adjoint ?? false) as Tensor<D>;
}
