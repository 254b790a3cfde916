/** Orthogonal and spectral decompositions. */
import { checkOptions, methods } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { matrixOperand, matrixSizes, requireNumbers, squareOperand } from './operands.ts';

export interface QrOptions {
  /** Whether q is m × m; otherwise m × min(m, n). Default false. */
  readonly fullMatrices?: boolean;
}

export interface Qr<D extends DTypeName = DTypeName> {
  readonly q: Tensor<D>;
  readonly r: Tensor<D>;
}

/**
 * x = q r with orthonormal columns of q and upper triangular r.
 *
 * - x: [..., m, n] of known sizes. No gradient for `fullMatrices` where m > n, as in TensorFlow: UnimplementedError. TensorFlow: `tf.linalg.qr`.
 */
export function qr<D extends DTypeName>(x: TensorLike<D>, options: QrOptions = {}): Qr<D> {
  checkOptions('qr', options, ['fullMatrices']);
  const a = matrixOperand('qr', x);
  matrixSizes('qr', a);
  const [q, r] = methods.qr(a, { fullMatrices: options.fullMatrices ?? false }) as Tensor<D>[];
  return { q, r };
}

export interface SvdOptions {
  /** Whether u is m × m and v n × n; otherwise they have min(m, n) columns. Default false. */
  readonly fullMatrices?: boolean;
  /** Whether to return vectors too. Default true. */
  readonly computeUv?: boolean;
}

export interface Svd<D extends DTypeName = DTypeName> {
  /** Singular values, descending: [..., min(m, n)], real. */
  readonly s: Tensor;
  readonly u: Tensor<D>;
  /** v itself, not its adjoint: x = u diag(s) vᴴ. */
  readonly v: Tensor<D>;
}

/**
 * The singular values of matrices, with their vectors unless `computeUv` is false.
 *
 * - x: [..., m, n] of known sizes. Gradients need distinct singular values, and no `fullMatrices` unless m = n. TensorFlow: `tf.linalg.svd`.
 */
export function svd<D extends DTypeName>(x: TensorLike<D>, options: SvdOptions & { readonly computeUv: false }): Tensor;
export function svd<D extends DTypeName>(x: TensorLike<D>, options?: SvdOptions & { readonly computeUv?: true }): Svd<D>;
export function svd<D extends DTypeName>(x: TensorLike<D>, options: SvdOptions = {}): Svd<D> | Tensor {
  checkOptions('svd', options, ['fullMatrices', 'computeUv']);
  const a = matrixOperand('svd', x);
  matrixSizes('svd', a);
  const computeUv = options.computeUv ?? true;
  const [s, u, v] = methods.svd(a, { fullMatrices: computeUv && (options.fullMatrices ?? false) }) as Tensor[];
  return computeUv ? { s, u: u as Tensor<D>, v: v as Tensor<D> } : s;
}

export interface Eigen<V extends DTypeName = DTypeName> {
  /** Eigenvalues: [..., n]. */
  readonly e: Tensor;
  /** Eigenvectors of norm 1, as columns: [..., n, n]. */
  readonly v: Tensor<V>;
}

const failed = 'eigen decomposition was not successful: the input holds NaN or infinity';

function hermitian(op: string, x: TensorLike): [Tensor, Tensor] {
  const [e, v] = methods.eigh(squareOperand(op, x)) as Tensor[];
  requireNumbers(op, e, failed);
  return [e, v];
}

/**
 * Real eigenvalues, ascending, and orthonormal eigenvectors of Hermitian matrices, of which the lower triangle is read.
 *
 * - x: [..., n, n]. Gradients need distinct eigenvalues; they stand in the lower triangle, as in TensorFlow.
 * - Throws: InvalidArgumentError for matrices that are not square or not finite. TensorFlow: `tf.linalg.eigh`.
 */
export function eigh<D extends DTypeName>(x: TensorLike<D>): Eigen<D> {
  const [e, v] = hermitian('eigh', x);
  return { e, v: v as Tensor<D> };
}

/** The eigenvalues that `eigh` gives. TensorFlow: `tf.linalg.eigvalsh`. */
export const eigvalsh = (x: TensorLike): Tensor => hermitian('eigvalsh', x)[0];

function general(op: string, x: TensorLike): [Tensor, Tensor] {
  const [e, v] = methods.eig(squareOperand(op, x)) as Tensor[];
  requireNumbers(op, e, failed);
  return [e, v];
}

/**
 * Complex eigenvalues, in no order, and eigenvectors of norm 1 of square matrices, real or complex.
 *
 * - x: [..., n, n]. Gradients need distinct eigenvalues. Throws InvalidArgumentError for matrices that are not square or not finite.
 *   TensorFlow: `tf.linalg.eig`.
 */
export function eig(x: TensorLike): Eigen<'complex64' | 'complex128'> {
  const [e, v] = general('eig', x);
  return { e, v: v as Tensor<'complex64' | 'complex128'> };
}

/** The eigenvalues that `eig` gives. TensorFlow: `tf.linalg.eigvals`. */
export const eigvals = (x: TensorLike): Tensor => general('eigvals', x)[0];
