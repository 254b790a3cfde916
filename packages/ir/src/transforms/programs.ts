/** Transforms from program to program: gradients, directional derivatives, batches. They compose in any order. */

import { methods } from '../builder/methods-table.ts';
import { trace } from '../builder/trace.ts';
import type { Region, Value } from '../builder/value.ts';
import { failure } from '../errors/index.ts';
import type { Program } from '../program/program.ts';
import type { Dim } from '../types/dim.ts';
import { isFloat } from '../types/element.ts';
import type { TensorType } from '../types/type.ts';
import { batchRegion } from './batch.ts';
import { jvpRegion } from './jvp.ts';
import { isDifferentiableType } from './named.ts';
import { pullbackRegion } from './pullback.ts';

export interface DerivativeOptions {
  /** Indices of the arguments to differentiate by. Default: all that are floating or complex. */
  readonly wrt?: readonly number[];
}

export interface GradOptions extends DerivativeOptions {
  /** Put the program's own results before the gradients. Default false. */
  readonly withResults?: boolean;
}

export interface BatchOptions {
  /** How many examples a batch has. */
  readonly size: Dim;
  /** Which arguments are batches, their batch axis first; the others are the same for every example. Default: all. */
  readonly batched?: readonly boolean[];
}

const regionOf = (program: Program): Region => ({ program, captures: [] });

/** The arguments to differentiate by, checked. */
function activeArguments(op: string, program: Program, wrt: readonly number[] | undefined): readonly number[] {
  const differentiable = program.arguments.flatMap((a, i) => (isDifferentiableType(a.type) ? [i] : []));
  for (const i of wrt ?? []) {
    if (differentiable.includes(i)) continue;
    const argument = program.arguments[i];
    const message = argument ? `argument ${i} has type ${argument.type}, which has no derivative` : `there is no argument ${i}`;
    throw failure('value', { op, message, valid: `wrt is among ${differentiable.join(', ') || 'no arguments'}` });
  }
  return wrt ?? differentiable;
}

/**
 * The program of the gradients of the first result, a real scalar, by the arguments `wrt`, from the same arguments.
 * Throws ValueError for another first result or an argument without derivative, and UnimplementedError where an operation has none.
 */
export function gradProgram(program: Program, options: GradOptions = {}): Program {
  const wrt = activeArguments('gradProgram', program, options.wrt);
  const type = program.results[0]?.type;
  if (type?.kind !== 'tensor' || type.rank !== 0 || !isFloat(type.element)) {
    const got = type ? `got ${type}` : 'there is none';
    throw failure('value', {
      op: 'gradProgram',
      message: `the first result must be a real scalar; ${got}`,
      hint: 'pullbackProgram takes cotangents of any result',
    });
  }
  return trace(
    program.arguments.map((a) => a.type),
    (...args) => {
      const seeds = program.results.map((_, i) => (i === 0 ? methods.ones(type) : null));
      return [...(options.withResults ? methods.call(regionOf(program), args) : []), ...pulledBack(program, args, seeds, wrt)];
    },
  ).program;
}

function pulledBack(program: Program, args: readonly Value[], cotangents: readonly (Value | null)[], wrt: readonly number[]): Value[] {
  const back = pullbackRegion(regionOf(program), args, cotangents).args;
  return wrt.map((i) => back[i] ?? methods.zeros(program.arguments[i].type as TensorType));
}

/**
 * The program of (arguments, cotangents of the differentiable results) → cotangents of the arguments `wrt`.
 * Throws as `gradProgram`.
 */
export function pullbackProgram(program: Program, options: DerivativeOptions = {}): Program {
  const wrt = activeArguments('pullbackProgram', program, options.wrt);
  const moving = program.results.map((r) => isDifferentiableType(r.type));
  const types = [...program.arguments, ...program.results.filter((_, i) => moving[i])].map((v) => v.type);
  return trace(types, (...given) => {
    let next = program.arguments.length;
    const cotangents = moving.map((m) => (m ? given[next++] : null));
    return pulledBack(program, given.slice(0, program.arguments.length), cotangents, wrt);
  }).program;
}

/**
 * The program of (arguments, tangents of the arguments `wrt`) → (results, tangents of the differentiable results).
 * Throws as `gradProgram`.
 */
export function jvpProgram(program: Program, options: DerivativeOptions = {}): Program {
  const wrt = activeArguments('jvpProgram', program, options.wrt);
  const active = program.arguments.map((_, i) => wrt.includes(i));
  // jvpRegion takes tangents in the order of the arguments.
  const order = [...wrt].sort((a, b) => a - b);
  const { region } = jvpRegion(
    regionOf(program),
    active,
    program.results.map(() => true),
  );
  if (order.every((a, i) => a === wrt[i])) return region.program;
  const types = [...program.arguments.map((a) => a.type), ...wrt.map((i) => program.arguments[i].type)];
  return trace(types, (...given) => {
    const tangents = given.slice(program.arguments.length);
    return methods.call(region, [...given.slice(0, program.arguments.length), ...order.map((i) => tangents[wrt.indexOf(i)])]);
  }).program;
}

/**
 * The program on a whole batch: batched arguments and all results carry the batch axis first.
 * Throws ValueError when `batched` has another length, and UnimplementedError where an operation cannot run on batches.
 */
export function batchProgram(program: Program, options: BatchOptions): Program {
  const batched = options.batched ?? program.arguments.map(() => true);
  if (batched.length !== program.arguments.length) {
    throw failure('value', { op: 'batchProgram', message: `batched has ${batched.length} entries for ${program.arguments.length} arguments` });
  }
  const all = program.results.map(() => true);
  return batchRegion(regionOf(program), batched, options.size, all).region.program;
}
