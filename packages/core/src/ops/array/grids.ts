/** Grids and masks made of coordinates. */
import { checkOptions, type Dim, failure, i32, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkChoice, checkInteger } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { commonDtype, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { convertTo } from '../math/cast.ts';
import { integers } from '../math/families.ts';

export interface MeshgridOptions {
  /** 'xy' swaps the first two axes of the result, as plots have them; 'ij' keeps the order. Default 'xy'. */
  readonly indexing?: 'xy' | 'ij';
}

/**
 * For vectors of lengths n0, n1, … one tensor each of the whole grid, holding its vector's value at each place.
 *
 * - Output: [n1, n0, n2, …] for 'xy', [n0, n1, …] for 'ij'. Throws InvalidArgumentError for ranks above 1. TensorFlow: `tf.meshgrid`.
 */
export function meshgrid<D extends DTypeName>(vectors: readonly TensorLike<D>[], options: MeshgridOptions = {}): Tensor<D>[] {
  checkOptions('meshgrid', options, ['indexing']);
  if (!Array.isArray(vectors)) throw failure('wrong-kind', { op: 'meshgrid', message: 'vectors is no list', valid: 'a list of vectors' });
  const indexing = checkChoice('meshgrid', 'indexing', options.indexing ?? 'xy', ['xy', 'ij']);
  if (vectors.length === 0) return [];
  const axes = commonDtype(
    'meshgrid',
    vectors,
    vectors.map((_, i) => `vectors[${i}]`),
  ).map((v, i) => {
    if (v.rank > 1) throw failure('rank', { op: 'meshgrid', message: `vectors[${i}] has rank ${v.rank}`, valid: 'rank 1' });
    return v.rank === 0 ? (methods.reshapeTo(v, [1]) as Tensor) : v;
  });
  const place = (i: number): number => (indexing === 'xy' && axes.length > 1 && i < 2 ? 1 - i : i);
  const shape: Dim[] = [];
  axes.forEach((v, i) => {
    shape[place(i)] = v.type.shape[0];
  });
  return axes.map((v, i) => methods.broadcast(v, shape, [place(i)]) as Tensor<D>);
}

export interface SequenceMaskOptions<D extends DTypeName = 'bool'> {
  /** The length of a row. Default: the largest length, which is read. */
  readonly maxlen?: number;
  /** Default bool. */
  readonly dtype?: DTypeArgument<D>;
}

/**
 * Rows that are true for the first `lengths[i]` entries: lengths [1, 3, 2] give TFF, TTT, TTF.
 *
 * - Output: the shape of `lengths` with an axis of size `maxlen`. TensorFlow: `tf.sequence_mask`.
 */
export function sequenceMask<D extends DTypeName = 'bool'>(lengths: TensorLike, options: SequenceMaskOptions<D> = {}): Tensor<D> {
  checkOptions('sequenceMask', options, ['maxlen', 'dtype']);
  const counts = toTensor('sequenceMask', lengths, Array.isArray(lengths) || typeof lengths === 'number' ? i32 : undefined);
  requireKind('sequenceMask', counts, integers, 'lengths');
  const length = options.maxlen === undefined ? largest(counts) : checkInteger('sequenceMask', 'maxlen', options.maxlen, { min: 0 });
  const shape: Dim[] = [...counts.type.shape, length];
  const spread = methods.broadcast(
    counts,
    shape,
    counts.type.shape.map((_, i) => i),
  );
  const mask = methods.compare(coordinates(shape, counts.rank, counts.type.element), spread, { comparisonDirection: 'LT' }) as Tensor;
  return convertTo(mask, elementFor(options.dtype as DTypeLike | undefined, mask.type.element)) as Tensor<D>;
}

function largest(counts: Tensor): number {
  if (counts.builder !== eager) throw failure('value', { op: 'sequenceMask', message: 'maxlen is missing', hint: 'give it inside traced functions' });
  let most = 0;
  for (const v of eager.dataOf(counts, 'sequenceMask') as ArrayLike<number | bigint> & Iterable<number | bigint>) most = Math.max(most, Number(v));
  return most;
}
