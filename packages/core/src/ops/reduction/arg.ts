/** Places of the largest and smallest elements. */
import {
  checkOptions,
  type ElementType,
  elementValue,
  failure,
  i1,
  i64,
  methods,
  type Region,
  scalarLiteral,
  tensorType,
  trace,
  type Value,
} from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, elementFor } from '../../tensor/dtypes.ts';
import { resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { realNumeric } from '../math/families.ts';

export interface ArgOptions<D extends 'int32' | 'int64' = 'int64'> {
  /** The axis to reduce. Default 0. */
  readonly axis?: number;
  /** Default int64. */
  readonly outputType?: DTypeArgument<D>;
}

const combiners = new Map<string, Region>();

/** (value, index) pairs: keeps the better value, a NaN before any number, and the lower index of equal values. One region for each pair of types. */
function argCombiner(direction: 'GT' | 'LT', element: ElementType, index: ElementType): Region {
  const key = `${direction}:${element.name}:${index.name}`;
  let region = combiners.get(key);
  if (!region) {
    const [value, place] = [tensorType(element, []), tensorType(index, [])];
    region = trace([value, place, value, place], (a, i, b, j) => {
      const better = (p: Value, q: Value): Value => methods.or(methods.compare(p, q, { comparisonDirection: direction }), isFirstNan(p, q));
      const isFirstNan = (p: Value, q: Value): Value =>
        methods.and(methods.compare(p, p, { comparisonDirection: 'NE' }), methods.compare(q, q, { comparisonDirection: 'EQ' }));
      const same = methods.not(methods.or(better(a, b), better(b, a)));
      const lower = methods.compare(i, j, { comparisonDirection: 'LT' });
      const takeFirst = methods.or(better(a, b), methods.and(same, lower));
      return [methods.select(takeFirst, a, b), methods.select(takeFirst, i, j)];
    });
    combiners.set(key, region);
  }
  return region;
}

/** The index along `axis` of the best element; the axis is dropped. */
function argReduce(op: string, x: Tensor, axis: number, direction: 'GT' | 'LT', index: ElementType): Tensor {
  const { element } = x.type;
  const worst =
    element.kind === 'float' ? (direction === 'GT' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : direction === 'GT' ? x.dtype.min : x.dtype.max;
  const initial = methods.constant(scalarLiteral(element, typeof worst === 'bigint' ? worst : elementValue(element, worst)));
  // The start has the largest index, so that an element equal to it wins.
  const last = methods.constant(scalarLiteral(index, elementValue(index, 2 ** 31 - 1)));
  const body = argCombiner(direction, element, index);
  if (x.type.shape[axis] === 0) throw failure('invalid-value', { op, message: `axis ${axis} has size 0`, valid: 'an axis with elements' });
  return methods.reduce([x, coordinates(x.type.shape, axis, index)], [initial, last], { dimensions: [axis], body })[1] as Tensor;
}

function arg<D extends 'int32' | 'int64'>(op: string, direction: 'GT' | 'LT', x: TensorLike, options: ArgOptions<D>): Tensor<D> {
  checkOptions(op, options, ['axis', 'outputType']);
  const given = toTensor(op, x);
  requireKind(op, given, ['boolean', ...realNumeric]);
  const operand = given.type.element === i1 ? (methods.convert(given, { element: i64 }) as Tensor) : given;
  const axis = resolveAxis(op, options.axis ?? 0, operand.rank);
  const index = elementFor(options.outputType as DTypeLike | undefined, i64);
  if (index.kind !== 'signed' && index.kind !== 'unsigned')
    throw failure('operand-type', { op, message: `outputType is ${index.name}`, valid: 'an integer dtype' });
  return argReduce(op, operand, axis, direction, index) as Tensor<D>;
}

/**
 * The index of the largest element along an axis; of equal ones the lowest index. NaN counts as larger than every number.
 *
 * - Output: the shape without the axis, int64. Throws InvalidArgumentError for an axis without elements. TensorFlow: `tf.argmax`.
 */
export const argmax = <D extends 'int32' | 'int64' = 'int64'>(x: TensorLike, options: ArgOptions<D> = {}): Tensor<D> => arg('argmax', 'GT', x, options);

/** The index of the smallest element along an axis; of equal ones the lowest index. As `argmax`. TensorFlow: `tf.argmin`. */
export const argmin = <D extends 'int32' | 'int64' = 'int64'>(x: TensorLike, options: ArgOptions<D> = {}): Tensor<D> => arg('argmin', 'LT', x, options);
