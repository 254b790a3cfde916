/** Programs and operations as records. Locations and names of values are left out: two programs with equal records do the same. */
import { type Location, type Operation, Program, type ProgramRegion, ProgramValue, primitiveNamed } from '@millrace/ir';
import { attributesOf, attributesRecord } from './attributes.ts';
import type { BlobWriter } from './blobs.ts';
import { fieldsOf, type Json, listOf, malformed, memberOf, NotStorable, textOf } from './record.ts';
import { typeOf, typeRecord } from './types.ts';

/** Throws NotStorable for open sizes and for attributes that are no data. */
export function programRecord(program: Program, blobs: BlobWriter): Json {
  if (program.guards.length > 0) throw new NotStorable('guards of open sizes');
  const places = new Map<ProgramValue, number>();
  const add = (value: ProgramValue): Json => {
    places.set(value, places.size);
    return typeRecord(value.type);
  };
  const place = (value: ProgramValue): number => places.get(value) ?? notDefined();
  const args = program.arguments.map(add);
  const operations = program.operations.map((o): Json => {
    const record = { ...bareOperation(o, blobs), operands: o.operands.map(place), captures: o.regions.map((r) => r.captures.map(place)) };
    return { ...record, results: o.results.map(add) };
  });
  return { args, operations, results: program.results.map(place) };
}

const notDefined = (): never => {
  throw new NotStorable('a value from outside');
};

const bareOperation = ({ primitive, attributes, regions }: Operation, blobs: BlobWriter): { readonly [key: string]: Json } => ({
  name: primitive.name,
  attributes: attributesRecord(attributes, blobs),
  regions: regions.map((r) => programRecord(r.program, blobs)),
});

/** The program of a record; all operations get this location. Throws MalformedRecord. */
export function programOf(record: Json | undefined, blobs: readonly Uint8Array[], location: Location): Program {
  const { args, operations, results } = fieldsOf(record);
  const values = listOf(args).map((t) => new ProgramValue(typeOf(t)));
  const parameters = [...values];
  const made = listOf(operations).map((o) => operationIn(o, values, blobs, location));
  return new Program(
    parameters,
    made,
    listOf(results).map((place) => memberOf(values, place)),
  );
}

function operationIn(record: Json, values: ProgramValue[], blobs: readonly Uint8Array[], location: Location): Operation {
  const { name, attributes, operands, regions, captures, results } = fieldsOf(record);
  const primitive = primitiveNamed(textOf(name)) ?? malformed(`no primitive ${String(name)}`);
  const captured = listOf(captures);
  const places = (list: Json | undefined): ProgramValue[] => listOf(list).map((place) => memberOf(values, place));
  const operation: Operation = {
    primitive,
    operands: places(operands),
    attributes: attributesOf(attributes, blobs),
    regions: listOf(regions).map((r, i): ProgramRegion => ({ program: programOf(r, blobs, location), captures: places(captured[i]) })),
    results: listOf(results).map((t) => new ProgramValue(typeOf(t))),
    location,
  };
  values.push(...operation.results);
  return operation;
}

/** One operation by itself: its operands and captures are arguments. */
export function operationRecord(operation: Operation, blobs: BlobWriter): Json {
  const used = [...new Set([...operation.operands, ...operation.regions.flatMap((r) => r.captures)])];
  return programRecord(new Program(used, [operation], operation.results), blobs);
}
export function operationOf(record: Json | undefined, blobs: readonly Uint8Array[], location: Location): Operation {
  const { operations } = programOf(record, blobs, location);
  return operations.length === 1 ? operations[0] : malformed('not one operation');
}
