/** Linear systems of any matrices, and inverses. */
import { checkOptions, failure, i32, methods, sameDim, showShape } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastTensor, commonDtype, constantLike } from '../broadcast.ts';
import { convertTo } from '../math/cast.ts';
import { maxOf } from '../reduction/extremes.ts';
import { reduceWith } from '../reduction/family.ts';
import { cholesky, solveByFactor } from './cholesky.ts';
import { svd } from './decompositions.ts';
import { identityLike } from './lu.ts';
import { matmul } from './matmul.ts';
import { adjointOf, broadcastBatches, epsilonOf, matrixOperand, matrixSizes, requireInvertible, squareOperand, systemOperands } from './operands.ts';

export interface SolveOptions {
  /** Whether the conjugate transpose of the matrix is taken. Default false. */
  readonly adjoint?: boolean;
}

/**
 * x with matrix x = rhs, by elimination with pivots.
 *
 * - matrix: [..., n, n], rhs: [..., n, k]; leading axes broadcast.
 * - Throws: InvalidArgumentError for a matrix without inverse and for shapes that do not fit. TensorFlow: `tf.linalg.solve`.
 *
 * @example
 * tf.linalg.solve([[1, 2], [3, 4]], [[5], [11]]).array(); // [[1], [2]]
 */
export function solve<D extends DTypeName>(matrix: TensorLike<D>, rhs: TensorLike<D>, options: SolveOptions = {}): Tensor<D> {
  checkOptions('solve', options, ['adjoint']);
  const [a, b] = systemOperands('solve', matrix, rhs);
  return solveChecked('solve', options.adjoint ? adjointOf(a) : a, b) as Tensor<D>;
}

function solveChecked(op: string, a: Tensor, b: Tensor): Tensor {
  const [x, invertible] = methods.matrixSolve(a, b) as Tensor[];
  requireInvertible(op, invertible);
  return x;
}

/** The inverses of square matrices, or of their adjoints. Throws InvalidArgumentError where there is none. TensorFlow: `tf.linalg.inv`. */
export function inv<D extends DTypeName>(x: TensorLike<D>, options: SolveOptions = {}): Tensor<D> {
  checkOptions('inv', options, ['adjoint']);
  const a = squareOperand('inv', x);
  return solveChecked('inv', options.adjoint ? adjointOf(a) : a, identityLike(a)) as Tensor<D>;
}

export interface PinvOptions {
  /** Singular values up to this times the largest count as 0. Default 10 max(m, n) eps. */
  readonly rcond?: number;
}

/**
 * The Moore-Penrose inverses of matrices: [..., m, n] → [..., n, m].
 *
 * - Throws: ValueError for a negative rcond. Gradients hold where the rank is constant. TensorFlow: `tf.linalg.pinv`.
 */
export function pinv<D extends DTypeName>(x: TensorLike<D>, options: PinvOptions = {}): Tensor<D> {
  checkOptions('pinv', options, ['rcond']);
  const a = matrixOperand('pinv', x);
  const rcond = options.rcond ?? 10 * Math.max(...matrixSizes('pinv', a)) * epsilonOf(a);
  checkNotNegative('pinv', 'rcond', rcond);
  return methods.pinv(a, { rcond }) as Tensor<D>;
}

function checkNotNegative(op: string, name: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0)) throw failure('value', { op, message: `${name} is ${value}`, valid: 'a number that is not negative' });
}

export interface MatrixRankOptions {
  /** Singular values above this count. Default: the largest times max(m, n) eps. */
  readonly tol?: number;
}

/** The number of singular values above a bound, int32: [..., m, n] → [...]. TensorFlow: `tf.linalg.matrix_rank`. */
export function matrixRank(x: TensorLike, options: MatrixRankOptions = {}): Tensor<'int32'> {
  checkOptions('matrixRank', options, ['tol']);
  if (options.tol !== undefined) checkNotNegative('matrixRank', 'tol', options.tol);
  const a = matrixOperand('matrixRank', x);
  const [rows, columns] = matrixSizes('matrixRank', a);
  const s = svd(a, { computeUv: false });
  const last = s.rank - 1;
  const factor = Math.max(rows, columns) * epsilonOf(a);
  const bound = (): Tensor => {
    if (options.tol !== undefined || rows * columns === 0) return constantLike(s, options.tol ?? 0);
    const largest = maxOf(s, [last]);
    const scaled = methods.multiply(largest, constantLike(largest, factor)) as Tensor;
    return broadcastTensor(methods.reshapeTo(scaled, [...scaled.type.shape, 1]) as Tensor, s.type.shape);
  };
  const counts = convertTo(methods.compare(s, bound(), { comparisonDirection: 'GT' }) as Tensor, i32);
  return reduceWith(counts, [last], 'add', 0) as Tensor<'int32'>;
}

export interface LstsqOptions {
  /** λ in ‖A x - b‖² + λ ‖x‖²; used where `fast` is true. Default 0. */
  readonly l2Regularizer?: number;
  /** Normal equations, which need full rank; otherwise singular values, which also serve matrices of lower rank. Default true. */
  readonly fast?: boolean;
}

/**
 * Least squares: x that makes ‖matrix x - rhs‖ least; where many do, the shortest one.
 *
 * - matrix: [..., m, n], rhs: [..., m, k]; leading axes broadcast. Output: [..., n, k].
 * - Throws: InvalidArgumentError where the normal equations of `fast` are not positive definite. TensorFlow: `tf.linalg.lstsq`, whose slow path has no gradient.
 */
export function lstsq<D extends DTypeName>(matrix: TensorLike<D>, rhs: TensorLike<D>, options: LstsqOptions = {}): Tensor<D> {
  checkOptions('lstsq', options, ['l2Regularizer', 'fast']);
  const lambda = options.l2Regularizer ?? 0;
  checkNotNegative('lstsq', 'l2Regularizer', lambda);
  const [given, right] = commonDtype('lstsq', [matrix, rhs], ['matrix', 'rhs']);
  const a0 = matrixOperand('lstsq', given, 'matrix');
  const b0 = matrixOperand('lstsq', right, 'rhs');
  if (!sameDim(a0.type.shape[a0.rank - 2], b0.type.shape[b0.rank - 2]))
    throw failure('shape-mismatch', {
      op: 'lstsq',
      message: `matrix has shape ${showShape(a0.type.shape)} and rhs has shape ${showShape(b0.type.shape)}`,
      valid: '[..., m, n] and [..., m, k]',
    });
  const [a, b] = broadcastBatches('lstsq', a0, b0);
  const [rows, columns] = matrixSizes('lstsq', a);
  if (options.fast === false) return matmul(methods.pinv(a, { rcond: Math.max(rows, columns) * epsilonOf(a) }) as Tensor, b) as Tensor<D>;
  const ridge = (gram: Tensor): Tensor =>
    cholesky(lambda === 0 ? gram : (methods.add(gram, methods.multiply(identityLike(gram), constantLike(gram, lambda))) as Tensor));
  if (rows >= columns) return solveByFactor(ridge(matmul(a, a, { adjointA: true })), matmul(a, b, { adjointA: true })) as Tensor<D>;
  return matmul(a, solveByFactor(ridge(matmul(a, a, { adjointB: true })), b), { adjointA: true }) as Tensor<D>;
}
