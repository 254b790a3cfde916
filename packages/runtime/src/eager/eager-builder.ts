/**
 * Eager execution: the base builder. Values are made by the host (core's tensors) and hold a Storage. An operation on types that were seen
 * before costs a look-up, an allocation and the kernel (notes N7).
 */
import {
  type Attributes,
  type Builder,
  evaluateOperation,
  failure,
  type Literal,
  literal,
  type Primitive,
  type RandomSource,
  type Region,
  randomSource,
  type TensorType,
  type Type,
  type TypedArray,
  type Value,
  type ValueHost,
} from '@millrace/ir';
import { countFallback, devicesVersion } from '../devices/chain.ts';
import { emitEvent, hasListeners, watchListeners } from '../events/events.ts';
import { allocateResult } from '../memory/pool.ts';
import { contiguous, Storage } from '../memory/storage.ts';
import { type Entry, OperationCache, snapshotAttributes } from './operation-cache.ts';
import { planOperation } from './plan.ts';

/** Sees every value that eager execution makes; `tidy` is built on it. */
export type ValueTracker = (value: Value) => void;

const observesEvents = 1;
const tracksValues = 2;

export class EagerBuilder implements Builder {
  readonly level: number = 0;
  readonly #host: ValueHost;
  /** By the primitive's id. */
  #caches: OperationCache[] = [];
  #version: number = devicesVersion();
  /** What an operation must do besides computing; 0 in the fast case. */
  #mode: number = 0;
  #tracker: ValueTracker | null = null;
  /** What `rng` draws from, so that two calls differ. */
  readonly #random: RandomSource = randomSource(0n);
  constructor(host: ValueHost) {
    this.#host = host;
    this.#setMode(observesEvents, hasListeners());
    watchListeners(() => this.#setMode(observesEvents, hasListeners()));
  }

  #setMode(flag: number, on: boolean): void {
    this.#mode = on ? this.#mode | flag : this.#mode & ~flag;
  }

  /**
   * A value over row-major data; the array is not copied. `owned` says that nobody else holds the array, so that releasing the value may
   * hand it to later results.
   */
  fromData(type: TensorType, data: TypedArray, owned: boolean = false): Value {
    return this.#make(type, new Storage(data, null, 0, !owned));
  }

  /** A value over a storage, which may be a view. */
  fromStorage(type: TensorType, storage: Storage): Value {
    return this.#make(type, storage);
  }

  /** The storage of a value of this builder. Throws FailedPreconditionError when its data is gone, ArgumentTypeError for another builder's value. */
  storageOf(value: Value, op: string = 'read'): Storage {
    if (value.builder !== this) throw failure('wrong-kind', { op, message: 'an operand belongs to a trace that has ended' });
    const storage = value.payload as Storage;
    if (storage.releasedBecause !== null) storage.check(op);
    return storage;
  }

  /** The row-major elements of a value. Do not write to the array: it may be shared. */
  dataOf(value: Value, op: string = 'read'): TypedArray {
    const storage = this.storageOf(value, op);
    const data = contiguous(storage, value.type as TensorType);
    if (storage.strides === null) storage.shared = true;
    return data;
  }

  /** The element of a scalar, as a number. */
  scalarOf(value: Value, op: string): number {
    const { data, offset } = this.storageOf(value, op);
    return Number(data[offset * (value.type as TensorType).element.lanes]);
  }

  /** Gives the memory of a value back at once; using the value later raises with `why`. Doing so twice is harmless. */
  release(value: Value, why: string = 'disposed'): void {
    if (value.builder === this) (value.payload as Storage).release(why);
  }

  /** Shows every value that is made from now on to `tracker`; null stops. Answers the tracker before, to put back. */
  track(tracker: ValueTracker | null): ValueTracker | null {
    const before = this.#tracker;
    this.#tracker = tracker;
    this.#setMode(tracksValues, tracker !== null);
    return before;
  }

