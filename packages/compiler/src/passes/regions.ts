/** Passes on programs of which regions are programs too. */
import { Program, type ProgramRegion } from '@millrace/ir';

/**
 * A function on a program, its operations with rewritten regions first, as a function on all of it. Bodies that are met again stay one object, since
 * interned regions are known by identity.
 */
export function throughRegions(rewrite: (program: Program) => Program): (program: Program) => Program {
  return (program) => {
    const bodies = new Map<Program, Program>();
    function body(inner: Program): Program {
      let made = bodies.get(inner);
      if (!made) bodies.set(inner, (made = whole(inner)));
      return made;
    }
    function whole(outer: Program): Program {
      let changed = false;
      const operations = outer.operations.map((operation) => {
        const regions = operation.regions.map((r): ProgramRegion => {
          const made = body(r.program);
          return made === r.program ? r : { program: made, captures: r.captures };
        });
        if (regions.every((r, i) => r === operation.regions[i])) return operation;
        changed = true;
        return { ...operation, regions };
      });
      return rewrite(changed ? new Program(outer.arguments, operations, outer.results, outer.guards) : outer);
    }
    return whole(program);
  };
}

/** The program with other operations; itself where they are the same. */
export function withOperations(program: Program, operations: Program['operations']): Program {
  const same = operations.length === program.operations.length && operations.every((o, i) => o === program.operations[i]);
  return same ? program : new Program(program.arguments, operations, program.results, program.guards);
}
