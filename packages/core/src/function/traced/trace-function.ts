/** From a function to a program with state: variables that it touches become arguments, those that it assigns results (notes N3). */
import { atNewLevel, failure, Program, ProgramValue, type TensorType, TraceBuilder, type Value, withBase, withoutRecorder } from '@millrace/ir';
import { withTracePlaces } from '../../ops/random/trace-stream.ts';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { eager, Tensor, tensorHost } from '../../tensor/tensor.ts';
import { isTensorSource } from '../../tensor/tensor-source.ts';
import { withoutBatches } from '../batch-context.ts';
import { scopedLocation } from '../name-scope.ts';
import { flatten, type Nested } from '../nest.ts';
import type { Variable } from '../variable.ts';
import { stateOf } from '../variable.ts';
import { withoutAccessListeners } from '../variable-access.ts';
import { withStateScope } from '../variable-state.ts';
import { type HostCallback, HostCallbacks, withHostCallbacks } from './host-callbacks.ts';
import { ThreadedState } from './threaded-state.ts';

/** A variable of a program. */
export interface StateUse {
  readonly variable: Variable;
  readonly type: TensorType;
  /** Whether the program reads the value; else it only assigns. */
  readonly isRead: boolean;
}

/** Where a leaf of the result comes from: a result of the program, an argument handed through, or JavaScript at the time of the trace. */
export type Leaf =
  | { readonly from: 'result' | 'argument'; readonly index: number; readonly type: TensorType }
  | { readonly from: 'trace'; readonly value: unknown };

/** A callback of a trace, with where its tensors come from. */
export interface TracedCallback {
  readonly leaves: readonly Leaf[];
  readonly run: HostCallback['run'];
  readonly inline: HostCallback['inline'];
}

export interface TracedProgram {
  readonly name: string;
  /** Arguments: states, captures, inputs. Results: new values of the states `writes`, then outputs, then what only callbacks see. */
  readonly program: Program;
  readonly states: readonly StateUse[];
  readonly writes: readonly number[];
  /** Tensors from outside that the function uses. */
  readonly captures: readonly Tensor[];
  /** What the function returned, and where its leaves come from, in order. */
  readonly structure: Nested<unknown>;
  readonly leaves: readonly Leaf[];
  /** What runs after the program, in order. */
  readonly callbacks: readonly TracedCallback[];
  /** How many of the last results only callbacks see. */
  readonly unseen: number;
}

/** Nothing around a trace hears of it: tapes, `tidy`, batches see the call of the function instead. */
function isolated<T>(body: () => T): T {
  const tracker = eager.track(null);
  try {
    return withoutRecorder('all', () => withoutAccessListeners(() => withoutBatches(body)));
  } finally {
    eager.track(tracker);
  }
}

/**
 * Traces `call` on inputs of these types.
 * @param create  hears of each variable that is made, and may throw
 */
export function traceFunction(
  name: string,
  types: readonly TensorType[],
  call: (inputs: readonly Tensor[]) => unknown,
  create: (variable: Variable) => void,
): TracedProgram {
  return isolated(() =>
    atNewLevel((level) => {
      const builder = new TraceBuilder(level, tensorHost, scopedLocation, `tf.function '${name}'`);
      const enter = (variable: Variable): Tensor => {
        stateOf(variable).check('read');
        return builder.argument(variable.type) as Tensor;
      };
      const state = new ThreadedState(builder, enter, create);
      const inputs = types.map((t) => builder.argument(t) as Tensor);
      const callbacks = new HostCallbacks(builder);
      const { structure, leaves } = withBase(builder, () =>
        withStateScope(state, () => withHostCallbacks(callbacks, () => withTracePlaces(() => returnedBy(name, call(inputs))))),
      );
      const traced = assemble(name, builder, state, inputs, structure, leaves, callbacks.list);
      builder.end();
      return traced;
    }),
  );
}

/** What a function returned: tensors for numbers and variables, other values as they are. Throws TypeError for what has no place in a result. */
export function returnedBy(name: string, returned: unknown): { readonly structure: Nested<unknown>; readonly leaves: readonly unknown[] } {
  if (returned instanceof Promise)
    throw failure('wrong-kind', {
      op: name,
      message: 'the function is asynchronous: what it does after its first await cannot be traced',
      hint: 'await the data first, then call the function on it',
    });
  const structure = returned as Nested<unknown>;
  return { structure, leaves: flatten<unknown>(structure).map((leaf) => resultLeaf(name, leaf)) };
}

function resultLeaf(name: string, leaf: unknown): unknown {
  if (leaf instanceof Tensor || isTensorSource(leaf)) return toTensor(name, leaf);
  if (leaf === null || leaf === undefined || typeof leaf === 'string') return leaf;
  if (typeof leaf === 'number' || typeof leaf === 'boolean' || typeof leaf === 'bigint' || ArrayBuffer.isView(leaf)) return toTensor(name, leaf as TensorLike);
  throw failure('wrong-kind', {
    op: name,
    message: `the function returned ${describe(leaf)}`,
    valid: 'tensors, variables, numbers, null and undefined, in arrays, plain objects and Maps',
  });
}

function assemble(
  name: string,
  builder: TraceBuilder,
  state: ThreadedState,
  inputs: readonly Tensor[],
  structure: Nested<unknown>,
  returned: readonly unknown[],
  callbacks: readonly HostCallback[],
): TracedProgram {
  const entered = state.entered();
  const written = state.written();
  const place = (v: Value): ProgramValue => builder.lift(v);
  const variables = [...new Set([...entered.keys(), ...written.keys()])];
  const newValues = [...written.values()].map(place);
  const outputs = returned.map((leaf) => (leaf instanceof Tensor ? place(leaf) : null));
  // Data stays data: only values of the trace have to come out of the program.
  const shown = callbacks.map((c) => c.tensors.map((x) => (x.builder === eager ? null : place(x))));
  const statePlaces = variables.map((v) => {
    const initial = entered.get(v);
    return initial ? place(initial) : new ProgramValue(v.type);
  });
  const args = [...statePlaces, ...builder.captures.values(), ...inputs.map(place)];
  const known = new Set(args);
  const isComputed = (p: ProgramValue | null): p is ProgramValue => p !== null && !known.has(p);
  const seen = new Set(outputs.filter(isComputed));
  const results = [...new Set([...seen, ...shown.flat().filter(isComputed)])];
  const leafOf = (p: ProgramValue | null, value: unknown): Leaf => {
    if (p === null) return { from: 'trace', value };
    const index = args.indexOf(p);
    const type = p.type as TensorType;
    return index >= 0 ? { from: 'argument', index, type } : { from: 'result', index: results.indexOf(p), type };
  };
  return {
    name,
    program: new Program(args, builder.operations, [...newValues, ...results], builder.guards),
    states: variables.map((variable) => ({ variable, type: variable.type, isRead: entered.has(variable) })),
    writes: [...written.keys()].map((v) => variables.indexOf(v)),
    captures: [...builder.captures.keys()] as Tensor[],
    structure,
    leaves: outputs.map((p, i) => leafOf(p, returned[i])),
    callbacks: callbacks.map((c, k) => ({ leaves: shown[k].map((p, i) => leafOf(p, c.tensors[i])), run: c.run, inline: c.inline })),
    unseen: results.length - seen.size,
  };
}
