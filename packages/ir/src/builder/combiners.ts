/**
 * Interned combiners: the region of a reduction that adds, multiplies, takes the maximum… One program for each element type,
 * so that a reduction's kind is known without reading its region.
 */
import type { CombinerName } from '../algebra/forms.ts';
import { unreachable } from '../errors/index.ts';
import { primitiveNamed } from '../ops/registry.ts';
import { combinerPrimitives } from '../program/combiner-match.ts';
import { Program, ProgramValue } from '../program/program.ts';
import type { ElementType } from '../types/element.ts';
import { unknownLocation } from '../types/location.ts';
import { tensorType } from '../types/type.ts';
import type { Region } from './value.ts';

const made = new Map<string, Region>();

/** The region `(a, b) → a op b` on scalars of this element type. */
export function combinerRegion(name: CombinerName, element: ElementType): Region {
  const key = `${name}:${element.name}`;
  let region = made.get(key);
  if (!region) {
    const primitive = primitiveNamed(combinerPrimitives[name]) ?? unreachable(`${combinerPrimitives[name]} is not defined`);
    const scalar = tensorType(element, []);
    const [a, b, y] = [new ProgramValue(scalar), new ProgramValue(scalar), new ProgramValue(scalar)];
    const program = new Program([a, b], [{ primitive, operands: [a, b], attributes: {}, regions: [], results: [y], location: unknownLocation }], [y]);
    region = { program, captures: [] };
    made.set(key, region);
  }
  return region;
}
