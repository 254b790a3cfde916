/** Functions of the bits of integers. */
import { primitives } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireKind } from '../broadcast.ts';
import { applyDefault, type Binary, binary, binaryOf, integers, type Unary, unary } from './families.ts';

/** Bits set in both. TensorFlow: `tf.bitwise.bitwise_and`. */
export const bitwiseAnd: Binary = binary('bitwiseAnd', primitives.and, integers);
/** Bits set in either. TensorFlow: `tf.bitwise.bitwise_or`. */
export const bitwiseOr: Binary = binary('bitwiseOr', primitives.or, integers);
/** Bits set in one of the two. TensorFlow: `tf.bitwise.bitwise_xor`. */
export const bitwiseXor: Binary = binary('bitwiseXor', primitives.xor, integers);
/** All bits turned over. TensorFlow: `tf.bitwise.invert`. */
export const invert: Unary = unary('invert', primitives.not, integers);
/** a · 2^b modulo 2^bits; 0 for a shift by the width or more. TensorFlow: `tf.bitwise.left_shift`. */
export const leftShift: Binary = binary('leftShift', primitives.shiftLeft, integers);
/** a / 2^b rounded down; for a shift by the width or more 0, or -1 for negative numbers. TensorFlow: `tf.bitwise.right_shift`. */
export const rightShift: Binary = binaryOf('rightShift', integers, (a, b) =>
  applyDefault(a.type.element.kind === 'signed' ? primitives.shiftRightArithmetic : primitives.shiftRightLogical, [a, b]),
);
/** How many bits are set. TensorFlow: `tf.raw_ops.PopulationCount`. */
export function populationCount<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('populationCount', x);
  requireKind('populationCount', operand, integers);
  return applyDefault(primitives.popcnt, [operand]) as Tensor<D>;
}
