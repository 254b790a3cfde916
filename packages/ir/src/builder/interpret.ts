/** Runs a program by applying each operation through the current builders: on data, inside a trace, on batches, on dual numbers. */

import { unreachable } from '../errors/index.ts';
import type { Program, ProgramValue } from '../program/program.ts';
import { ambientLocation, setAmbientLocation } from '../types/ambient-location.ts';
import { dispatch } from './dispatch.ts';
import type { Region, Value } from './value.ts';

/** The results of `program` on values, one for each of its arguments. */
export function interpret(program: Program, args: readonly Value[]): readonly Value[] {
  const environment = new Map<ProgramValue, Value>();
  program.arguments.forEach((place, i) => environment.set(place, args[i]));
  const read = (place: ProgramValue): Value => environment.get(place) ?? unreachable('a program uses a value before it is defined');
  const outer = ambientLocation();
  try {
    for (const operation of program.operations) {
      setAmbientLocation(operation.location);
      const regions: Region[] = operation.regions.map((r) => ({ program: r.program, captures: r.captures.map(read) }));
      const results = dispatch(operation.primitive, operation.operands.map(read), operation.attributes, regions);
      operation.results.forEach((place, i) => environment.set(place, results[i]));
    }
  } finally {
    setAmbientLocation(outer);
  }
  return program.results.map(read);
}

/** Runs a region on its own arguments. */
export const callRegion = (region: Region, args: readonly Value[]): readonly Value[] => interpret(region.program, [...region.captures, ...args]);
