/** The walk of a gradient tape: from cotangents of targets to cotangents of sources, over recorded operations in reverse. */
import { type Applied, inputsOf, methods, pullback, type Value } from '@millrace/ir';
import type { Tensor } from '../tensor/tensor.ts';
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

/**
 * Cotangents of `sources`; absent where nothing connects them to a seed.
 * @param seeds     cotangents of the targets
 * @param release   forget records and cotangents as soon as they are used, so that the collector can have the intermediate values
 */
export function walkBack(records: Records, seeds: ReadonlyMap<Value, Value>, sources: readonly Value[], release: boolean): Map<Value, Value> {
  const wanted = dependents(records, sources);
  const kept = new Set(sources);
  const cotangents = new Map<Value, Value>();
  for (const [target, seed] of seeds) if (wanted.has(target)) cotangents.set(target, seed);
  // A persistent tape may record this very walk; its new records are behind `count` and not part of it.
  const count = records.length;
  for (let i = count - 1; i >= 0; i--) {
    const record = records[i];
    if (release) records[i] = undefined;
    if (record) stepBack(record, cotangents, wanted, kept);
  }
  return cotangents;
}

function stepBack(record: Applied, cotangents: Map<Value, Value>, wanted: ReadonlySet<Value>, kept: ReadonlySet<Value>): void {
  const incoming = record.results.map((r) => cotangents.get(r) ?? null);
  if (incoming.every((c) => c === null)) return;
  for (const r of record.results) if (!kept.has(r)) cotangents.delete(r);
  const inputs = inputsOf(record);
  const needed = inputs.map((v) => wanted.has(v));
  if (!needed.includes(true)) return;
  const back = pullback(record, incoming, needed);
  for (let k = 0; k < inputs.length; k++) {
    if (!needed[k]) continue;
    const sum = methods.add2(cotangents.get(inputs[k]) ?? null, back[k] ?? null);
    if (sum) cotangents.set(inputs[k], sum);
  }
}
