/** Events of executed operations, for profilers. Without a listener an operation pays one comparison. */
import type { TensorType } from '@millrace/ir';

export interface OperationEvent {
  /** The primitive: `stablehlo.add`. */
  readonly name: string;
  /** What ran it. */
  readonly device: 'js' | 'wasm' | 'view' | 'host' | 'evaluator';
  readonly operands: readonly TensorType[];
  readonly results: readonly TensorType[];
  /** Milliseconds, of `performance.now()`. */
  readonly start: number;
  readonly end: number;
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
