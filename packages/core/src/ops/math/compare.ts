/** Comparisons and logic. NaN is unequal to everything, itself included. */
import { f32, f64, methods, primitives } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, applyBinary, constantLike, requireKind } from '../broadcast.ts';
import { type Comparison, comparison, numeric, realNumeric, type UnaryPredicate } from './families.ts';

const anything = ['boolean', ...numeric] as const;

/** a == b. TensorFlow: `tf.equal`. */
export const equal: Comparison = comparison('equal', primitives.compare, 'EQ', anything);
/** a != b. TensorFlow: `tf.not_equal`. */
export const notEqual: Comparison = comparison('notEqual', primitives.compare, 'NE', anything);
/** a < b. TensorFlow: `tf.less`. */
export const less: Comparison = comparison('less', primitives.compare, 'LT', realNumeric);
/** a <= b. TensorFlow: `tf.less_equal`. */
export const lessEqual: Comparison = comparison('lessEqual', primitives.compare, 'LE', realNumeric);
/** a > b. TensorFlow: `tf.greater`. */
export const greater: Comparison = comparison('greater', primitives.compare, 'GT', realNumeric);
/** a >= b. TensorFlow: `tf.greater_equal`. */
export const greaterEqual: Comparison = comparison('greaterEqual', primitives.compare, 'GE', realNumeric);

const logical =
  (op: string, primitive: typeof primitives.add): Comparison =>
  (a, b) =>
    applyBinary(op, primitive, ['boolean'], a, b) as Tensor<'bool'>;

/** a and b, for booleans. TensorFlow: `tf.logical_and`. */
export const logicalAnd: Comparison = logical('logicalAnd', primitives.and);
/** a or b, for booleans. TensorFlow: `tf.logical_or`. */
export const logicalOr: Comparison = logical('logicalOr', primitives.or);
/** a exclusive-or b, for booleans. TensorFlow: `tf.math.logical_xor`. */
export const logicalXor: Comparison = logical('logicalXor', primitives.xor);
/** not x, for booleans. TensorFlow: `tf.logical_not`. */
export const logicalNot: UnaryPredicate = (x) => {
  const operand = toTensor('logicalNot', x);
  requireKind('logicalNot', operand, ['boolean']);
  return methods.not(operand) as Tensor<'bool'>;
};

/**
 * Whether |a - b| is below `tolerance`. Default 1e-5.
 *
 * TensorFlow: `tf.math.approximate_equal`.
 */
export function approximateEqual(a: TensorLike, b: TensorLike, options: { readonly tolerance?: number } = {}): Tensor<'bool'> {
  const [x, y] = alignOperands('approximateEqual', [a, b], ['a', 'b']);
  requireKind('approximateEqual', x, numeric, 'a');
  const distance = methods.abs(methods.subtract(x, y)) as Tensor;
  const { element } = distance.type;
  // For integers the tolerance is compared in floating point.
  const measured = element.kind === 'float' ? distance : (methods.convert(distance, { element: element.bits > 16 ? f64 : f32 }) as Tensor);
  return methods.compare(measured, constantLike(measured, options.tolerance ?? 1e-5), { comparisonDirection: 'LT' }) as Tensor<'bool'>;
}
