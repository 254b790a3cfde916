/** What `mapFn`, `scan` and their kin run over: tensors in any structure, cut along axis 0. */
import { type Dim, failure, methods, sameDim, showShape } from '@millrace/ir';
import { type Nested as Plain, type TensorLike, toTensor } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { isTensorSource, type TensorSource } from '../tensor/tensor-source.ts';
import { flatten, isNested, mapStructure, type Nested } from './nest.ts';

export interface Elements {
  /** The structure with a tensor at each leaf. */
  readonly structure: Nested<unknown>;
  readonly tensors: readonly Tensor[];
  /** The size of axis 0, which all tensors share. */
  readonly size: Dim;
}

/** What a function of slices gets for elements of type `E`: a tensor in place of each tensor or nested array of plain values. */
export type Slices<E> = E extends Tensor | TensorSource | Plain
  ? Tensor
  : E extends ReadonlyMap<string, infer V>
    ? Map<string, Slices<V>>
    : { -readonly [K in keyof E]: Slices<E[K]> };

const isTensor = (x: unknown): boolean => x instanceof Tensor || isTensorSource(x);

/** An array of plain values is one tensor; one that holds tensors or objects is a structure. */
function toStructure(op: string, x: unknown): Nested<unknown> {
  if (Array.isArray(x)) return holdsStructure(x) ? x.map((v) => toStructure(op, v)) : toTensor(op, x as TensorLike);
  if (isNested(x) && !isComplex(x)) return mapStructure((v: unknown) => toTensor(op, v as TensorLike), x as Nested<unknown>);
  return toTensor(op, x as TensorLike);
}

const holdsStructure = (list: readonly unknown[]): boolean =>
  list.some((v) => isTensor(v) || (Array.isArray(v) ? holdsStructure(v) : isNested(v) && !isComplex(v)));
const isComplex = (x: unknown): boolean => typeof x === 'object' && x !== null && 're' in x && 'im' in x;

/** A structure of values as one of tensors. */
export const tensorsIn = (op: string, values: unknown): Nested<Tensor> => toStructure(op, values) as Nested<Tensor>;

/** Tensors with one first size. Throws ValueError when there is none, or they differ. */
export function elementsOf(op: string, elems: unknown): Elements {
  const structure = toStructure(op, elems);
  const tensors = flatten<Tensor>(structure as Nested<Tensor>);
  if (tensors.length === 0) throw failure('value', { op, message: 'elems holds no tensor' });
  if (tensors.some((t) => t.rank === 0))
    throw failure('value', { op, message: 'elems holds a scalar, which has no slices', valid: 'tensors of rank 1 or more' });
  const size = tensors[0].type.shape[0];
  const other = tensors.find((t) => !sameDim(t.type.shape[0], size));
  if (other) throw failure('value', { op, message: `first sizes differ: ${showShape(tensors[0].type.shape)} and ${showShape(other.type.shape)}` });
  return { structure, tensors, size };
}

/** Slice `index` along axis 0. */
export function rowOf(x: Tensor, index: number): Tensor {
  const { shape } = x.type;
  const limits = [index + 1, ...(shape.slice(1) as number[])];
  const row = methods.slice(x, { startIndices: limits.map((_, i) => (i === 0 ? index : 0)), limitIndices: limits, strides: limits.map(() => 1) });
  return methods.reshapeTo(row, shape.slice(1)) as Tensor;
}

/** Tensors of one type along a new axis 0. */
export function stackRows(op: string, rows: readonly Tensor[]): Tensor {
  const [first] = rows;
  const other = rows.find((r) => r.type !== first.type);
  if (other) throw failure('value', { op, message: `the function returned ${first.type} and ${other.type}`, valid: 'one type for all elements' });
  return methods.concatenate(
    rows.map((r) => methods.reshapeTo(r, [1, ...r.type.shape])),
    { dimension: 0 },
  ) as Tensor;
}
