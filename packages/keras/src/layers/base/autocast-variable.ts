/** Weights that read as the dtype in which their layer computes. Source: Keras's `AutocastScope`. */
import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

let readAs: DTypeName | null = null;

/** Runs `body` with floating weights of layers read as `dtype`; null reads them as they are. */
export function withAutocast<T>(dtype: DTypeName | null, body: () => T): T {
  const outer = readAs;
  readAs = dtype;
  try {
    return body();
  } finally {
    readAs = outer;
  }
}

/** A variable whose reads inside a layer's `call` have the dtype that the layer computes in. Assignments and optimizers see its own. */
export class AutocastVariable extends tf.Variable {
  override value(): Tensor {
    const value = super.value();
    return readAs === null || !value.dtype.isFloating || value.dtype.name === readAs ? value : tf.cast(value, readAs);
  }
}
