/**
 * The derivative of a program as two programs: one runs forward and keeps what the other needs to go back (notes N6). Both are made from one
 * trace of the program with its pullback: what results need runs forward, all the rest backward, and values between are the residuals.
 */
import { trace } from '../builder/trace.ts';
import type { Value } from '../builder/value.ts';
import { type Operation, Program, ProgramValue } from '../program/program.ts';
import { isDifferentiableType } from './named.ts';
import { runAndPullback } from './pullback.ts';

/** Where the backward program finds a residual: among the arguments, or among the results of the forward program. */
export interface Residual {
  readonly from: 'argument' | 'result';
  readonly index: number;
}

export interface SplitDerivative {
  /** The program's arguments; its results, then residuals that are none of these. */
  readonly forward: Program;
  /** Arguments: the residuals, then cotangents of the results `seeded`. Results: cotangents of the arguments `connected`. */
  readonly backward: Program;
  readonly residuals: readonly Residual[];
  /** The same in one: arguments of the program, then cotangents. For derivatives of the derivative, which residuals would hide from. */
  readonly whole: Program;
  /** Indices of the results of the program that get cotangents, rising. */
  readonly seeded: readonly number[];
  /** Indices of active arguments that a result depends on, rising. */
  readonly connected: readonly number[];
}

const inputsOf = (o: Operation): readonly ProgramValue[] => (o.regions.length === 0 ? o.operands : [...o.operands, ...o.regions.flatMap((r) => r.captures)]);

/**
 * Splits the reverse derivative of a program by the arguments that are `active`.
 * @param seeded  which results get cotangents; default: all that are floating or complex
 * @throws UnimplementedError where an operation on the way has no derivative
 */
export function splitDerivative(program: Program, active: readonly boolean[], seeded?: readonly boolean[]): SplitDerivative {
  const moving = program.results.map((r, i) => isDifferentiableType(r.type) && (seeded?.[i] ?? true));
  const count = program.arguments.length;
  const connected: number[] = [];
  const types = [...program.arguments, ...program.results.filter((_, i) => moving[i])].map((v) => v.type);
  const joint = trace(types, (...given): Value[] => {
    let next = count;
    const cotangents = moving.map((m) => (m ? given[next++] : null));
    const { results, args } = runAndPullback({ program, captures: [] }, given.slice(0, count), cotangents, { args: active });
    const back = args.flatMap((ct, i) => {
      if (ct === null || !active[i]) return [];
      connected.push(i);
      return [ct];
    });
    return [...results, ...back];
  }).program;
  return split(
    joint,
    count,
    program.results.length,
    connected,
    moving.flatMap((m, i) => (m ? [i] : [])),
  );
}

/** Operations that depend on `sources`. */
function dependents(operations: readonly Operation[], sources: readonly ProgramValue[]): Set<Operation> {
  const values = new Set(sources);
  const found = new Set<Operation>();
  for (const o of operations) {
    if (!inputsOf(o).some((v) => values.has(v))) continue;
    found.add(o);
    for (const r of o.results) values.add(r);
  }
  return found;
}

/** Operations that these values come from, and those with side effects that are not in `later`. */
function sliceOf(operations: readonly Operation[], results: readonly ProgramValue[], later: ReadonlySet<Operation>): Set<Operation> {
  const wanted = new Set(results);
  const slice = new Set<Operation>();
  for (let i = operations.length - 1; i >= 0; i--) {
    const o = operations[i];
    const acts = o.primitive.traits.sideEffect === true && !later.has(o);
    if (!acts && !o.results.some((r) => wanted.has(r))) continue;
    slice.add(o);
    for (const v of inputsOf(o)) wanted.add(v);
  }
  return slice;
}

/** Operations whose results need no argument, and can be made again rather than kept. */
function constantsOf(operations: readonly Operation[]): ReadonlyMap<ProgramValue, Operation> {
  const found = new Map<ProgramValue, Operation>();
  for (const o of operations) {
    const { sideEffect, stochastic, expensive } = o.primitive.traits;
    if (sideEffect || stochastic || expensive || !inputsOf(o).every((v) => found.has(v))) continue;
    for (const r of o.results) found.set(r, o);
  }
  return found;
}

function split(joint: Program, count: number, resultCount: number, connected: readonly number[], seeded: readonly number[]): SplitDerivative {
  const args = joint.arguments.slice(0, count);
  const cotangents = joint.arguments.slice(count);
  const results = joint.results.slice(0, resultCount);
  const back = joint.results.slice(resultCount);
  const later = dependents(joint.operations, cotangents);
  const ahead = sliceOf(joint.operations, results, later);
  const constants = constantsOf(joint.operations);
  const behind = sliceBehind(joint.operations, back, ahead, later, constants);
  const made = new Set(behind.flatMap((o) => o.results));
  const outside = new Set([...behind.flatMap(inputsOf), ...back].filter((v) => !made.has(v) && !cotangents.includes(v)));
  const kept = [...outside];
  const outputs = [...results];
  const residuals = kept.map((v): Residual => {
    const argument = args.indexOf(v);
    if (argument >= 0) return { from: 'argument', index: argument };
    const known = outputs.indexOf(v);
    if (known >= 0) return { from: 'result', index: known };
    outputs.push(v);
    return { from: 'result', index: outputs.length - 1 };
  });
  const needed = sliceOf(joint.operations, back, new Set());
  return {
    forward: new Program(
      args,
      joint.operations.filter((o) => ahead.has(o)),
      outputs,
      joint.guards,
    ),
    backward: renamed([...kept, ...cotangents], behind, back),
    residuals,
    whole: new Program(
      joint.arguments,
      joint.operations.filter((o) => needed.has(o)),
      back,
      joint.guards,
    ),
    seeded,
    connected,
  };
}

/** What runs backward: whatever cotangents need and the forward program does not compute, and constants again. */
function sliceBehind(
  operations: readonly Operation[],
  back: readonly ProgramValue[],
  ahead: ReadonlySet<Operation>,
  later: ReadonlySet<Operation>,
  constants: ReadonlyMap<ProgramValue, Operation>,
): Operation[] {
  const wanted = new Set(back);
  const behind: Operation[] = [];
  for (let i = operations.length - 1; i >= 0; i--) {
    const o = operations[i];
    const acts = o.primitive.traits.sideEffect === true && later.has(o);
    if ((!acts && !o.results.some((r) => wanted.has(r))) || (ahead.has(o) && !o.results.every((r) => constants.has(r)))) continue;
    behind.push(o);
    for (const v of inputsOf(o)) wanted.add(v);
  }
  return behind.reverse();
}

/** A program with values of its own: those of the joint one stand in the forward program. */
function renamed(args: readonly ProgramValue[], operations: readonly Operation[], results: readonly ProgramValue[]): Program {
  const values = new Map<ProgramValue, ProgramValue>();
  const define = (v: ProgramValue): ProgramValue => {
    const now = new ProgramValue(v.type, v.name);
    values.set(v, now);
    return now;
  };
  const read = (v: ProgramValue): ProgramValue => values.get(v) as ProgramValue;
  const own = args.map(define);
  const copies = operations.map(
    (o): Operation => ({
      ...o,
      operands: o.operands.map(read),
      regions: o.regions.map((r) => ({ program: r.program, captures: r.captures.map(read) })),
      results: o.results.map(define),
    }),
  );
  return new Program(own, copies, results.map(read));
}
