/** The calls of layers in progress: who is inside whom, and whether the model trains. */
import { operationScope } from '@millrace/core';

/** What a layer's `call` gets besides its inputs. */
export interface CallArguments {
  /** Whether the model trains: dropout drops, batch normalization uses the batch's statistics. */
  readonly training: boolean;
  /** Which steps of the input count; null for all. A tree of the form of the inputs. */
  readonly mask: unknown;
  readonly [key: string]: unknown;
}

/** One call in progress. */
export interface CallFrame {
  readonly layer: { readonly name: string };
  readonly outer: CallFrame | null;
  readonly training: boolean;
  /** Number of the outermost call: losses added in one forward pass share it. */
  readonly forward: number;
}

let current: CallFrame | null = null;
let forwards = 0;

/** The innermost call in progress. */
export const currentCall = (): CallFrame | null => current;

/** Runs `body` as a call of `layer`. */
export function inCall<T>(layer: CallFrame['layer'], training: boolean, body: (frame: CallFrame) => T): T {
  const outer = current;
  const frame: CallFrame = { layer, outer, training, forward: outer === null ? ++forwards : outer.forward };
  current = frame;
  try {
    return operationScope(layer.name, () => body(frame));
  } finally {
    current = outer;
  }
}

/** The layers of the calls in progress, outermost first: `model > block > dense`. */
export function callChain(layer: { readonly name: string }): string {
  const names: string[] = [layer.name];
  for (let frame = current; frame !== null; frame = frame.outer) names.unshift(frame.layer.name);
  return names.join(' > ');
}
