/**
 * What a traced function does besides computing: JavaScript that runs at every call of the function, after its program, with values that the program
 * had at that place. The values are results of the program that the caller does not see (docs/decisions: summaries inside compiled steps).
 */
import { currentBase, failure, type TraceBuilder } from '@millrace/ir';
import { eager, type Tensor } from '../../tensor/tensor.ts';

export interface HostCallback {
  /** Who asked for it, for messages. */
  readonly op: string;
  /** Values of the trace, or of data. */
  readonly tensors: readonly Tensor[];
  readonly run: (tensors: readonly Tensor[]) => void;
  /** What to do where the function becomes a part of another trace; the tensors are values of that one. */
  readonly inline: (tensors: readonly Tensor[]) => void;
}

/** The callbacks of a trace that is open, in order. */
export class HostCallbacks {
  readonly list: HostCallback[] = [];
  readonly #builder: TraceBuilder;
  constructor(builder: TraceBuilder) {
    this.#builder = builder;
  }
  add(callback: HostCallback): void {
    // A value inside a loop, a branch or a derivative is none of the program's own: it cannot leave as a result.
    if (currentBase() !== this.#builder || callback.tensors.some((x) => x.builder !== eager && x.builder !== this.#builder))
      throw failure('unimplemented', {
        op: callback.op,
        message: `inside ${this.#builder.name}, and there inside a loop, a branch, a batch or a derivative`,
        hint: 'return the value from the inner function and use it there',
      });
    this.list.push(callback);
  }
}

let open: HostCallbacks | null = null;

/** The trace that is open, as something to compare with; null outside of `tf.function`s. */
export const openTrace = (): object | null => open;

/** Runs `body` with callbacks going to `callbacks`; null runs them at once. */
export function withHostCallbacks<T>(callbacks: HostCallbacks | null, body: () => T): T {
  const outer = open;
  open = callbacks;
  try {
    return body();
  } finally {
    open = outer;
  }
}

/**
 * Calls `run` with the data of `tensors`: at once, or inside of a `tf.function` at every call of that, when its program has run. It must not keep
 * the tensors. Callbacks of a call run in the order in which they were asked for; none runs when the call fails.
 * Source: `tf.py_function` with no result; JAX's `io_callback`.
 * @param inline  where the `tf.function` is called by another one: instead of asking that one for the callback as it is
 * @throws UnimplementedError inside a loop, a branch, a batch or a derivative of a traced function
 */
export function hostCallback(
  op: string,
  tensors: readonly Tensor[],
  run: (tensors: readonly Tensor[]) => void,
  inline: (tensors: readonly Tensor[]) => void = (values) => hostCallback(op, values, run),
): void {
  if (open === null) run(tensors);
  else open.add({ op, tensors, run, inline });
}
