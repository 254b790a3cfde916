/** What composites over one axis share: checks, the float type that they compute in, and sums and maxima along the axis. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import type { Arg } from '../../primitive/index.ts';
import { type ElementType, f32 } from '../../types/element.ts';
import { showShape } from '../../types/type.ts';
import { identityOf } from '../reduction/combiner-identity.ts';
import { otherAxes, tensorTypeOf } from '../values.ts';

export const axisOf = (x: Arg, axis: number): true | string => (axis >= 0 && axis < x.rank) || `axis ${axis} must be an axis of ${showShape(x.shape)}`;

/** Narrow floats compute in f32 and round once. */
export const computeElement = (element: ElementType): ElementType => (element.bits < 32 ? f32 : element);

export const widen = (x: Value, b: Methods): Value => {
  const { element } = tensorTypeOf(x);
  const wide = computeElement(element);
  return wide === element ? x : b.convert(x, { element: wide });
};
export const narrow = (x: Value, element: ElementType, b: Methods): Value => (tensorTypeOf(x).element === element ? x : b.convert(x, { element }));

/** Sums along `axes`, repeated along them. */
export function sumAlong(x: Value, axes: readonly number[], b: Methods): Value {
  const { shape, rank } = tensorTypeOf(x);
  return b.broadcast(b.sum(x, axes), shape, otherAxes(rank, axes));
}

/** x minus its maximum along `axis`, which is held constant: it cancels in what follows. -infinity alone on a line gives NaN, as everywhere. */
export function belowMaximum(x: Value, axis: number, b: Methods): Value {
  const { shape, rank, element } = tensorTypeOf(x);
  const constant = b.stopGradient(x);
  const [top] = b.reduce([constant], [identityOf('maximum', element, b)], { dimensions: [axis], body: b.combiner('maximum', element) });
  return b.subtract(x, b.broadcast(top, shape, otherAxes(rank, [axis])));
}
