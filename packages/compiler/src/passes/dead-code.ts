/** Operations whose results nobody uses, and captures that a region does not read. */
import { type Operation, type Primitive, Program, type ProgramRegion, type ProgramValue } from '@millrace/ir';
import type { Pass } from './pass.ts';

/** Whether an operation, or one in its regions, does something besides making results. Calls hide what they do. */
function hasEffect({ primitive, regions }: Operation): boolean {
  return isEffectful(primitive) || regions.some((r) => r.program.operations.some(hasEffect));
}
const isEffectful = ({ traits }: Primitive): boolean => traits.sideEffect === true || traits.calls !== undefined || traits.terminator === true;

class Sweeper {
  /** Bodies that are done: interned regions are met often, and stay one object. */
  readonly #bodies: Map<Program, Program> = new Map();

  sweep(program: Program): Program {
    const used = new Set(program.results);
    const kept: Operation[] = [];
    let changed = false;
    for (let i = program.operations.length - 1; i >= 0; i--) {
      const operation = program.operations[i];
      if (!operation.results.some((r) => used.has(r)) && !hasEffect(operation)) {
        changed = true;
        continue;
      }
      const regions = operation.regions.map((r) => this.#region(r));
      const same = regions.every((r, k) => r === operation.regions[k]);
      changed ||= !same;
      kept.push(same ? operation : { ...operation, regions });
      for (const o of operation.operands) used.add(o);
      for (const r of regions) for (const c of r.captures) used.add(c);
    }
    return changed ? new Program(program.arguments, kept.reverse(), program.results, program.guards) : program;
  }

  #body(program: Program): Program {
    let made = this.#bodies.get(program);
    if (!made) this.#bodies.set(program, (made = this.sweep(program)));
    return made;
  }

  #region(region: ProgramRegion): ProgramRegion {
    const program = this.#body(region.program);
    const { captures } = region;
    const used = captures.length > 0 ? usedIn(program) : undefined;
    const stays = captures.map((_, i) => (used as Set<ProgramValue>).has(program.arguments[i]));
    if (stays.every(Boolean)) return program === region.program ? region : { program, captures };
    const args = program.arguments.filter((_, i) => i >= captures.length || stays[i]);
    return { program: new Program(args, program.operations, program.results, program.guards), captures: captures.filter((_, i) => stays[i]) };
  }
}

/** Every value that a program's operations or results read. */
function usedIn(program: Program): Set<ProgramValue> {
  const used = new Set(program.results);
  for (const { operands, regions } of program.operations) {
    for (const o of operands) used.add(o);
    for (const r of regions) for (const c of r.captures) used.add(c);
  }
  return used;
}

export const deadCode: Pass = {
  name: 'dead-code',
  summary: 'operations whose results nobody uses and that have no effect; captures that regions do not read',
  run: (program) => new Sweeper().sweep(program),
};
