/** Who makes and who reads the values of a program. */
import type { Operation, Program, ProgramValue } from '@millrace/ir';
import { readBy } from './groups.ts';

export interface Uses {
  readonly producer: (value: ProgramValue) => Operation | undefined;
  /** The one operation that reads a value, and nothing else does, neither a region nor the program's results. */
  readonly onlyReader: (value: ProgramValue) => Operation | undefined;
}

export function usesOf(program: Program): Uses {
  const producers = new Map<ProgramValue, Operation>();
  const readers = new Map<ProgramValue, Operation | null>();
  for (const operation of program.operations) {
    for (const r of operation.results) producers.set(r, operation);
    for (const v of new Set(readBy(operation))) readers.set(v, readers.has(v) || !operation.operands.includes(v) ? null : operation);
    for (const { captures } of operation.regions) for (const c of captures) readers.set(c, null);
  }
  for (const r of program.results) readers.set(r, null);
  return { producer: (v) => producers.get(v), onlyReader: (v) => readers.get(v) ?? undefined };
}
