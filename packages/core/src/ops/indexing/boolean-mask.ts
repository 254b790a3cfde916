/** Selections whose size depends on data; they read it, so they need eager tensors. Gradients flow to what was taken. */
import { allocate, checkOptions, failure, i32, i64, isStatic, readElement, sameDim, showShape, tensorType, writeElement } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger, resolveAxis } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { concat } from '../array/join.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { fillTensor, requireKind } from '../broadcast.ts';
import { integers } from '../math/families.ts';
import { gather } from './gather.ts';
import { tensorScatterNdUpdate } from './scatter.ts';
import { coordinatesWhere } from './where.ts';

export interface BooleanMaskOptions {
  /** The first axis that the mask covers. Default 0. */
  readonly axis?: number;
}

/**
 * The slices of `x` where `mask` is true. The mask covers its rank of axes of `x`, which become one.
 *
 * - Throws: InvalidArgumentError where the shapes do not fit, UnimplementedError inside a traced function. TensorFlow: `tf.boolean_mask`.
 */
export function booleanMask<D extends DTypeName>(x: TensorLike<D>, mask: TensorLike, options: BooleanMaskOptions = {}): Tensor<D> {
  checkOptions('booleanMask', options, ['axis']);
  const operand = toTensor('booleanMask', x);
  const flags = toTensor('booleanMask', mask);
  requireKind('booleanMask', flags, ['boolean'], 'mask');
  if (flags.rank === 0) throw failure('rank', { op: 'booleanMask', message: 'mask is a scalar', valid: 'rank 1 or more' });
  const axis = resolveAxis('booleanMask', options.axis ?? 0, operand.rank);
  const { shape } = operand.type;
  const covered = shape.slice(axis, axis + flags.rank);
  if (covered.length !== flags.rank || !covered.every((d, i) => sameDim(d, flags.type.shape[i])))
    throw failure('shape-mismatch', {
      op: 'booleanMask',
      message: `mask ${showShape(flags.type.shape)} does not cover axes of ${showShape(shape)} from ${axis}`,
      valid: showShape(covered),
    });
  const count = flags.size;
  const flat = reshapeTensor(operand, [...shape.slice(0, axis), count, ...shape.slice(axis + flags.rank)]);
  const places = coordinatesWhere(reshapeTensor(flags, [count]));
  return gather(flat, reshapeTensor(places, [places.shape[0] as number]), { axis }) as Tensor<D>;
}

export interface UniqueOptions<D extends 'int32' | 'int64' = 'int32'> {
  /** Dtype of the indices. Default int32. */
  readonly outIdx?: DTypeArgument<D>;
}

/** The data of an eager tensor of rank 1. */
function listOf(op: string, x: Tensor): { readonly length: number; readonly keyAt: (i: number) => unknown; readonly data: ReturnType<typeof eager.dataOf> } {
  if (x.rank !== 1) throw failure('rank', { op, message: `x has rank ${x.rank}`, valid: 'rank 1' });
  if (x.builder !== eager)
    throw failure('unimplemented', { op, message: 'needs an eager tensor: the size of its result depends on data', hint: 'call it outside of the function' });
  const data = eager.dataOf(x, op);
  const { element } = x.type;
  const keyAt = (i: number): unknown => (element.lanes === 2 ? `${data[2 * i]},${data[2 * i + 1]}` : readElement(element, data, i));
  return { length: x.size, keyAt, data };
}

/**
 * The different elements in order of first appearance, and for each element the index of its value: [1, 1, 2, 4] → y [1, 2, 4], idx [0, 0, 1, 2].
 *
 * - Throws: InvalidArgumentError unless `x` has rank 1. TensorFlow: `tf.unique`.
 */
export function unique<D extends 'int32' | 'int64' = 'int32'>(x: TensorLike, options: UniqueOptions<D> = {}): { y: Tensor; idx: Tensor<D> } {
  const { y, idx } = uniqueWithCounts(x, options);
  return { y, idx };
}

/** As `unique`, and how often each value appears. TensorFlow: `tf.unique_with_counts`. */
export function uniqueWithCounts<D extends 'int32' | 'int64' = 'int32'>(
  x: TensorLike,
  options: UniqueOptions<D> = {},
): { y: Tensor; idx: Tensor<D>; count: Tensor<D> } {
  checkOptions('unique', options, ['outIdx']);
  const operand = toTensor('unique', x);
  const { length, keyAt } = listOf('unique', operand);
  const index = elementFor(options.outIdx as DTypeLike | undefined, i32);
  const firsts: number[] = [];
  const counts: number[] = [];
  const seen = new Map<unknown, number>();
  const places: number[] = [];
  for (let i = 0; i < length; i++) {
    const key = keyAt(i);
    let place = seen.get(key);
    if (place === undefined) {
      place = firsts.length;
      seen.set(key, place);
      firsts.push(i);
      counts.push(0);
    }
    counts[place]++;
    places.push(place);
  }
  const indices = (values: readonly number[]): Tensor<D> => integersOf(values, index) as Tensor<D>;
  return { y: gather(operand, integersOf(firsts, i32)), idx: indices(places), count: indices(counts) };
}

