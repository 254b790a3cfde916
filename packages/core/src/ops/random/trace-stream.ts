/**
 * Stateful draws in traced functions: each place that draws has a stream in a variable of its own, which nobody else sees. The program reads it and
 * moves it on like any variable (notes N3), so calls differ, loops draw anew, and a call that fails leaves the stream where it was.
 */
import { type Dim, failure, methods, type PhiloxState, type Value } from '@millrace/ir';
import { asTensor } from '../../function/as-tensor.ts';
import { initScope } from '../../function/init-scope.ts';
import { Variable } from '../../function/variable.ts';
import { stateScope } from '../../function/variable-state.ts';
import { streamTensor } from './stream-tensor.ts';

/** Begins the stream of a variable anew where the global seed has been set since. */
const renewals = new WeakMap<Variable, () => void>();
/** Places of the trace at work that draw without a seed of their own, so far. */
let places: bigint = 0n;

/** Runs the trace of one function, whose places are counted from 1. */
export function withTracePlaces<T>(body: () => T): T {
  const outer = places;
  places = 0n;
  try {
    return body();
  } finally {
    places = outer;
  }
}

/** Whether a variable is the stream of a place. */
export const isTraceStream = (variable: Variable): boolean => renewals.has(variable);

/** To be called before a program runs: `setSeed` begins streams anew. */
export const renewStream = (variable: Variable): void => renewals.get(variable)?.();

/**
 * The state that a place draws a tensor of this shape from; the stream moves on.
 * @param start    where the stream of a place begins
 * @param version  changes when streams begin anew
 */
export function traceStream(op: string, shape: readonly Dim[], start: (place: bigint) => PhiloxState, version: () => number): Value {
  const scope = stateScope();
  if (scope === null) {
    const message = 'random draws inside a traced function carry on a stream, whose state is threaded only through a tf.function';
    throw failure('unimplemented', { op, message, hint: 'wrap the function in tf.function, use tf.random.stateless…, or draw outside and pass the tensor in' });
  }
  const place = ++places;
  const variable = initScope(() => new Variable(streamTensor(start(place)), { trainable: false, name: `${op}/stream`, dtype: 'int64' }));
  let made = version();
  renewals.set(variable, () => {
    if (made === version()) return;
    made = version();
    initScope(() => variable.assign(streamTensor(start(place))));
  });
  const state = scope.read(variable);
  scope.assign(variable, asTensor(methods.advanceStream(state, { shape })));
  return state;
}
