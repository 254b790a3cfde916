/**
 * Regions of branches and loops whose functions may read and assign variables. Inside a function with threaded state, a branch returns every
 * variable that any branch assigned, and a loop carries those that its body assigned; what is only read is captured.
 */
import { currentBase, failure, methods, Program, ProgramValue, type Region, type Type, trace, type Value } from '@millrace/ir';
import { Tensor, tensorHost } from '../tensor/tensor.ts';
import { ThreadedState } from './traced/threaded-state.ts';
import type { Variable } from './variable.ts';
import { announceRead } from './variable-access.ts';
import { type StateScope, stateScope, withStateScope } from './variable-state.ts';

/** A traced function. Its results are followed by the new values of the variables that it assigned. */
interface StatefulRegion {
  readonly region: Region;
  /** Number of results without those of variables. */
  readonly count: number;
  readonly written: readonly Variable[];
  /** The values that stood for variables on entry. */
  readonly entered: ReadonlyMap<Variable, Tensor>;
}

type Enter = (outer: StateScope, variable: Variable) => Tensor;

function traceStateful(types: readonly Type[], body: (...args: Value[]) => readonly Value[], enter: Enter): StatefulRegion {
  const outer = stateScope();
  let state: ThreadedState | null = null;
  let count = 0;
  const region = trace(
    types,
    (...args) => {
      state =
        outer &&
        new ThreadedState(
          currentBase(),
          (v) => enter(outer, v),
          (v) => outer.created?.(v),
        );
      const results = withStateScope(state, () => body(...args));
      count = results.length;
      return [...results, ...(state?.written().values() ?? [])];
    },
    tensorHost,
  );
  const threaded = state as ThreadedState | null;
  return { region, count, written: [...(threaded?.written().keys() ?? [])], entered: threaded?.entered() ?? new Map() };
}

/** Values that a region lets in. */
function partsOf({ program, captures }: Region): { captures: Value[]; places: ProgramValue[]; own: readonly ProgramValue[] } {
  return { captures: [...captures], places: program.arguments.slice(0, captures.length), own: program.arguments.slice(captures.length) };
}

const union = (lists: readonly (readonly Variable[])[]): Variable[] => [...new Set(lists.flat())];

/** Branches with equal results, to run one of them. */
export interface StateBranches {
  readonly regions: readonly Region[];
  /** Takes the results of the operation: assigns variables, and gives back the other ones. */
  readonly settle: (results: readonly Value[]) => readonly Value[];
}

/** Traces functions without arguments, of which one will run. */
export function traceBranches(op: string, branches: readonly (() => readonly Value[])[]): StateBranches {
  const outer = stateScope();
  const traced = branches.map((branch) => traceStateful([], branch, (scope, v) => scope.read(v)));
  const variables = union(traced.map((t) => t.written));
  const regions = traced.map((t) => (variables.length === 0 ? t.region : returning(op, t, variables, outer as StateScope)));
  return { regions, settle: (results) => settle(results, results.length - variables.length, variables, outer) };
}

/** The branch with a result for each of `variables`: where it did not assign one, the value from before. */
function returning(op: string, { region, count, written }: StatefulRegion, variables: readonly Variable[], outer: StateScope): Region {
  const { program } = region;
  const { captures, places, own } = partsOf(region);
  const values = variables.map((variable) => {
    const k = written.indexOf(variable);
    const before = outer.read(variable);
    if (k >= 0) {
      const now = program.results[count + k];
      if (now.type === before.type) return now;
      throw failure('value', { op, message: `variable '${variable.name}' has type ${before.type} before, and ${now.type} after one of the branches` });
    }
    let at = captures.indexOf(before);
    if (at < 0) {
      at = captures.length;
      captures.push(before);
      places.push(new ProgramValue(before.type));
    }
    return places[at];
  });
  return { program: new Program([...places, ...own], program.operations, [...program.results.slice(0, count), ...values], program.guards), captures };
}

function settle(results: readonly Value[], count: number, variables: readonly Variable[], outer: StateScope | null): readonly Value[] {
  variables.forEach((variable, i) => outer?.assign(variable, results[count + i] as Tensor));
  return results.slice(0, count);
}

/** The regions of a loop; variables that it assigns come first among what it carries. */
export interface StateLoop {
  readonly regions: readonly Region[];
  /** Values of the variables before the loop: the first operands. */
  readonly initial: readonly Value[];
  /** Takes the results of the operation: assigns variables, and gives back the other ones. */
  readonly settle: (results: readonly Value[]) => readonly Value[];
}

/** A part of a loop: a function of what the loop carries (and of slices, in a scan). */
export interface LoopPart {
  readonly types: readonly Type[];
  readonly body: (...args: Value[]) => readonly Value[];
  /** Whether it returns the next values: a body does, a condition does not. */
  readonly advances: boolean;
}

/** Traces the parts of a loop. Only a part that advances may assign variables. */
export function traceLoop(op: string, parts: readonly LoopPart[]): StateLoop {
  const outer = stateScope();
  // A name of its own for the value on entry: if the loop assigns the variable it is an argument, else the value from before.
  const enter: Enter = (scope, variable) => {
    const before = scope.read(variable);
    announceRead(variable, before);
    return new Tensor(before.type, before.builder, before.payload);
  };
  const traced = parts.map(({ types, body }) => traceStateful(types, body, enter));
  traced.forEach(({ written }, i) => {
    if (written.length === 0 || parts[i].advances) return;
    throw failure('precondition', { op, message: `the condition assigns variable '${written[0].name}'`, hint: 'assign it in the body' });
  });
  const variables = union(traced.map((t) => t.written));
  const initial = variables.map((v) => (outer as StateScope).read(v));
  const regions = traced.map((t, i) => carrying(op, t, variables, initial, parts[i].advances, outer));
  return {
    regions,
    initial,
    settle: (results) => {
      variables.forEach((variable, i) => outer?.assign(variable, results[i] as Tensor));
      return results.slice(variables.length);
    },
  };
}

/** A part of a loop with the assigned variables as its first arguments, and as its first results where it advances. */
function carrying(
  op: string,
  { region, count, written, entered }: StatefulRegion,
  variables: readonly Variable[],
  initial: readonly Value[],
  advances: boolean,
  outer: StateScope | null,
): Region {
  const { program } = region;
  const { captures, places, own } = partsOf(region);
  const take = (at: number): ProgramValue => {
    captures.splice(at, 1);
    return places.splice(at, 1)[0];
  };
  const carried = variables.map((variable, i) => {
    const at = captures.indexOf(entered.get(variable) as Value);
    return at < 0 ? new ProgramValue(initial[i].type) : take(at);
  });
  for (const [variable, standIn] of entered) {
    const at = captures.indexOf(standIn);
    const before = at >= 0 && (outer as StateScope).read(variable);
    // Captures are told apart by identity: a second one of the same value gets a name of its own.
    if (before) captures[at] = captures.includes(before) ? methods.convert(before, { element: before.type.element }) : before;
  }
  const next = variables.map((variable, i) => {
    const k = written.indexOf(variable);
    const value = k < 0 ? carried[i] : program.results[count + k];
    if (value.type === initial[i].type) return value;
    throw failure('value', { op, message: `the loop changes variable '${variable.name}' from type ${initial[i].type} to ${value.type}` });
  });
  const results = [...(advances ? next : []), ...program.results.slice(0, count)];
  return { program: new Program([...places, ...carried, ...own], program.operations, results, program.guards), captures };
}
