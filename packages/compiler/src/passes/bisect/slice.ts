/** Parts of a program as programs of their own. */
import { type Operation, Program, type ProgramValue } from '@millrace/ir';
import { readBy } from '../fusion/groups.ts';

/**
 * These operations alone, in the order of the program: arguments are the values that they read and do not make, results are those of the program's
 * that they make, and what none of them reads.
 */
export function sliceOf(program: Program, kept: readonly Operation[]): Program {
  const wanted = new Set(kept);
  const operations = program.operations.filter((o) => wanted.has(o));
  const made = new Set(operations.flatMap((o) => o.results));
  const read = new Set(operations.flatMap(readBy));
  const args = [...read].filter((v) => !made.has(v));
  const outer = new Set(program.results);
  const results = [...made].filter((v) => outer.has(v) || !read.has(v));
  return new Program(args, operations, results, program.guards);
}

/** The program with every value as a result: what slices take their arguments from. */
export const withAllValues = (program: Program): Program => {
  const values: ProgramValue[] = [...program.arguments, ...program.operations.flatMap((o) => o.results)];
  return new Program(program.arguments, program.operations, values, program.guards);
};