  /**
   * Runs `body` and gives back the memory of the values that were made in it, except those that `kept` names among its results: for intermediates
   * that nobody else can see, such as those of a backward pass (notes N9). What shares an array with a kept value keeps the array.
   */
  scoped<T>(body: () => T, kept: (result: T) => readonly Value[]): T {
    const made: Value[] = [];
    const outer = this.track((v) => made.push(v));
    let survivors: ReadonlySet<Value> = new Set();
    try {
      const result = body();
      survivors = new Set(kept(result));
      return result;
    } finally {
      this.track(outer);
      for (const value of made) {
        if (survivors.has(value)) outer?.(value);
        else this.release(value, 'released with the scope that made it');
      }
    }
  }

  constant(l: Literal): Value {
    return this.#make(l.type, new Storage(l.data, null, 0, true));
  }

  #make(type: Type, storage: Storage): Value {
    const value = this.#host.make(type, this, storage);
    if (this.#tracker !== null) this.#tracker(value);
    return value;
  }

  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    if (this.#version !== devicesVersion()) this.#forget();
    const cache = this.#caches[primitive.id] ?? (this.#caches[primitive.id] = new OperationCache(primitive));
    const entry = cache.lastFits(operands, attributes, regions)
      ? (cache.last as Entry)
      : (cache.find(operands, attributes, regions) ?? this.#addEntry(cache, primitive, operands, attributes, regions));
    return (this.#mode & observesEvents) === 0
      ? this.#run(entry, primitive, operands, attributes, regions)
      : this.#runObserved(entry, primitive, operands, attributes, regions);
  }

  #run(entry: Entry, primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    if (entry.host !== null) return entry.host(operands, attributes, regions);
    if (entry.device === 'evaluator') return this.#evaluate(entry, primitive, operands, attributes, regions);
    const inputs: Storage[] = new Array(operands.length);
    for (let i = 0; i < operands.length; i++) inputs[i] = this.storageOf(operands[i], primitive.shortName);
    const { kernel, single } = entry;
    if (kernel !== null && single !== null && regions.length === 0) {
      const data = allocateResult(single.element, single.size);
      kernel(inputs, [data]);
      return [this.#make(single, new Storage(data))];
    }
    if (entry.view !== null) return [this.#make(entry.results[0], entry.view(inputs[0]))];
    for (const region of regions) for (const capture of region.captures) inputs.push(this.storageOf(capture, primitive.shortName));
    const outputs = entry.results.map((t) => allocateResult((t as TensorType).element, (t as TensorType).size));
    kernel?.(inputs, outputs);
    return entry.results.map((t, k) => this.#make(t, new Storage(outputs[k])));
  }

  #runObserved(entry: Entry, primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const start = performance.now();
    const results = this.#run(entry, primitive, operands, attributes, regions);
    const types = { operands: operands.map((o) => o.type as TensorType), results: results.map((r) => r.type as TensorType) };
    emitEvent({ kind: 'operation', name: primitive.name, device: entry.device, ...types, start, end: performance.now(), thread: 0, step: null });
    return results;
  }

  #evaluate(entry: Entry, primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    countFallback(`${primitive.name}(${operands.map((o) => (o.type as TensorType).element?.name ?? o.type.kind).join(', ')})`);
    const read = (v: Value): Literal => literal(v.type as TensorType, contiguous(this.storageOf(v, primitive.shortName), v.type as TensorType));
    const results = evaluateOperation(
      primitive,
      operands.map(read),
      attributes,
      regions.map((r) => ({ program: r.program, captures: r.captures.map(read) })),
      { random: this.#random },
    );
    // A rule may return an operand's array as it is, so nobody may take these for their own.
    return results.map((r, k) => ('type' in r ? this.fromData(r.type, r.data) : this.#host.make(entry.results[k], this, r)));
  }

  #addEntry(cache: OperationCache, primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): Entry {
    for (const o of operands) if (o.builder !== this) this.storageOf(o, primitive.shortName);
    const programs = regions.map((r) => r.program);
    const types = operands.map((o) => o.type);
    const results = primitive.infer(types, attributes, programs);
    const base = { operands: types, attributes: snapshotAttributes(attributes), programs, results };
    const entry = { ...base, ...planOperation(primitive, types, attributes, programs, results, this) };
    if (!cache.holdsLiterals) cache.add(entry);
    return entry;
  }

  #forget(): void {
    this.#caches = [];
    this.#version = devicesVersion();
  }
}
