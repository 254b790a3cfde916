/** One-hot vectors. */
import { checkOptions, type Dim, f32, i32, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastTensor, commonDtype, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { integers } from '../math/families.ts';

export interface OneHotOptions<D extends DTypeName = DTypeName> {
  /** The value at the index. Default 1. */
  readonly onValue?: TensorLike<D>;
  /** The value elsewhere. Default 0. */
  readonly offValue?: TensorLike<D>;
  /** Where the new axis is. Default -1: last. */
  readonly axis?: number;
  /** Default: that of onValue or offValue, or float32. */
  readonly dtype?: DTypeArgument<D>;
}

/**
 * Rows of length `depth` with `onValue` at the index. An index of -1, or of `depth` and more, gives a row of `offValue`.
 *
 * - Output: the shape of `indices` with an axis of size `depth`. TensorFlow: `tf.one_hot`.
 */
export function oneHot<D extends DTypeName = DTypeName>(indices: TensorLike, depth: number, options: OneHotOptions<D> = {}): Tensor<D> {
  checkOptions('oneHot', options, ['onValue', 'offValue', 'axis', 'dtype']);
  const places = toTensor('oneHot', indices, Array.isArray(indices) || typeof indices === 'number' ? i32 : undefined);
  requireKind('oneHot', places, integers, 'indices');
  const size = checkInteger('oneHot', 'depth', depth, { min: 0 });
  const axis = resolveAxis('oneHot', options.axis ?? -1, places.rank + 1);
  const element = options.dtype === undefined ? undefined : elementFor(options.dtype as DTypeLike, f32);
  const [on, off] = commonDtype(
    'oneHot',
    [toValue(options.onValue, 1, element), toValue(options.offValue, 0, element)],
    ['onValue', 'offValue'],
    element ?? f32,
  );
  const { shape } = places.type;
  const full: Dim[] = [...shape.slice(0, axis), size, ...shape.slice(axis)];
  const spread = methods.broadcast(
    places,
    full,
    shape.map((_, i) => (i < axis ? i : i + 1)),
  );
  const hit = methods.compare(spread, coordinates(full, axis, places.type.element), { comparisonDirection: 'EQ' });
  return methods.select(hit, broadcastTensor(on, full), broadcastTensor(off, full)) as Tensor<D>;
}

const toValue = (value: TensorLike | undefined, fallback: number, element: Parameters<typeof toTensor>[2]): TensorLike =>
  element === undefined ? (value ?? fallback) : toTensor('oneHot', value ?? fallback, element);
