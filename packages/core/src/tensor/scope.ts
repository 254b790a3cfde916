/** Returning memory early: `tidy`, `keep`, `dispose`. Nobody has to call them; the JavaScript engine frees tensors (design.md, section 5). */
import { isRecording, type Value } from '@millrace/ir';
import { type MemoryCounters, memoryCounters } from '@millrace/runtime';
import { flatten } from '../function/nest.ts';
import { eager, Tensor } from './tensor.ts';

interface Scope {
  readonly made: Value[];
  readonly kept: Set<Value>;
}

let current: Scope | null = null;

const tensorsIn = (structure: unknown): Tensor[] => (flatten(structure as never) as unknown[]).filter((leaf): leaf is Tensor => leaf instanceof Tensor);

/**
 * Runs `body` and disposes the tensors made inside, except those in its result (a tensor, or arrays and objects of them) and those passed to
 * `keep`. While a gradient tape records, nothing is disposed, because the tape needs the tensors. Scopes nest.
 *
 * TensorFlow.js: `tf.tidy`.
 */
export function tidy<T>(body: () => T): T {
  const outer = current;
  const scope: Scope = { made: [], kept: new Set() };
  current = scope;
  const tracker = eager.track((value) => scope.made.push(value));
  try {
    const result = body();
    const alive = tensorsIn(result);
    if (!isRecording()) releaseAllBut(scope.made, new Set([...alive, ...scope.kept]));
    if (outer) {
      outer.made.push(...alive);
      for (const t of scope.kept) outer.kept.add(t);
    }
    return result;
  } finally {
    current = outer;
    eager.track(tracker);
  }
}

/** A storage that a survivor holds stays, whoever made it. */
function releaseAllBut(made: readonly Value[], keep: ReadonlySet<Value>): void {
  const payloads = new Set([...keep].map((t) => t.payload));
  for (const t of made) if (!keep.has(t) && !payloads.has(t.payload)) eager.release(t, 'disposed by tidy');
}

/** Protects a tensor from the `tidy` scopes that are open, and returns it. TensorFlow.js: `tf.keep`. */
export function keep<T extends Tensor>(x: T): T {
  current?.kept.add(x);
  return x;
}

/** Disposes the tensors of a structure. TensorFlow.js: `tf.dispose`. */
export function dispose(structure: unknown): void {
  for (const t of tensorsIn(structure)) t.dispose();
}

/** What eager execution allocated and gave back since the start. What the engine freed by itself is not counted. TensorFlow.js: `tf.memory`. */
export function memory(): MemoryCounters {
  return memoryCounters();
}
