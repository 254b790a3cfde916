/** Functions that take part in making variables. Source: `tf.variable_creator_scope`. */
import type { Variable, VariableOptions } from './variable.ts';

/** Arguments of a new variable: its options and its initial value. */
export interface VariableArguments extends VariableOptions {
  readonly initialValue: unknown;
}
export type NextCreator = (kwargs: VariableArguments) => Variable;
/** Makes a variable, usually by `next` with changed arguments. */
export type VariableCreator = (next: NextCreator, kwargs: VariableArguments) => Variable;

let creators: readonly VariableCreator[] = [];

/** Runs `body`; variables made inside go through `creator`. Of nested scopes the innermost runs first and calls outward. */
export function variableCreatorScope<T>(creator: VariableCreator, body: () => T): T {
  const outer = creators;
  creators = [...outer, creator];
  try {
    return body();
  } finally {
    creators = outer;
  }
}

/** The chain of creators that ends in `make`; null when no scope is open. */
export function creatorChain(make: NextCreator): NextCreator | null {
  if (creators.length === 0) return null;
  return creators.reduce<NextCreator>((next, creator) => (kwargs) => creator(next, kwargs), make);
}
