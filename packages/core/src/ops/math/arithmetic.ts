/** Arithmetic of two tensors. Shapes broadcast; dtypes must be equal, and JavaScript values adopt the tensor's. */
import { type ElementType, f32, f64, failure, methods, primitives } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, applyBinary, broadcastTensor, constantLike } from '../broadcast.ts';
import { convertTo } from './cast.ts';
import { type Binary, binary, binaryOf, floating, floatingOrComplex, integers, numeric, realNumeric, type Unary, unary } from './families.ts';
import { refuseNegativePower, refuseZeroDivisor } from './integer-checks.ts';

/** a + b. Integers wrap. TensorFlow: `tf.add`. */
export const add: Binary = binary('add', primitives.add, numeric);

/** a - b. Integers wrap. TensorFlow: `tf.subtract`. */
export const subtract: Binary = binary('subtract', primitives.subtract, numeric);

/** a * b. Integers wrap. TensorFlow: `tf.multiply`. */
export const multiply: Binary = binary('multiply', primitives.multiply, numeric);

/** -x. TensorFlow: `tf.negative`. */
export const negative: Unary = unary('negative', primitives.negate, numeric);

/** The dtype of a true quotient of integers, as in TensorFlow: f32 for 8 and 16 bits, else f64. */
const quotientElement = (element: ElementType): ElementType =>
  element.kind === 'float' || element.kind === 'complex' ? element : element.bits <= 16 ? f32 : f64;

/**
 * a / b, the true quotient: integers of 8 and 16 bits give float32, larger ones float64. x / 0 is infinite, 0 / 0 is NaN.
 *
 * - Throws: InvalidArgumentError for dtypes that differ, bool, or shapes that do not broadcast. TensorFlow: `tf.divide`.
 */
export function divide(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = alignOperands('divide', [a, b], ['a', 'b']);
  const element = quotientElement(x.type.element);
  return applyBinary('divide', primitives.divide, floatingOrComplex, convertTo(x, element), convertTo(y, element));
}

/**
 * floor(a / b). For integers division by zero raises.
 *
 * - Throws: InvalidArgumentError for an integer divisor 0. TensorFlow: `tf.math.floordiv`.
 */
export const floordiv: Binary = binaryOf('floordiv', realNumeric, (a, b) => {
  if (a.type.element.kind === 'float') return methods.floor(methods.divide(a, b)) as Tensor;
  const safe = refuseZeroDivisor('floordiv', b);
  const quotient = methods.divide(a, safe) as Tensor;
  if (a.type.element.kind === 'unsigned') return quotient;
  // Division truncates toward zero: one less where a remainder is left and the signs differ.
  const remainder = methods.remainder(a, safe) as Tensor;
  return methods.select(isBelow(remainder, safe), methods.subtract(quotient, constantLike(a, 1)), quotient) as Tensor;
});

/** Whether a truncated remainder is not zero and has the other sign than the divisor. */
function isBelow(remainder: Tensor, divisor: Tensor): Tensor {
  const zero = constantLike(remainder, 0);
  const negative = (x: Tensor): Tensor => methods.compare(x, zero, { comparisonDirection: 'LT' }) as Tensor;
  const differs = methods.xor(negative(remainder), negative(divisor));
  return methods.and(methods.compare(remainder, zero, { comparisonDirection: 'NE' }), differs) as Tensor;
}

/**
 * a - floor(a / b) * b: has the sign of `b`. For integers division by zero raises.
 *
 * - Throws: InvalidArgumentError for an integer divisor 0. TensorFlow: `tf.math.floormod`, `tf.math.mod`.
 */
export const floormod: Binary = binaryOf('floormod', realNumeric, (a, b) => {
  const safe = a.type.element.kind === 'float' ? b : refuseZeroDivisor('floormod', b);
  const remainder = methods.remainder(a, safe) as Tensor;
  if (a.type.element.kind === 'unsigned') return remainder;
  return methods.select(isBelow(remainder, safe), methods.add(remainder, safe), remainder) as Tensor;
});

/** The same as `floormod`. TensorFlow: `tf.math.mod`. */
export const mod: Binary = floormod;

/**
 * The integer quotient, truncated toward zero.
 *
 * - Throws: InvalidArgumentError for a divisor 0. TensorFlow: `tf.truncatediv`.
 */
export const truncatediv: Binary = binaryOf('truncatediv', integers, (a, b) => methods.divide(a, refuseZeroDivisor('truncatediv', b)) as Tensor);

/**
 * The remainder of the truncated quotient: has the sign of `a`.
 *
 * - Throws: InvalidArgumentError for an integer divisor 0. TensorFlow: `tf.truncatemod`.
 */
export const truncatemod: Binary = binaryOf(
  'truncatemod',
  realNumeric,
  (a, b) => methods.remainder(a, a.type.element.kind === 'float' ? b : refuseZeroDivisor('truncatemod', b)) as Tensor,
);

const isZero = (x: Tensor): Tensor => methods.compare(x, constantLike(x, 0), { comparisonDirection: 'EQ' }) as Tensor;

