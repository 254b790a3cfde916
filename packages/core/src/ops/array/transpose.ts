/** Permuting axes. */
import { checkOptions, dispatch, failure, methods, primitives, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkIntegers, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf } from '../attributes.ts';

export interface TransposeOptions {
  /** Result axis i is axis `perm[i]` of x. Default: axes in reverse order. */
  readonly perm?: readonly number[] | null;
  /** Whether to take the complex conjugate too. Default false. */
  readonly conjugate?: boolean;
}

/** Result axis i is axis `permutation[i]` of x. */
export function permute(x: Tensor, permutation: readonly number[]): Tensor {
  if (permutation.every((p, i) => p === i)) return x;
  const { transpose: primitive } = primitives;
  return dispatch(
    primitive,
    [x],
    attributesOf(primitive, permutation.join(), () => ({ permutation })),
  )[0] as Tensor;
}

/**
 * Permutes axes; without `perm` reverses them.
 *
 * - Throws: InvalidArgumentError where `perm` does not hold each axis once. TensorFlow: `tf.transpose`.
 */
export function transpose<D extends DTypeName>(x: TensorLike<D>, options: TransposeOptions = {}): Tensor<D> {
  checkOptions('transpose', options, ['perm', 'conjugate']);
  const operand = toTensor('transpose', x);
  const { rank } = operand;
  let perm = Array.from({ length: rank }, (_, i) => rank - 1 - i);
  if (options.perm !== undefined && options.perm !== null) {
    const given = checkIntegers('transpose', 'perm', options.perm);
    perm = given.length === rank ? given.map((p, i) => resolveAxis('transpose', p, rank, `perm[${i}]`)) : given;
    if (perm.length !== rank || new Set(perm).size !== rank)
      throw failure('invalid-value', {
        op: 'transpose',
        message: `perm is ${showShape(given)}`,
        valid: `each of the ${rank} axes of ${showShape(operand.type.shape)} once`,
      });
  }
  const moved = permute(operand, perm);
  return (options.conjugate ? methods.conjugate(moved) : moved) as Tensor<D>;
}

/** The transpose of the last two axes. TensorFlow: `tf.linalg.matrix_transpose`. */
export function matrixTranspose<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('matrixTranspose', x);
  const { rank } = operand;
  if (rank < 2) throw failure('rank', { op: 'matrixTranspose', message: `x has rank ${rank}`, valid: 'rank 2 or more' });
  return permute(operand, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]) as Tensor<D>;
}
