import { instancesOf, loadTables } from '@millrace/testing';
import { describe, expect, it } from 'vitest';
import type { Region } from '../builder/value.ts';
import { allPrimitives } from '../ops/registry.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { moduleOf, Program, ProgramValue, verifyModule } from '../program/index.ts';
import { sameModule } from '../program/same-program.ts';
import { type Type, unknownLocation } from '../types/index.ts';
import { assemblyOf } from './assembly.ts';
import { parseModule } from './parse-module.ts';
import { printModule } from './print-module.ts';

/** A module whose only operation is this one. */
function moduleWith(primitive: Primitive, types: readonly Type[], given: Attributes, regions: readonly Region[]): ReturnType<typeof moduleOf> {
  const attributes = primitive.complete(given);
  const args = types.map((t) => new ProgramValue(t));
  const results = primitive
    .infer(
      types,
      attributes,
      regions.map((r) => r.program),
    )
    .map((t) => new ProgramValue(t));
  const operation = {
    primitive,
    operands: args,
    attributes,
    regions: regions.map((r) => ({ program: r.program, captures: [] })),
    results,
    location: unknownLocation,
  };
  return moduleOf('main', new Program(args, [operation], results));
}

const tables = await loadTables();

describe('every primitive reads back as it is printed', () => {
  it('has tables', () => {
    expect(tables.length).toBeGreaterThan(100);
  });

  it.each(tables.map((t) => [t.table.primitive.name, t.table] as const))('%s', (_name, table) => {
    const { primitive } = table;
    const rows = [
      ...(table.values ?? []).map((row) => ({ types: row.in.map((l): Type => l.type), attributes: row.attributes ?? {}, regions: row.regions ?? [] })),
      ...instancesOf(table, 1).map((i) => ({ types: i.operands.map((o): Type => o.type), attributes: i.attributes, regions: i.regions })),
    ];
    for (const { types, attributes, regions } of rows) {
      const module = moduleWith(primitive, types, attributes, regions);
      for (const generic of [false, true]) {
        const text = printModule(module, { generic });
        const again = parseModule(text);
        verifyModule(again);
        expect([text, sameModule(module, again)]).toEqual([text, true]);
        expect(printModule(again, { generic })).toBe(text);
      }
    }
  });
});

it('every short form names what its primitive has', () => {
  for (const primitive of allPrimitives()) expect(() => assemblyOf(primitive)).not.toThrow();
});
