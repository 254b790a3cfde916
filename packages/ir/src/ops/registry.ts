/** Finds primitives by name. `ops/index.ts` is the only list of them. */
import { unreachable } from '../errors/index.ts';
import type { Primitive } from '../primitive/primitive.ts';
import * as table from './index.ts';

const byName = new Map<string, Primitive>();
for (const primitive of Object.values(table)) {
  if (byName.has(primitive.name)) unreachable(`two primitives are named ${primitive.name}`);
  byName.set(primitive.name, primitive);
}

/** The primitive with this full name (`stablehlo.add`), or undefined. */
export const primitiveNamed = (name: string): Primitive | undefined => byName.get(name);

/** Every primitive, in the order of the table. */
export const allPrimitives = (): readonly Primitive[] => [...byName.values()];

/** The primitive that constants are written with. */
export const constantPrimitive = (): Primitive => table.constant;