/** A rank 1 tensor of JavaScript integers. */
function integersOf(values: readonly number[], element: typeof i32): Tensor {
  const data = allocate(element, values.length);
  values.forEach((v, i) => writeElement(element, data, i, element === i64 ? BigInt(v) : v));
  return eager.fromData(tensorType(element, [values.length]), data) as Tensor;
}

/**
 * The elements of `x` that are not in `y`, in order, and their indices in `x`.
 *
 * TensorFlow: `tf.compat.v1.setdiff1d`.
 */
export function setdiff1d(x: TensorLike, y: TensorLike): { out: Tensor; idx: Tensor<'int32'> } {
  const operand = toTensor('setdiff1d', x);
  const other = listOf('setdiff1d', toTensor('setdiff1d', y, operand.type.element));
  const own = listOf('setdiff1d', operand);
  const excluded = new Set(Array.from({ length: other.length }, (_, i) => other.keyAt(i)));
  const kept = Array.from({ length: own.length }, (_, i) => i).filter((i) => !excluded.has(own.keyAt(i)));
  const idx = integersOf(kept, i32) as Tensor<'int32'>;
  return { out: gather(operand, idx), idx };
}

/**
 * Slices of `x` sorted into `count` tensors by their partition: partitions[i] says where slice i goes.
 *
 * - Throws: InvalidArgumentError for a partition that is not in [0, count). TensorFlow: `tf.dynamic_partition`.
 */
export function dynamicPartition<D extends DTypeName>(x: TensorLike<D>, partitions: TensorLike, count: number): Tensor<D>[] {
  const operand = toTensor('dynamicPartition', x);
  const parts = toTensor('dynamicPartition', partitions, Array.isArray(partitions) ? i32 : undefined);
  requireKind('dynamicPartition', parts, integers, 'partitions');
  const total = checkInteger('dynamicPartition', 'count', count, { min: 1 });
  const lead = operand.type.shape.slice(0, parts.rank);
  if (parts.rank > operand.rank || !lead.every((d, i) => isStatic(d) && d === parts.type.shape[i]))
    throw failure('shape-mismatch', {
      op: 'dynamicPartition',
      message: `partitions ${showShape(parts.type.shape)} is no prefix of ${showShape(operand.type.shape)}`,
    });
  const flatParts = reshapeTensor(parts, [parts.size]);
  const flat = reshapeTensor(operand, [parts.size, ...operand.type.shape.slice(parts.rank)]);
  const { length, keyAt } = listOf('dynamicPartition', flatParts);
  const lists: number[][] = Array.from({ length: total }, () => []);
  for (let i = 0; i < length; i++) {
    const part = Number(keyAt(i));
    if (!(part >= 0 && part < total))
      throw failure('index-out-of-range', { op: 'dynamicPartition', message: `partitions[${i}] = ${part} is not in [0, ${total})` });
    lists[part].push(i);
  }
  return lists.map((list) => gather(flat, integersOf(list, i32)) as Tensor<D>);
}

/**
 * The inverse of `dynamicPartition`: slice k of data[m] goes to row indices[m][k]; of duplicates the last one wins.
 *
 * - Output: [largest index + 1, rest]; rows that no index names are 0. Throws InvalidArgumentError for shapes that do not fit. TensorFlow: `tf.dynamic_stitch`.
 */
export function dynamicStitch<D extends DTypeName>(indices: readonly TensorLike[], data: readonly TensorLike<D>[]): Tensor<D> {
  if (!Array.isArray(indices) || !Array.isArray(data) || indices.length !== data.length || data.length === 0)
    throw failure('value', { op: 'dynamicStitch', message: 'indices and data are no lists of one length', valid: 'two lists with an entry for each part' });
  const places = indices.map((v) => {
    const t = toTensor('dynamicStitch', v, Array.isArray(v) || typeof v === 'number' ? i32 : undefined);
    requireKind('dynamicStitch', t, integers, 'indices');
    return reshapeTensor(t, [t.size]);
  });
  const rows = data.map((v, m) => {
    const t = toTensor('dynamicStitch', v);
    const rank = toTensor('dynamicStitch', indices[m]).rank;
    if (
      !sameDim(
        places[m].size,
        t.type.shape.slice(0, rank).reduce<number>((p, d) => p * (d as number), 1),
      )
    )
      throw failure('shape-mismatch', { op: 'dynamicStitch', message: `data[${m}] has shape ${showShape(t.type.shape)} for ${places[m].size} indices` });
    return reshapeTensor(t, [places[m].size, ...t.type.shape.slice(rank)]);
  });
  const lists = places.map((p) => listOf('dynamicStitch', p));
  const largest = lists.reduce((most, list) => Array.from({ length: list.length }, (_, i) => Number(list.keyAt(i))).reduce((a, b) => Math.max(a, b), most), -1);
  const all = concat(places, 0);
  const flat = concat(rows, 0);
  const target = fillTensor(flat.type.element, [largest + 1, ...flat.type.shape.slice(1)], 0);
  return tensorScatterNdUpdate(target, reshapeTensor(all, [all.size, 1]), flat) as Tensor<D>;
}
