/**
 * Where reads and assignments of variables go while a function is traced: state is a value threaded through the program (notes N3),
 * so each trace keeps the current value of every variable that it touches. `tf.function` installs a scope; eager execution has none.
 */
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from './variable.ts';

export interface StateScope {
  /** The value of a variable at this point of the trace. */
  read(variable: Variable): Tensor;
  /** Makes `value` what later reads in the trace give, and what the variable holds when the program has run. */
  assign(variable: Variable, value: Tensor): void;
  /** Hears of a variable that is made inside the trace; throws where none may be made. */
  created?(variable: Variable): void;
}

let current: StateScope | null = null;

export const stateScope = (): StateScope | null => current;

/** Runs `body` with reads and assignments going to `scope`; null returns to eager state. */
export function withStateScope<T>(scope: StateScope | null, body: () => T): T {
  const outer = current;
  current = scope;
  try {
    return body();
  } finally {
    current = outer;
  }
}
