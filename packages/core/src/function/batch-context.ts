/** The batches that vectorizedMap is running: what has no operands, such as a random draw, must still differ from example to example. */
import type { Dim, Value } from '@millrace/ir';

export interface OpenBatch {
  readonly size: Dim;
  /** The value whose examples are the rows of `rows`. */
  readonly lift: (rows: Value) => Value;
}

let open: readonly OpenBatch[] = [];

/** Open batches, the outermost first. */
export const openBatches = (): readonly OpenBatch[] => open;

/** Runs `body` inside one more batch. */
export function withBatch<T>(batch: OpenBatch, body: () => T): T {
  const outer = open;
  open = [...outer, batch];
  try {
    return body();
  } finally {
    open = outer;
  }
}

/** Runs `body` outside of all batches. */
export function withoutBatches<T>(body: () => T): T {
  const outer = open;
  open = [];
  try {
    return body();
  } finally {
    open = outer;
  }
}
