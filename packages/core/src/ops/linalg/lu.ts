/** The LU factors of matrices, and what can be done with them. */
import { checkOptions, failure, i32, i64, methods, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastTensor, constantLike, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { convertTo } from '../math/cast.ts';
import { integers } from '../math/families.ts';
import { matmul } from './matmul.ts';
import { requireInvertible, squareOperand, systemOperands } from './operands.ts';
import { bandPart, diagPart } from './structure.ts';

export interface LuOptions {
  /** The dtype of the permutation. Default int32. */
  readonly outputIdxType?: DTypeLike;
}

/** Factors of P x = L U. */
export interface Lu<D extends DTypeName = DTypeName> {
  /** U in the upper triangle, L below it; the diagonal of L is 1. */
  readonly lu: Tensor<D>;
  /** For each row of L U, the row of x that it is: [..., n]. */
  readonly p: Tensor;
}

/**
 * The LU factors of square matrices, with row exchanges so that pivots are the largest of their column.
 *
 * - x: [..., n, n]. Throws InvalidArgumentError for a singular matrix. TensorFlow: `tf.linalg.lu`.
 */
export function lu<D extends DTypeName>(x: TensorLike<D>, options: LuOptions = {}): Lu<D> {
  checkOptions('lu', options, ['outputIdxType']);
  const element = elementFor(options.outputIdxType, i32);
  if (element !== i32 && element !== i64) throw failure('operand-type', { op: 'lu', message: `outputIdxType is ${element.name}`, valid: 'int32 or int64' });
  const [packed, permutation] = methods.lu(squareOperand('lu', x)) as Tensor[];
  const pivots = diagPart(packed);
  requireInvertible('lu', methods.compare(pivots, constantLike(pivots, 0), { comparisonDirection: 'NE' }) as Tensor);
  return { lu: packed as Tensor<D>, p: convertTo(permutation, element) };
}

/** The matrix with a 1 in each row at the column that the permutation names: it takes rows into the order of L U. */
function permutationMatrix(op: string, perm: TensorLike, factors: Tensor): Tensor {
  const p = toTensor(op, perm, Array.isArray(perm) ? i32 : undefined);
  requireKind(op, p, integers, 'perm');
  const { shape, element } = factors.type;
  if (p.rank < 1 || !sameDim(p.type.shape[p.rank - 1], shape[shape.length - 1]))
    throw failure('shape-mismatch', {
      op,
      message: `perm has shape ${showShape(p.type.shape)} and lowerUpper has shape ${showShape(shape)}`,
      valid: '[..., n]',
    });
  const full = [...shape.slice(0, -2), ...shape.slice(-2)];
  const rows = broadcastTensor(methods.reshapeTo(p, [...p.type.shape, 1]) as Tensor, full);
  const same = methods.compare(rows, coordinates(full, full.length - 1, p.type.element), { comparisonDirection: 'EQ' }) as Tensor;
  return convertTo(same, element);
}

/**
 * x with A x = rhs, from the factors that `lu` gave for A.
 *
 * - lowerUpper: [..., n, n], perm: [..., n], rhs: [..., n, k]; leading axes broadcast. Throws InvalidArgumentError for shapes that do not fit.
 *   TensorFlow: `tf.linalg.lu_solve`.
 */
export function luSolve<D extends DTypeName>(lowerUpper: TensorLike<D>, perm: TensorLike, rhs: TensorLike<D>): Tensor<D> {
  const [packed, b] = systemOperands('luSolve', lowerUpper, rhs, 'lowerUpper');
  const permuted = matmul(permutationMatrix('luSolve', perm, packed), b);
  const options = { leftSide: true, transposeA: 'NO_TRANSPOSE' } as const;
  const y = methods.triangularSolve(packed, permuted, { ...options, lower: true, unitDiagonal: true });
  return methods.triangularSolve(packed, y, { ...options, lower: false, unitDiagonal: false }) as Tensor<D>;
}

/** The matrices that `lu` took apart: Pᵀ L U. Throws InvalidArgumentError for shapes that do not fit. TensorFlow: `tf.linalg.lu_reconstruct`. */
export function luReconstruct<D extends DTypeName>(lowerUpper: TensorLike<D>, perm: TensorLike): Tensor<D> {
  const packed = squareOperand('luReconstruct', lowerUpper, 'lowerUpper');
  const order = permutationMatrix('luReconstruct', perm, packed);
  const strict = methods.subtract(bandPart(packed, -1, 0), bandPart(packed, 0, 0)) as Tensor;
  const lower = methods.add(strict, identityLike(packed)) as Tensor;
  return matmul(order, matmul(lower, bandPart(packed, 0, -1)), { transposeA: true }) as Tensor<D>;
}

/** The inverses of the matrices that `lu` took apart. TensorFlow: `tf.linalg.lu_matrix_inverse`. */
export function luMatrixInverse<D extends DTypeName>(lowerUpper: TensorLike<D>, perm: TensorLike): Tensor<D> {
  const packed = squareOperand('luMatrixInverse', lowerUpper, 'lowerUpper');
  return luSolve(packed, perm, identityLike(packed)) as Tensor<D>;
}

/** Identity matrices at the shape of square ones. */
export function identityLike(x: Tensor): Tensor {
  return bandPart(constantLike(x, 1), 0, 0);
}
