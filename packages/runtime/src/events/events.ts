/**
 * Events of what runs, for profilers. Without a listener an eager operation pays one comparison, and so does a call of a compiled program, whatever
 * number of steps it has.
 *
 * A call of a program gives events from within outwards: first the steps, in the order in which they end, each behind the shares of other threads in
 * it and behind the steps of its bodies (branches and loops are steps, too), then the call. Times of all threads have one origin.
 */
import type { Location, TensorType } from '@millrace/ir';

/** What a step of a program is; one object a step, the same in every call. */
export interface StepFacts {
  /** Name of the program: that of its function. */
  readonly program: string;
  /** Place of the step in the program, counted from 0 in the order of the listing, bodies behind the step that has them. */
  readonly index: number;
  /** Keys of the kernels that it calls, as in the listing and in the code. */
  readonly kernels: readonly string[];
  /** Where the user wrote it. */
  readonly location: Location;
  /** As in the report of cost. Of one run; bodies count for themselves. */
  readonly flops: number;
  readonly bytes: number;
}

/** An operation of eager code, a call of a program, a step of a program, or the share of another thread in a step. */
export type EventKind = 'operation' | 'call' | 'step' | 'share';

export interface OperationEvent {
  readonly kind: EventKind;
  /** The primitive (`stablehlo.add`), `copy` for steps that only move data, or, for a call, the name of the program. */
  readonly name: string;
  /** What ran it. */
  readonly device: 'js' | 'wasm' | 'view' | 'host' | 'evaluator';
  readonly operands: readonly TensorType[];
  readonly results: readonly TensorType[];
  /** Milliseconds, of `performance.now()` in the thread that listens. */
  readonly start: number;
  readonly end: number;
  /** 0: the thread that listens; others are workers, counted from 1. */
  readonly thread: number;
  /** Null for operations and calls. */
  readonly step: StepFacts | null;
}

export type EventListener = (event: OperationEvent) => void;

let listeners: readonly EventListener[] = [];

export const hasListeners = (): boolean => listeners.length > 0;

/** Adds a listener; call the answer to remove it. */
export function onEvent(listener: EventListener): () => void {
  listeners = [...listeners, listener];
  notify();
  return () => {
    listeners = listeners.filter((l) => l !== listener);
    notify();
  };
}

export function emitEvent(event: OperationEvent): void {
  for (const listener of listeners) listener(event);
}

const watchers: (() => void)[] = [];

/** Calls `changed` whenever listeners come or go, so that builders need no test of their own. */
export function watchListeners(changed: () => void): void {
  watchers.push(changed);
}
const notify = (): void => {
  for (const changed of watchers) changed();
};
