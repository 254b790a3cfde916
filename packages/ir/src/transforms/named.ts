/** Between the named arguments of rules and the positional ones of builders. */
import type { Value } from '../builder/value.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { isDifferentiable } from '../types/element.ts';
import type { Type } from '../types/type.ts';

/** Whether values of a type have tangents. */
export const isDifferentiableType = (t: Type): boolean => t.kind === 'tensor' && isDifferentiable(t.element);

/** Which positional operands a transpose table has rules for. */
export function linearPositions(primitive: Primitive, transpose: object, count: number): boolean[] {
  const places = primitive.positions(count);
  const flags = new Array<boolean>(count).fill(false);
  for (const name of Object.keys(transpose)) for (const i of places[name]) flags[i] = true;
  return flags;
}

export function needsOf(primitive: Primitive, needed: readonly boolean[]): (operand: string, index?: number) => boolean {
  const places = primitive.positions(needed.length);
  return (operand, index) => (index === undefined ? places[operand].some((i) => needed[i]) : needed[places[operand][index]]);
}

/** Named cotangents as a positional list. */
export function flattenNamed(primitive: Primitive, count: number, named: Readonly<Record<string, unknown>>): (Value | null)[] {
  const flat = new Array<Value | null>(count).fill(null);
  for (const [name, places] of Object.entries(primitive.positions(count))) {
    const value = named[name];
    places.forEach((place, i) => {
      flat[place] = (Array.isArray(value) ? value[i] : value) ?? null;
    });
  }
  return flat;
}
