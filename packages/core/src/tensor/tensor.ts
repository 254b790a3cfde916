/** Tensors: what users hold. A tensor is a value of whichever builder made it: data, a place in a trace, a batch, a dual number. */
import { type Builder, type Dim, failure, installBase, showShape, type TensorType, TraceBuilder, type Value, type ValueHost } from '@millrace/ir';
import { EagerBuilder, type Storage } from '@millrace/runtime';
import { type DType, type DTypeName, dtypeOf } from './dtypes.ts';
import { formatTensor } from './format.ts';
import { type DataOf, hostData, type ItemOf, type NestedArray, nest, readItem } from './read.ts';

/** Sizes by axis; null where unknown until the data arrives. */
export type Shape = readonly (number | null)[];

/**
 * A multi-dimensional array of one dtype. Immutable. `D` is the dtype's name and `R` the rank, where the compiler knows them.
 * Operations are functions (`tf.add(a, b)`) and methods (`a.add(b)`); methods are in chained.ts.
 */
export class Tensor<D extends DTypeName = DTypeName, R extends number = number> implements Value {
  readonly type: TensorType;
  /** The builder that this tensor belongs to. */
  readonly builder: Builder;
  /** Belongs to the builder. */
  readonly payload: unknown;
  constructor(type: TensorType, builder: Builder, payload: unknown) {
    this.type = type;
    this.builder = builder;
    this.payload = payload;
  }

  get dtype(): DType<D> {
    return dtypeOf(this.type.element) as DType<D>;
  }
  /** Sizes; null where unknown until the data arrives. */
  get shape(): Shape {
    return this.type.isStatic ? (this.type.shape as readonly number[]) : this.type.shape.map((d: Dim) => (typeof d === 'number' ? d : null));
  }
  get rank(): R {
    return this.type.rank as R;
  }
  /** Number of elements; NaN where a size is unknown. */
  get size(): number {
    return this.type.size;
  }

  /** The elements in row-major order, from any device. Throws FailedPreconditionError inside a trace and after `dispose`. */
  async data<T = DataOf<D>>(): Promise<T> {
    return this.dataSync<T>();
  }
  /**
   * The elements in row-major order: a typed array of the dtype (Float32Array also for 16-bit floats, Uint8Array for booleans, interleaved
   * parts for complex). Large arrays may be the tensor's own memory: do not write to them.
   */
  dataSync<T = DataOf<D>>(): T {
    return hostData(this, storageOf(this, 'dataSync')) as T;
  }
  /** The elements as nested arrays; a number, bigint (64-bit integers), boolean or `{ re, im }` for a scalar. Name the type where the rank is not known: `x.array<number[][]>()`. */
  array<A = NestedArray<ItemOf<D>, R>>(): A {
    return nest(this, storageOf(this, 'array')) as A;
  }
  /** The same as `array()`, under TensorFlow.js's name. */
  arraySync<A = NestedArray<ItemOf<D>, R>>(): A {
    return this.array<A>();
  }
  /** The elements of an integer tensor as numbers in nested arrays. Throws ValueError for one above 2^53. */
  toNumberArray<A = NestedArray<number, R>>(): A {
    return nest(this, storageOf(this, 'toNumberArray'), exactNumber) as A;
  }
  /** The one element of a scalar. Throws InvalidArgumentError for other ranks. */
  item<T = ItemOf<D>>(): T {
    if (this.rank !== 0) throw failure('rank', { op: 'item', message: `shape is [${this.shape}]`, valid: 'a scalar', hint: 'x.array(), or x.at(i).item()' });
    return readItem(this, storageOf(this, 'item')) as T;
  }

  /** Whether `dispose` was called. */
  get isDisposed(): boolean {
    return this.builder === eager && (this.payload as Storage).isDisposed;
  }
  /** Returns the memory early; later use raises FailedPreconditionError. Nobody has to call it: the JavaScript engine frees tensors. */
  dispose(): void {
    if (this.builder === eager) eager.release(this);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Prints the tensor with `console.log`. */
  print(): void {
    console.log(this.toString());
  }
  /** As TensorFlow prints it: `tf.Tensor([[1. 2.] [3. 4.]], shape=(2, 2), dtype=float32)` over lines; long axes are shortened. */
  toString(): string {
    return formatTensor(this, this.builder === eager && !this.isDisposed ? (this.payload as Storage) : null);
  }
  /** Refuses: a tensor has no truth value or number of its own in JavaScript. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    if (this.builder instanceof TraceBuilder) throw withoutData(this, hint === 'number' ? 'a comparison or a number' : 'an operator');
    throw failure('wrong-kind', { op: 'tensor', message: 'a tensor cannot be used as a number', hint: 'x.item(), or a method such as x.add(y) and x.less(y)' });
  }
}

// Node's console shows objects through this method; a computed name cannot stand in a class under isolatedDeclarations.
Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Tensor): string {
    return this.toString();
  },
});

export const tensorHost: ValueHost = { make: (type, builder, payload) => new Tensor(type as TensorType, builder, payload) };

/** Eager execution, whose values are tensors. The base builder from the moment that core is loaded. */
export const eager: EagerBuilder = new EagerBuilder(tensorHost);
installBase(eager);

/** The storage of an eager tensor. Throws FailedPreconditionError for a disposed one and for one that has no data, being part of a trace. */
export function storageOf(x: Tensor, op: string): Storage {
  if (x.builder !== eager) throw withoutData(x, op);
  const storage = x.payload as Storage;
  storage.check(op);
  return storage;
}

/** The error of asking for the data of a tensor that stands for data to come. */
function withoutData({ builder, type }: Tensor, op: string): Error {
  if (builder instanceof TraceBuilder)
    return failure('traced', {
      op,
      message: `the tensor has no data: it is a value inside ${builder.name}, which is being traced (${dtypeOf(type.element)} ${showShape(type.shape)})`,
      hint: 'tf.cond or tf.where for if, tf.whileLoop for while, tf.mapFn or tf.scan for a loop over rows; tf.config.runFunctionsEagerly(true) to debug',
    });
  return failure('precondition', {
    op,
    message: 'the tensor has no data: it is a value inside a traced, batched or differentiated function',
    hint: 'return it from the function',
  });
}

function exactNumber(value: unknown): number {
  const number = Number(value);
  if (typeof value === 'bigint' && !Number.isSafeInteger(number))
    throw failure('value', { op: 'toNumberArray', message: `${value} is not exact as a number`, valid: 'integers up to 2^53', hint: 'array()' });
  return number;
}

export type { Storage };
