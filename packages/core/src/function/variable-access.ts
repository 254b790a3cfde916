/** Who is told when a variable is read: gradient tapes, and functions that need to know which variables they use. */
import type { Tensor } from '../tensor/tensor.ts';

/** What listeners need of a variable; `Variable` is the one implementation. */
export interface ReadableVariable {
  readonly id: number;
  readonly name: string;
  readonly trainable: boolean;
}

export interface AccessListener {
  /** `tensor` is the value that was read; two reads without an assignment between them give one tensor. */
  variableRead(variable: ReadableVariable, tensor: Tensor): void;
}

let listeners: readonly AccessListener[] = [];

/** Runs `body` while `listener` hears of every read. */
export function withAccessListener<T>(listener: AccessListener, body: () => T): T {
  const outer = listeners;
  listeners = [...outer, listener];
  try {
    return body();
  } finally {
    listeners = outer;
  }
}

/** Runs `body` unheard. */
export function withoutAccessListeners<T>(body: () => T): T {
  const outer = listeners;
  listeners = [];
  try {
    return body();
  } finally {
    listeners = outer;
  }
}

/** Called by a variable at each read. */
export function announceRead(variable: ReadableVariable, tensor: Tensor): void {
  for (const listener of listeners) listener.variableRead(variable, tensor);
}