/** 0 where `condition` holds, else `body` of operands that are harmless (1) there, so that no NaN enters the gradient. */
function zeroWhere(condition: Tensor, operand: Tensor, body: (safe: Tensor) => Tensor): Tensor {
  const safe = methods.select(condition, constantLike(operand, 1), operand) as Tensor;
  const value = body(safe);
  return methods.select(condition, constantLike(value, 0), value) as Tensor;
}

/** a / b, and 0 where b is 0. TensorFlow: `tf.math.divide_no_nan`. */
export const divideNoNan: Binary = binaryOf('divideNoNan', floatingOrComplex, (a, b) => zeroWhere(isZero(b), b, (safe) => methods.divide(a, safe) as Tensor));

/** a * b, and 0 where b is 0, even if a is NaN or infinite. TensorFlow: `tf.math.multiply_no_nan`. */
export const multiplyNoNan: Binary = binaryOf('multiplyNoNan', floatingOrComplex, (a, b) =>
  zeroWhere(isZero(b), a, (safe) => methods.multiply(safe, b) as Tensor),
);

/** a / b, and 0 where a is 0. TensorFlow: `tf.math.xdivy`. */
export const xdivy: Binary = binaryOf('xdivy', floatingOrComplex, (a, b) => zeroWhere(isZero(a), b, (safe) => methods.divide(a, safe) as Tensor));

/** a * log(b), and 0 where a is 0. TensorFlow: `tf.math.xlogy`. */
export const xlogy: Binary = binaryOf('xlogy', floatingOrComplex, (a, b) =>
  zeroWhere(isZero(a), b, (safe) => methods.multiply(a, methods.log(safe)) as Tensor),
);

/** a * log(1 + b), and 0 where a is 0. TensorFlow: `tf.math.xlog1py`. */
export const xlog1py: Binary = binaryOf('xlog1py', floatingOrComplex, (a, b) =>
  zeroWhere(isZero(a), b, (safe) => methods.multiply(a, methods.logPlusOne(safe)) as Tensor),
);

/** (a - b)², and for complex numbers (a - b) * conj(a - b). TensorFlow: `tf.math.squared_difference`. */
export const squaredDifference: Binary = binaryOf('squaredDifference', numeric, (a, b) => {
  const difference = methods.subtract(a, b);
  return methods.multiply(difference, methods.conjugate(difference)) as Tensor;
});

/**
 * The larger of a and b; NaN where either is NaN. Where they are equal, the gradient goes to a.
 *
 * TensorFlow: `tf.maximum`.
 */
export const maximum: Binary = binary('maximum', primitives.maximum, realNumeric);

/** The smaller of a and b; NaN where either is NaN. Where they are equal, the gradient goes to a. TensorFlow: `tf.minimum`. */
export const minimum: Binary = binary('minimum', primitives.minimum, realNumeric);

/** The angle of the point (x, y), in (-π, π]. TensorFlow: `tf.math.atan2(y, x)`. */
export const atan2: Binary = binary('atan2', primitives.atan2, floating);

/** The next number after a in the direction of b. TensorFlow: `tf.math.nextafter`. */
export const nextafter: Binary = binary('nextafter', primitives.nextAfter, floating);

/**
 * a ** b. pow(0, 0) is 1. Integers wrap.
 *
 * - Throws: InvalidArgumentError for an integer raised to a negative power. TensorFlow: `tf.pow`.
 */
export const pow: Binary = binaryOf('pow', numeric, (a, b) => {
  if (b.type.element.kind === 'signed') return methods.power(a, refuseNegativePower(b)) as Tensor;
  return methods.power(a, b) as Tensor;
});

/**
 * The sum of tensors of one shape and dtype; nothing broadcasts.
 *
 * - Throws: ValueError for an empty list, InvalidArgumentError for shapes or dtypes that differ. TensorFlow: `tf.math.add_n`.
 */
export function addN<D extends DTypeName>(inputs: readonly TensorLike<D>[]): Tensor<D> {
  if (!Array.isArray(inputs)) throw failure('wrong-kind', { op: 'addN', message: 'inputs is no list', valid: 'a list of tensors' });
  if (inputs.length === 0) throw failure('value', { op: 'addN', message: 'inputs is empty', valid: 'at least one tensor' });
  const tensors = inputs.map((x) => toTensor('addN', x));
  tensors.forEach((t, i) => {
    if (t.type !== tensors[0].type) throw failure('shape-mismatch', { op: 'addN', message: `inputs[${i}] is ${t.type} and inputs[0] is ${tensors[0].type}` });
  });
  return tensors.reduce((sum, t) => methods.add(sum, t) as Tensor) as Tensor<D>;
}

/** scalar * x, where `scalar` has rank 0. TensorFlow: `tf.math.scalar_mul`. */
export function scalarMul<D extends DTypeName>(scalar: TensorLike<D>, x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('scalarMul', x);
  const factor = toTensor('scalarMul', scalar, operand.type.element);
  if (factor.rank !== 0) throw failure('rank', { op: 'scalarMul', message: `scalar has rank ${factor.rank}`, valid: 'rank 0' });
  return multiply(broadcastTensor(factor, operand.type.shape, [operand]), operand) as Tensor<D>;
}
