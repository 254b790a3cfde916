/** Finds the pass that breaks a program, and the few operations on which it does. */
import { type EvalValue, evaluateProgram, type Literal, type Operation, type Program, type ProgramValue, verifyProgram } from '@millrace/ir';
import { passes as allPasses } from '../optimize.ts';
import type { Pass } from '../pass.ts';
import { type Difference, firstDifference, type Tolerance } from './difference.ts';
import { sliceOf, withAllValues } from './slice.ts';
import { smallestFailing } from './smallest.ts';

/** Runs a program on arguments. */
export type RunProgram = (program: Program, args: readonly Literal[]) => readonly Literal[];

export interface BisectRequest {
  readonly program: Program;
  readonly args: readonly Literal[];
  /** In order. Default: those of `optimize`. */
  readonly passes?: readonly Pass[];
  /** What runs the programs. Default: the reference evaluator. */
  readonly run?: RunProgram;
  /** Relative error that counts as equal. Default 0: the same bits, but for passes that are `inexact`. */
  readonly tolerance?: number;
}

/** The pass that broke a program. */
export interface Culprit {
  readonly pass: Pass;
  /** How many passes ran before. */
  readonly position: number;
  /** What went wrong: a result that differs, or an error. */
  readonly what: Difference | Error;
  /** The smallest part found of the program before the pass on which it goes wrong, and what the pass makes of it; null where it makes nothing. */
  readonly before: Program;
  readonly after: Program | null;
}

const evaluate: RunProgram = (program, args) => evaluateProgram(program, args) as readonly Literal[];

interface Trial {
  readonly what: Difference | Error | null;
  readonly after: Program | null;
  readonly results: readonly Literal[];
}

/** What a pass may change: nothing, what the request allows, or the last digits where the pass says so. */
function toleranceOf({ inexact }: Pass, { tolerance = 0 }: BisectRequest): Tolerance {
  return inexact && tolerance < 1e-4 ? 'rounding' : tolerance;
}

/** One pass on one program: what differs then, or what it throws. */
function attempt(pass: Pass, program: Program, args: readonly Literal[], expected: readonly Literal[], request: BisectRequest): Trial {
  const { run = evaluate } = request;
  let after: Program | null = null;
  try {
    after = pass.run(program);
    verifyProgram(after);
    const results = run(after, args);
    return { what: firstDifference(expected, results, toleranceOf(pass, request)), after, results };
  } catch (error) {
    if (error instanceof Error) return { what: error, after, results: [] };
    throw error;
  }
}

/**
 * The first pass after which the program gives other results than before all of them, or is not well formed, or fails; null where there is none.
 * Throws what running the program itself throws.
 */
export function bisectPasses(request: BisectRequest): Culprit | null {
  const { program, args, passes = allPasses, run = evaluate } = request;
  let expected = run(program, args);
  let before = program;
  for (const [position, pass] of passes.entries()) {
    const trial = attempt(pass, before, args, expected, request);
    if (trial.what) return { pass, position, ...narrowed(pass, before, trial, request) };
    before = trial.after as Program;
    // Later passes are held to what this one was allowed to make.
    if (pass.inexact) expected = trial.results;
  }
  return null;
}

/** The failure on as few operations as can be found, on the arguments that they have inside of the program. */
function narrowed(pass: Pass, program: Program, whole: Trial, request: BisectRequest): Pick<Culprit, 'what' | 'before' | 'after'> {
  const { run = evaluate } = request;
  const all = withAllValues(program);
  const values = new Map<ProgramValue, EvalValue>();
  evaluateProgram(all, request.args).forEach((v, i) => {
    values.set(all.results[i], v);
  });
  const trialOf = (kept: readonly Operation[]): { readonly slice: Program; readonly trial: Trial } => {
    const slice = sliceOf(program, kept);
    const args = slice.arguments.map((a) => values.get(a) as Literal);
    // Tokens and tuples stay inside.
    if ([...slice.arguments, ...slice.results].some((v) => v.type.kind !== 'tensor')) return { slice, trial: { what: null, after: null, results: [] } };
    return { slice, trial: attempt(pass, slice, args, run(slice, args), request) };
  };
  const fails = (kept: readonly Operation[]): boolean => trialOf(kept).trial.what !== null;
  if (!fails(program.operations)) return { what: whole.what as Difference | Error, before: program, after: whole.after };
  const { slice, trial } = trialOf(smallestFailing(program.operations, fails));
  return { what: trial.what as Difference | Error, before: slice, after: trial.after };
}
