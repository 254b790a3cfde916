/** The walk of a gradient tape: from cotangents of targets to cotangents of sources, over recorded operations in reverse. */
import { type Applied, inputsOf, isRecording, methods, pullback, type TensorType, type Value } from '@millrace/ir';
import { eager, type Tensor } from '../tensor/tensor.ts';
import type { ReadableVariable } from './variable-access.ts';

/** A record that the walk has passed is dropped when the tape is used once only. */
export type Records = (Applied | undefined)[];

/** What the functions that differentiate see of a tape. */
export interface TapeView {
  readonly records: Records;
  /** The tensors that reads of a variable gave while it was watched. */
  readonly readsOf: (variable: ReadableVariable) => readonly Tensor[];
  /** Whether records may be dropped while walking back. */
  readonly release: boolean;
}

/** Every value that depends on one of `sources`, the sources included. */
function dependents(records: Records, sources: readonly Value[]): Set<Value> {
  const found = new Set<Value>(sources);
  for (const record of records) {
    if (record && inputsOf(record).some((v) => found.has(v))) for (const r of record.results) found.add(r);
  }
  return found;
}

/** Smaller arrays are the engine's business. */
const smallestReleased = 16_384;

/**
 * The cotangents of a walk. Those that it made and used up give their memory back at once, for the next ones to take: nobody else has seen
 * them (notes N9).
 */
class Cotangents {
  readonly values: Map<Value, Value> = new Map();
  readonly #releases: boolean;
  /** Values made by the walk, and in how many places they stand. */
  readonly #own = new Map<Value, number>();
  constructor(releases: boolean) {
    this.#releases = releases;
  }

  /** Adds `change` to the cotangent of `place`; returns what stood there before. */
  accumulate(place: Value, change: Value): Value | null {
    const before = this.values.get(place) ?? null;
    const sum = methods.add2(before, change) as Value;
    if (sum !== change) this.adopt(sum);
    if (before) this.#count(before, -1);
    this.#count(sum, 1);
    this.values.set(place, sum);
    return before;
  }

  remove(place: Value): void {
    const value = this.values.get(place);
    if (value) this.#count(value, -1);
    this.values.delete(place);
  }

  /** Notes that the walk made a value, unless it is small or part of a trace or a batch. */
  adopt(value: Value): void {
    const isLarge = (value.type as TensorType).size >= smallestReleased;
    if (this.#releases && isLarge && value.builder === eager && !this.#own.has(value)) this.#own.set(value, 0);
  }

  /** Gives back values that stand nowhere any more. */
  release(values: readonly (Value | null)[]): void {
    if (!this.#releases) return;
    for (const value of values) {
      if (value === null || this.#own.get(value) !== 0) continue;
      this.#own.delete(value);
      eager.release(value, 'used up by a gradient tape');
    }
  }

  #count(value: Value, change: number): void {
    const uses = this.#own.get(value);
    if (uses !== undefined) this.#own.set(value, uses + change);
  }
}

/**
 * Cotangents of `sources`; absent where nothing connects them to a seed.
 * @param seeds     cotangents of the targets
 * @param release   forget records and cotangents as soon as they are used, so that the collector can have the intermediate values
 */
export function walkBack(records: Records, seeds: ReadonlyMap<Value, Value>, sources: readonly Value[], release: boolean): Map<Value, Value> {
  const wanted = dependents(records, sources);
  const kept = new Set(sources);
  // What another tape records must stay.
  const cotangents = new Cotangents(release && !isRecording());
  for (const [target, seed] of seeds) if (wanted.has(target)) cotangents.accumulate(target, seed);
  // A persistent tape may record this very walk; its new records are behind `count` and not part of it.
  const count = records.length;
  for (let i = count - 1; i >= 0; i--) {
    const record = records[i];
    if (release) records[i] = undefined;
    if (record) stepBack(record, cotangents, wanted, kept);
  }
  return cotangents.values;
}

function stepBack(record: Applied, cotangents: Cotangents, wanted: ReadonlySet<Value>, kept: ReadonlySet<Value>): void {
  const incoming = record.results.map((r) => cotangents.values.get(r) ?? null);
  if (incoming.every((c) => c === null)) return;
  for (const r of record.results) if (!kept.has(r)) cotangents.remove(r);
  const inputs = inputsOf(record);
  const needed = inputs.map((v) => wanted.has(v));
  if (!needed.includes(true)) return;
  const back = pullback(record, incoming, needed);
  // A rule that runs the user's code may have kept what it got, and may return what the user holds.
  const isOurs = !record.primitive.traits.sideEffect;
  const replaced: (Value | null)[] = [];
  for (let k = 0; k < inputs.length; k++) {
    const change = back[k] ?? null;
    if (!needed[k] || change === null) continue;
    if (isOurs && !incoming.includes(change) && !inputs.includes(change) && !record.results.includes(change)) cotangents.adopt(change);
    replaced.push(cotangents.accumulate(inputs[k], change));
  }
  if (isOurs) cotangents.release([...incoming, ...replaced, ...back]);
}
