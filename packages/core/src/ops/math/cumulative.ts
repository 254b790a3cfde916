/**
 * Cumulative functions, in log2(n) whole-array steps: after the step of width s each element covers its 2s predecessors. Rounding errors grow
 * with the number of steps, and gradients follow by composition; no division, so products with zeros are exact.
 */
import { checkOptions, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { knownSizes, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, fillTensor, type Kinds, requireKind } from '../broadcast.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { floating, numeric } from './families.ts';

export interface CumulativeOptions {
  /** The axis to run along. Default 0. */
  readonly axis?: number;
  /** Whether an element is left out of its own result. Default false. */
  readonly exclusive?: boolean;
  /** Whether to run from the end. Default false. */
  readonly reverse?: boolean;
}

/** The elements moved `by` places toward the end of an axis of size `size`; what enters is `identity`. */
function shift(x: Tensor, axis: number, size: number, by: number, identity: number): Tensor {
  const kept = sliceAxis(x, axis, 0, size - by);
  const none = x.type.shape.map(() => 0);
  const low = x.type.shape.map((_, i) => (i === axis ? by : 0));
  return methods.pad(kept, fillTensor(x.type.element, [], identity), { edgePaddingLow: low, edgePaddingHigh: none, interiorPadding: none }) as Tensor;
}

type Combine = (a: Tensor, b: Tensor) => Tensor;

function cumulative<D extends DTypeName>(
  op: string,
  kinds: Kinds,
  combine: Combine,
  identity: number,
  x: TensorLike<D>,
  options: CumulativeOptions,
): Tensor<D> {
  checkOptions(op, options, ['axis', 'exclusive', 'reverse']);
  const operand = toTensor(op, x);
  requireKind(op, operand, kinds);
  const axis = resolveAxis(op, options.axis ?? 0, operand.rank);
  const [size] = knownSizes(op, [operand.type.shape[axis]], op);
  const turn = (t: Tensor): Tensor => (options.reverse ? (methods.reverse(t, { dimensions: [axis] }) as Tensor) : t);
  let sum = turn(operand);
  for (let width = 1; width < size; width *= 2) sum = combine(shift(sum, axis, size, width, identity), sum);
  if (options.exclusive && size > 0) sum = shift(sum, axis, size, 1, identity);
  return turn(sum) as Tensor<D>;
}

/**
 * Sums of all elements up to each one: [1, 2, 3] → [1, 3, 6]; exclusive [0, 1, 3]; reverse [6, 5, 3]; both [5, 3, 0].
 *
 * - Throws: InvalidArgumentError for an axis out of range. TensorFlow: `tf.cumsum`.
 */
export const cumsum = <D extends DTypeName>(x: TensorLike<D>, options: CumulativeOptions = {}): Tensor<D> =>
  cumulative('cumsum', numeric, (a, b) => methods.add(a, b) as Tensor, 0, x, options);

/** Products of all elements up to each one; the gradient is exact with zeros. As `cumsum`. TensorFlow: `tf.math.cumprod`. */
export const cumprod = <D extends DTypeName>(x: TensorLike<D>, options: CumulativeOptions = {}): Tensor<D> =>
  cumulative('cumprod', numeric, (a, b) => methods.multiply(a, b) as Tensor, 1, x, options);

/** log(e^a + e^b) around the larger one, chosen so that equal ones share the gradient; -Infinity for two of them, with gradient 0. */
function logAddExp(a: Tensor, b: Tensor): Tensor {
  const isFirst = methods.compare(a, b, { comparisonDirection: 'GE' });
  const larger = methods.select(isFirst, a, b);
  const smaller = methods.select(isFirst, b, a);
  const isEmpty = methods.compare(larger, constantLike(a, Number.NEGATIVE_INFINITY), { comparisonDirection: 'EQ' });
  const zero = constantLike(a, 0);
  const gap = methods.subtract(methods.select(isEmpty, zero, smaller), methods.select(isEmpty, zero, larger));
  const sum = methods.add(larger, methods.logPlusOne(methods.exponential(gap)));
  return methods.select(isEmpty, larger, sum) as Tensor;
}

/** log of the sums of e^x up to each element, without overflow; -Infinity where nothing is summed. TensorFlow: `tf.math.cumulative_logsumexp`. */
export const cumulativeLogsumexp = <D extends DTypeName>(x: TensorLike<D>, options: CumulativeOptions = {}): Tensor<D> =>
  cumulative('cumulativeLogsumexp', floating, logAddExp, Number.NEGATIVE_INFINITY, x, options);
