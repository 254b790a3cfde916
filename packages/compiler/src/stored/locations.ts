/** Locations as records: by the place of the operation in the program that was compiled, so that a stored plan names the lines of the program at hand. */
import { type Location, type Operation, type Program, unknownLocation } from '@millrace/ir';
import { fieldsOf, type Json, listOf, malformed, memberOf, textOf, wholeOf } from './record.ts';

/** Locations of all operations of a program, nested ones behind the one that holds them. */
export function locationsIn(program: Program): Location[] {
  const found: Location[] = [];
  const visit = ({ location, regions }: Operation): void => {
    found.push(location);
    for (const r of regions) r.program.operations.forEach(visit);
  };
  program.operations.forEach(visit);
  return found;
}

export class LocationWriter {
  readonly records: Json[] = [];
  readonly #places: ReadonlyMap<Location, number>;
  readonly #known: Map<Location, number> = new Map();
  /** `program`: what was compiled, before any pass. */
  constructor(program: Program) {
    const places = new Map<Location, number>();
    locationsIn(program).forEach((location, place) => {
      if (!places.has(location)) places.set(location, place);
    });
    this.#places = places;
  }

  add(location: Location): number {
    let index = this.#known.get(location);
    if (index === undefined) this.#known.set(location, (index = this.records.push(this.#record(location)) - 1));
    return index;
  }
  #record(location: Location): Json {
    const at = this.#places.get(location) ?? null;
    switch (location.kind) {
      case 'file':
        return { at, file: location.file, line: location.line, column: location.column };
      case 'name':
        return { at, name: location.name, child: this.add(location.child ?? unknownLocation) };
      case 'fused':
        return { at, fused: location.locations.map((l) => this.add(l)) };
      case 'callsite':
        return { at, callee: this.add(location.callee), caller: this.add(location.caller) };
      case 'unknown':
        return { at };
    }
  }
}

const mostLines = 2 ** 31;

/** The locations of records; those of `program` where it is given. */
export function locationsOf(record: Json | undefined, program: Program | null): readonly Location[] {
  const current = program ? locationsIn(program) : [];
  const made: Location[] = [];
  const child = (place: Json | undefined): Location => memberOf(made, place);
  for (const entry of listOf(record)) {
    const { at, file, line, column, name, child: inner, fused, callee, caller } = fieldsOf(entry);
    if (typeof at === 'number' && program) made.push(memberOf(current, at));
    else if (file !== undefined) made.push({ kind: 'file', file: textOf(file), line: wholeOf(line, 0, mostLines), column: wholeOf(column, 0, mostLines) });
    else if (name !== undefined) made.push({ kind: 'name', name: textOf(name), child: child(inner) });
    else if (fused !== undefined) made.push({ kind: 'fused', locations: listOf(fused).map(child) });
    else if (callee !== undefined) made.push({ kind: 'callsite', callee: child(callee), caller: child(caller) });
    else made.push(at === null || typeof at === 'number' ? unknownLocation : malformed('a location of no kind'));
  }
  return made;
}
