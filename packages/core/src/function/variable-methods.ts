/**
 * Methods of variables beyond reading and assigning: updates of some rows, and every method of tensors on the current value (`v.mul(2)`).
 * They are installed here, beside the functions, so that variable.ts depends on none of them.
 */
import { failure, i32, methods, type Value } from '@millrace/ir';
import { expandDims } from '../ops/array/index.ts';
import { gather, gatherNd } from '../ops/indexing/gather.ts';
import {
  type TensorScatter,
  tensorScatterNdAdd,
  tensorScatterNdMax,
  tensorScatterNdMin,
  tensorScatterNdSub,
  tensorScatterNdUpdate,
} from '../ops/indexing/scatter.ts';
import { divide, multiply } from '../ops/math/index.ts';
import { Tensor } from '../tensor/chained.ts';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { Variable } from './variable.ts';

/** Rows by index: what gradients of gathers are. Duplicates are applied one after the other. */
export interface RowUpdates {
  /** [n, ...row] */
  readonly values: TensorLike;
  /** [n], integers */
  readonly indices: TensorLike;
}

/** What a variable has by itself, or tensors have for themselves. */
type OwnMembers =
  | ('type' | 'builder' | 'payload' | 'dtype' | 'shape' | 'rank' | 'size')
  | ('data' | 'dataSync' | 'array' | 'arraySync' | 'item' | 'toString')
  | ('isDisposed' | 'dispose' | typeof Symbol.dispose | typeof Symbol.toPrimitive);
type TensorMethods = Omit<Tensor, OwnMembers>;

declare module './variable.ts' {
  interface Variable extends TensorMethods {
    /** Adds rows. */
    scatterAdd(rows: RowUpdates): this;
    /** Subtracts rows. */
    scatterSub(rows: RowUpdates): this;
    /** Multiplies rows; indices must not repeat. */
    scatterMul(rows: RowUpdates): this;
    /** Divides rows; indices must not repeat. */
    scatterDiv(rows: RowUpdates): this;
    /** Replaces rows; of duplicates the last one wins. */
    scatterUpdate(rows: RowUpdates): this;
    /** Takes the minimum of old and new rows, element by element. */
    scatterMin(rows: RowUpdates): this;
    /** Takes the maximum of old and new rows, element by element. */
    scatterMax(rows: RowUpdates): this;
    /** Adds at coordinates: the last axis of `indices`. */
    scatterNdAdd(indices: TensorLike, updates: TensorLike): this;
    /** Subtracts at coordinates. */
    scatterNdSub(indices: TensorLike, updates: TensorLike): this;
    /** Replaces at coordinates. */
    scatterNdUpdate(indices: TensorLike, updates: TensorLike): this;
    scatterNdMin(indices: TensorLike, updates: TensorLike): this;
    scatterNdMax(indices: TensorLike, updates: TensorLike): this;
    /** Replaces rows within each batch element: indices [batch..., n], values [batch..., n, ...row]. */
    batchScatterUpdate(rows: RowUpdates): this;
    /** Rows by index: `tf.gather(v, indices)`. */
    sparseRead(indices: TensorLike): Tensor;
    /** Slices by coordinates: `tf.gatherNd(v, indices)`. */
    gatherNd(indices: TensorLike): Tensor;
  }
}

const byCoordinates = (scatter: TensorScatter) =>
  function (this: Variable, indices: TensorLike, updates: TensorLike): Variable {
    return this.update((value) => scatter(value, indices, toTensor(this.name, updates, value.type.element)));
  };

const byRows = (scatter: TensorScatter) =>
  function (this: Variable, { indices, values }: RowUpdates): Variable {
    return this.update((value) => scatter(value, expandDims(asIndices(indices), -1), toTensor(this.name, values, value.type.element)));
  };

/** Rows read, changed and written back: what has no scatter of its own. */
const readAndReplace = (change: (a: Tensor, b: Tensor) => Tensor) =>
  function (this: Variable, { indices, values }: RowUpdates): Variable {
    return this.update((value) => {
      const places = asIndices(indices);
      const rows = change(gather(value, places), toTensor(this.name, values, value.type.element));
      return tensorScatterNdUpdate(value, expandDims(places, -1), rows);
    });
  };

function asIndices(indices: TensorLike): Tensor {
  const isLiteral = Array.isArray(indices) || typeof indices === 'number';
  return toTensor('indices', indices, isLiteral ? i32 : undefined);
}

function batchScatterUpdate(this: Variable, { indices, values }: RowUpdates): Variable {
  return this.update((value) => {
    const places = asIndices(indices);
    if (places.rank === 0) throw failure('rank', { op: `${this.name}.batchScatterUpdate`, message: 'indices is a scalar', valid: 'rank 1 or more' });
    const { shape, element } = places.type;
    const axes = shape.map((_, i) => i);
    const last = methods.reshapeTo(places, [...shape, 1]);
    const coordinates: Value[] = axes.slice(0, -1).map((axis) => methods.reshapeTo(methods.iota({ iotaDimension: axis, shape, element }), [...shape, 1]));
    const all = methods.concatenate([...coordinates, last], { dimension: shape.length }) as Tensor;
    return tensorScatterNdUpdate(value, all, toTensor(this.name, values, value.type.element));
  });
}

const own: Readonly<Record<string, unknown>> = {
  scatterAdd: byRows(tensorScatterNdAdd),
  scatterSub: byRows(tensorScatterNdSub),
  scatterMul: readAndReplace(multiply),
  scatterDiv: readAndReplace(divide),
  scatterUpdate: byRows(tensorScatterNdUpdate),
  scatterMin: byRows(tensorScatterNdMin),
  scatterMax: byRows(tensorScatterNdMax),
  scatterNdAdd: byCoordinates(tensorScatterNdAdd),
  scatterNdSub: byCoordinates(tensorScatterNdSub),
  scatterNdUpdate: byCoordinates(tensorScatterNdUpdate),
  scatterNdMin: byCoordinates(tensorScatterNdMin),
  scatterNdMax: byCoordinates(tensorScatterNdMax),
  batchScatterUpdate,
  sparseRead(this: Variable, indices: TensorLike): Tensor {
    return gather(this, indices);
  },
  gatherNd(this: Variable, indices: TensorLike): Tensor {
    return gatherNd(this, indices);
  },
};

const install = (name: string, value: unknown): unknown => Object.defineProperty(Variable.prototype, name, { value, writable: true, configurable: true });

for (const [name, f] of Object.entries(own)) install(name, f);

/** A method of tensors, on the value that the variable has when it is called. */
const forward = (name: string) =>
  function (this: Variable, ...rest: never[]): unknown {
    const value = this.value() as unknown as Readonly<Record<string, (...rest: never[]) => unknown>>;
    return value[name](...rest);
  };
for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype)))
  if (typeof value === 'function' && !(name in Variable.prototype)) install(name, forward(name));

export { Variable };
