/** State that training changes. Source: `tf.Variable`; memory and tracing follow notes N3. */
import { checkOptions, currentBase, failure, methods, type TensorType, type TypedArray, withoutRecorder } from '@millrace/ir';
import { State, Storage } from '@millrace/runtime';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { asDtype, type DType, type DTypeLike, dtypeOf } from '../tensor/dtypes.ts';
import type { NestedArray } from '../tensor/read.ts';
import { eager, type Shape, storageOf, Tensor } from '../tensor/tensor.ts';
import type { TensorSource } from '../tensor/tensor-source.ts';
import { initScope } from './init-scope.ts';
import { scopedName } from './name-scope.ts';
import { announceRead } from './variable-access.ts';
import { creatorChain, type VariableArguments } from './variable-creator.ts';
import { checkAssignable, checkShapeOption } from './variable-shape.ts';
import { stateScope } from './variable-state.ts';

export interface VariableOptions {
  /** Whether tapes watch the variable and `trainableVariables` lists it. Default true. */
  readonly trainable?: boolean;
  /** Default 'Variable', behind the open name scopes. */
  readonly name?: string;
  /** Default: the dtype of the initial value. */
  readonly dtype?: DTypeLike;
  /** Sizes that assigned values must have; null where they may differ. Default: those of the initial value. */
  readonly shape?: Shape;
  /** Applied by optimizers after each update: projects the value to where it must lie. */
  readonly constraint?: ((value: Tensor) => Tensor) | null;
  /** When values of replicas are combined; read by distribution strategies. */
  readonly synchronization?: 'auto' | 'none' | 'onWrite' | 'onRead';
  /** How values of replicas are combined; read by distribution strategies. */
  readonly aggregation?: 'none' | 'sum' | 'mean' | 'onlyFirstReplica';
}

const optionKeys: readonly string[] = ['trainable', 'name', 'dtype', 'shape', 'constraint', 'synchronization', 'aggregation'];

let nextId = 0;
let stateOfVariable: (variable: Variable) => State;
/** What a variable holds, for functions that run as programs. */
export const stateOf = (variable: Variable): State => stateOfVariable(variable);
/** Set while the end of a chain of creators makes the variable itself. */
let bypassCreators = false;

/**
 * A value with a name that can be assigned. Wherever a function takes a tensor it takes a variable, too.
 * A tensor read from it never changes: an assignment gives the variable new memory.
 *
 * @example
 * const v = new tf.Variable([1, 2]);
 * const before = v.value();
 * v.assignAdd([10, 10]);
 * v.array(); // [11, 12]
 * before.array(); // [1, 2]
 */
export class Variable implements TensorSource {
  // Not initialized where a creator scope answers `new`: hence the exclamation marks.
  /** Small and unique, rising in order of creation. */
  readonly id: number = nextId++;
  readonly name!: string;
  readonly trainable!: boolean;
  readonly shape!: Shape;
  readonly constraint!: ((value: Tensor) => Tensor) | null;
  readonly synchronization!: 'auto' | 'none' | 'onWrite' | 'onRead';
  readonly aggregation!: 'none' | 'sum' | 'mean' | 'onlyFirstReplica';
  #state!: State;
  /** What reads hand out until the next assignment, and the version of the state that it shows. */
  #read: Tensor | null = null;
  #readVersion: number = 0;

  static {
    stateOfVariable = (variable) => variable.#state;
  }

