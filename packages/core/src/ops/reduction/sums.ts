/** Sums, means and products. */
import { type ElementType, isStatic, methods } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike, fillTensor } from '../broadcast.ts';
import { convertTo } from '../math/cast.ts';
import { floatingOrComplex, numeric } from '../math/families.ts';
import { type Reduction, reduceWith, reduction, spreadAxes } from './family.ts';

/** The sum; 0 of nothing. TensorFlow: `tf.reduce_sum`. */
export const reduceSum: Reduction = reduction('reduceSum', numeric, sumOf);

function sumOf(x: Tensor, axes: readonly number[]): Tensor {
  return reduceWith(x, axes, 'add', 0);
}

/** How many elements are reduced, as a scalar tensor of the dtype; unknown sizes are read from the operand when it arrives. */
export function countOf(x: Tensor, axes: readonly number[], element: ElementType = x.type.element): Tensor {
  const factors = axes.map((axis): Tensor => {
    const size = x.type.shape[axis];
    return isStatic(size) ? fillTensor(element, [], size) : convertTo(methods.getDimensionSize(x, { dimension: axis }) as Tensor, element);
  });
  const known = axes.map((a) => x.type.shape[a]);
  if (known.every(isStatic))
    return fillTensor(
      element,
      [],
      known.reduce((a, b) => a * b, 1),
    );
  return factors.reduce((a, b) => methods.multiply(a, b) as Tensor);
}

/**
 * The mean; NaN of nothing. Integers give integers: the sum divided, truncated toward zero, as in TensorFlow (`[1, 0, 1, 0]` → 0).
 *
 * TensorFlow: `tf.reduce_mean`.
 */
export const reduceMean: Reduction = reduction('reduceMean', numeric, meanOf);

/** The mean of an operand along axes that are dropped. */
export function meanOf(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0) return x;
  const sum = sumOf(x, axes);
  const count = countOf(x, axes);
  const isInteger = x.type.element.kind === 'signed' || x.type.element.kind === 'unsigned';
  // An integer mean of nothing is 0 / 0: there is no integer for it, so the sum 0 stays, as a mean of zeros would.
  const divisor = isInteger ? methods.maximum(count, constantLike(count, 1)) : count;
  return methods.divide(sum, methods.broadcast(divisor, sum.type.shape, [])) as Tensor;
}

/**
 * The product; 1 of nothing. The gradient is exact also where elements are 0.
 *
 * TensorFlow: `tf.reduce_prod`.
 */
export const reduceProd: Reduction = reduction('reduceProd', numeric, (x, axes) => reduceWith(x, axes, 'multiply', 1));

/** The mean of squared distances from the mean. */
export function varianceOf(x: Tensor, axes: readonly number[]): Tensor {
  const distance = methods.subtract(x, spreadAxes(meanOf(x, axes), x, axes)) as Tensor;
  if (x.type.element.kind === 'complex') return meanOf(methods.real(methods.multiply(distance, methods.conjugate(distance))) as Tensor, axes);
  return meanOf(methods.multiply(distance, distance) as Tensor, axes);
}

/** The variance (of the population): the mean squared distance from the mean; real for complex tensors. TensorFlow: `tf.math.reduce_variance`. */
export const reduceVariance: Reduction = reduction('reduceVariance', floatingOrComplex, varianceOf);

/** The standard deviation: the root of `reduceVariance`. TensorFlow: `tf.math.reduce_std`. */
export const reduceStd: Reduction = reduction('reduceStd', floatingOrComplex, (x, axes) => methods.sqrt(varianceOf(x, axes)) as Tensor);

/** The root of the sum of squares. TensorFlow: `tf.math.reduce_euclidean_norm`. */
export const reduceEuclideanNorm: Reduction = reduction('reduceEuclideanNorm', floatingOrComplex, (x, axes) => {
  const squares = x.type.element.kind === 'complex' ? methods.real(methods.multiply(x, methods.conjugate(x))) : methods.multiply(x, x);
  return methods.sqrt(sumOf(squares as Tensor, axes)) as Tensor;
});