  /**
   * @param initialValue  what `tf.convertToTensor` takes, or a function that returns it
   * @throws ValueError when the value does not fit `shape`; TypeError for unknown options
   */
  constructor(initialValue: TensorLike | (() => TensorLike), options: VariableOptions = {}) {
    checkOptions('Variable', options, optionKeys);
    const chain = bypassCreators ? null : creatorChain(makeItself);
    bypassCreators = false;
    // biome-ignore lint/correctness/noConstructorReturn: a creator scope may answer `new` with a variable of its own making
    if (chain) return chain({ ...options, initialValue }) as Variable;
    this.name = scopedName(options.name ?? 'Variable');
    const dtype = options.dtype === undefined ? undefined : asDtype(options.dtype);
    const value = initialTensor(this.name, initialValue, dtype);
    checkShapeOption(this.name, options.shape);
    const problem = checkAssignable(this.name, value, dtype ?? dtypeOf(value.type.element), options.shape ?? value.shape);
    if (problem) throw problem;
    this.trainable = options.trainable ?? true;
    this.shape = Object.freeze([...(options.shape ?? value.shape)]);
    this.constraint = options.constraint ?? null;
    this.synchronization = options.synchronization ?? 'auto';
    this.aggregation = options.aggregation ?? 'none';
    this.#state = new State(
      this.name,
      value.type,
      initScope(() => ownStorage(value, this.name)),
    );
    stateScope()?.created?.(this);
  }

  get dtype(): DType {
    return dtypeOf(this.type.element);
  }
  /** The type of the current value. */
  get type(): TensorType {
    return this.#state.type;
  }
  get rank(): number {
    return this.type.rank;
  }
  get size(): number {
    return this.type.size;
  }

  /** The current value as a tensor; it keeps this value when the variable changes. Tapes that record watch it. */
  value(): Tensor {
    const scope = stateScope();
    const tensor = scope ? scope.read(this) : this.#heldValue();
    announceRead(this, tensor);
    return tensor;
  }
  /** The same as `value()`. */
  readValue(): Tensor {
    return this.value();
  }
  /** What makes a variable usable as a tensor. */
  readAsTensor(): Tensor {
    return this.value();
  }

  /**
   * Replaces the value. Gradients do not flow through an assignment.
   * @throws ValueError when the shape does not fit; InvalidArgumentError for another dtype; FailedPreconditionError inside a trace without state
   */
  assign(value: TensorLike): this {
    const tensor = toTensor(`${this.name}.assign`, value, this.type.element);
    const problem = checkAssignable(`${this.name}.assign`, tensor, this.dtype, this.shape);
    if (problem) throw problem;
    const scope = stateScope();
    if (scope) scope.assign(this, tensor);
    else this.#replace(tensor);
    return this;
  }
  /** Adds `delta`, which has the variable's shape. */
  assignAdd(delta: TensorLike): this {
    return this.#update('assignAdd', delta, (a, b) => methods.add(a, b) as Tensor);
  }
  /** Subtracts `delta`, which has the variable's shape. */
  assignSub(delta: TensorLike): this {
    return this.#update('assignSub', delta, (a, b) => methods.subtract(a, b) as Tensor);
  }
  /** Replaces the value by a function of it, unseen by tapes. */
  update(compute: (value: Tensor) => Tensor): this {
    const tensor = withoutRecorder('all', () => compute(stateScope()?.read(this) ?? this.#heldValue()));
    return this.assign(tensor);
  }

  /**
   * Adds 1 to an integer scalar and returns what it was before.
   * @throws OutOfRangeError when the value has reached `limit`
   */
  countUpTo(limit: number): Tensor {
    const before = this.value();
    if (Number(before.item()) >= limit) throw failure('end-of-sequence', { op: `${this.name}.countUpTo`, message: `reached the limit of ${limit}` });
    this.assignAdd(1);
    return before;
  }

  /** The elements in row-major order; see `Tensor.data`. */
  async data(): Promise<Float32Array> {
    return this.dataSync();
  }
  dataSync(): Float32Array {
    return this.value().dataSync();
  }
  /** The elements as nested arrays; see `Tensor.array`. */
  array(): NestedArray<number> {
    return this.value().array();
  }
  arraySync(): NestedArray<number> {
    return this.value().array();
  }
  /** The one element of a scalar; see `Tensor.item`. */
  item(): number {
    return this.value().item();
  }

  get isDisposed(): boolean {
    return this.#state.isDisposed;
  }
  /** Returns the memory early; later use raises FailedPreconditionError with the variable's name. */
  dispose(): void {
    this.#state.release();
    this.#read = null;
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
  toString(): string {
    const text = this.isDisposed ? 'disposed' : this.#heldValue().toString();
    return `<tf.Variable '${this.name}' shape=(${this.shape.map((d) => d ?? 'None').join(', ')}${this.shape.length === 1 ? ',' : ''}) dtype=${this.dtype}, value=${text}>`;
  }

  #heldValue(): Tensor {
    const state = this.#state;
    const storage = state.storage();
    // A tensor of its own storage over the shared data: disposing it leaves the variable whole.
    if (!this.#read || this.#readVersion !== state.version || this.#read.isDisposed) {
      this.#read = new Tensor(state.type, eager, new Storage(storage.data, storage.strides, storage.offset, true));
      this.#readVersion = state.version;
    }
    storage.exposed = true;
    return this.#read;
  }

  #replace(value: Tensor): void {
    this.#state.check('assign');
    this.#state.replace(value.type, ownStorage(value, this.name));
    this.#read = null;
  }

  #update(method: string, delta: TensorLike, combine: (value: Tensor, delta: Tensor) => Tensor): this {
    const change = toTensor(`${this.name}.${method}`, delta, this.type.element);
    const problem = checkAssignable(`${this.name}.${method}`, change, this.dtype, this.type.isStatic ? (this.type.shape as Shape) : this.shape);
    if (problem) throw problem;
    return this.update((value) => combine(value, change));
  }
}

/** The last of a chain of creators. */
function makeItself({ initialValue, ...options }: VariableArguments): Variable {
  bypassCreators = true;
  try {
    return new Variable(initialValue as TensorLike, options);
  } finally {
    bypassCreators = false;
  }
}

/** The initial value, computed outside of any trace. */
function initialTensor(name: string, given: TensorLike | (() => TensorLike), dtype: DType | undefined): Tensor {
  const value = initScope(() => toTensor(name, typeof given === 'function' ? given() : given, dtype?.element));
  if (value.builder === eager) return value;
  const hint = 'give a function: new tf.Variable(() => …), which runs outside of the trace';
  throw failure('precondition', { op: name, message: 'the initial value is a tensor of a trace, which has no data when the variable is made', hint });
}

/** The data of `value` as a storage of the variable's own; memory that others hold stays theirs, as nobody writes to it. */
function ownStorage(value: Tensor, op: string): Storage {
  if (value.builder !== eager || currentBase() !== eager) {
    throw failure('precondition', {
      op,
      message: 'a variable can be assigned inside a traced, batched or differentiated function only where its state is threaded through the trace',
      hint: 'assign outside of the function, or wrap the function in tf.function',
    });
  }
  const source = storageOf(value, op);
  // one element everywhere, as optimizers begin with zeros: no array until somebody needs one
  if (source.strides?.every((stride) => stride === 0)) {
    source.shared = true;
    return new Storage(source.data, source.strides, source.offset, true);
  }
  const data = eager.dataOf(value, op);
  const storage = new Storage(isWhole(data) ? data : data.slice());
  if (storage.data === source.data) {
    source.shared = true;
    storage.shared = true;
    storage.exposed = true;
  }
  return storage;
}

/** A window on larger memory would keep all of it alive. */
const isWhole = (data: TypedArray): boolean => data.byteLength === data.buffer.byteLength;
