/** Turns a definition into a primitive: positional calls, checks in a fixed order, errors with labels. */
import { failure, unreachable } from '../errors/index.ts';
import type { EvalContext, EvalValue } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import type { Type } from '../types/type.ts';
import { type AttributeSpecs, type Attributes, checkAttribute } from './attributes.ts';
import { arityOf, constraintOf } from './constraints.ts';
import type { Arg, BatchRule, Derivative, OperandSpecs, Primitive, PrimitiveDefinition, RegionCall, RegionSpecs } from './primitive.ts';

let nextId = 0;

const camelCase = (name: string): string => name.replace(/[_.]([a-z0-9])/g, (_, c: string) => c.toUpperCase());

/** An operand for inference; non-tensor types have no shape, and rules that take them read `type` alone. */
function makeArg(name: string, type: Type): Arg {
  return { name, type, shape: (type as Arg['type']).shape, element: (type as Arg['type']).element, rank: (type as Arg['type']).rank } as Arg;
}

/** How many operands each name takes, given their total. Throws for an impossible total. */
function countOperands(name: string, specs: OperandSpecs, total: number): number[] {
  const arities = Object.values(specs).map(arityOf);
  const fixed = arities.filter((a) => a === 'one').length;
  const groups = arities.filter((a) => a === 'variadic').length;
  let optionals = groups === 0 ? total - fixed : 0;
  const each = groups === 0 ? 0 : (total - fixed) / groups;
  const optionalCount = arities.filter((a) => a === 'optional').length;
  if (total < fixed || !Number.isInteger(each) || (groups === 0 && optionals > optionalCount)) {
    const valid = Object.keys(specs).map((k, i) => (arities[i] === 'one' ? k : arities[i] === 'optional' ? `[${k}]` : `${k}...`));
    throw failure('operand-count', { op: name, message: `got ${total} operands`, valid: `(${valid.join(', ')})` });
  }
  return arities.map((a) => (a === 'one' ? 1 : a === 'variadic' ? each : optionals-- > 0 ? 1 : 0));
}

/** Where each named operand stands in the positional list. */
function positionsOf(name: string, specs: OperandSpecs, total: number): Record<string, readonly number[]> {
  const counts = countOperands(name, specs, total);
  const result: Record<string, readonly number[]> = {};
  let next = 0;
  Object.keys(specs).forEach((key, i) => {
    result[key] = Array.from({ length: counts[i] }, () => next++);
  });
  return result;
}

/** Counts of regions by name: one variadic group takes what the others leave. */
function nameRegions(specs: RegionSpecs, regions: readonly unknown[], into: Record<string, unknown>): void {
  const names = Object.keys(specs);
  const fixed = names.filter((n) => specs[n] === 'one').length;
  let next = 0;
  for (const name of names) into[name] = specs[name] === 'one' ? regions[next++] : regions.slice(next, (next += regions.length - fixed));
}

const entriesOf = new WeakMap<AttributeSpecs, readonly (readonly [string, AttributeSpecs[string]])[]>();

/** Runs at every eager call, so the entries of a table are listed once. */
function completeAttributes(name: string, specs: AttributeSpecs, given: Attributes): Attributes {
  let entries = entriesOf.get(specs);
  if (!entries) entriesOf.set(specs, (entries = Object.entries(specs)));
  for (const key of Object.keys(given)) {
    if (!(key in specs)) throw failure('attribute', { op: name, message: `unknown attribute ${key}`, valid: Object.keys(specs).join(', ') || 'no attributes' });
  }
  const complete: Record<string, Attributes[string]> = {};
  for (const [key, spec] of entries) {
    const value = given[key];
    if (value === undefined) {
      if (!spec.fallback) throw failure('attribute', { op: name, message: `attribute ${key} is missing` });
      complete[key] = spec.fallback.value as Attributes[string];
      continue;
    }
    const valid = checkAttribute(spec, value);
    if (valid !== true) throw failure('attribute', { op: name, message: `attribute ${key} is ${JSON.stringify(value) ?? String(value)}`, valid });
    complete[key] = spec.fields ? (completeAttributes(name, spec.fields, value as Attributes) as Attributes[string]) : value;
  }
  return complete;
}

/** Names that rules use for something else than operands, attributes and regions. */
const reservedNames = new Set(['results', 'ct', 'cts', 'tangents', 'needs', 'neededCaptures', 'captures', 'size']);

const asList = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? (one as readonly T[]) : [one as T]);

/** Makes a primitive of a definition. */
export function definePrimitive<
  const O extends OperandSpecs,
  const A extends AttributeSpecs = Record<never, never>,
  const R extends RegionSpecs = Record<never, never>,
>(definition: PrimitiveDefinition<O, A, R>): Primitive {
  const { name, operands: specs } = definition;
  const attributeSpecs: AttributeSpecs = definition.attributes ?? {};
  const regionSpecs: RegionSpecs = definition.regions ?? {};
  const dot = name.indexOf('.');
  const shortName = name.slice(dot + 1);
  const operandNames = Object.keys(specs);
  const reserved = [...operandNames, ...Object.keys(attributeSpecs), ...Object.keys(regionSpecs)].find((key) => reservedNames.has(key));
  if (reserved) unreachable(`${name} uses the reserved name ${reserved}`);
  const positionCache = new Map<number, Readonly<Record<string, readonly number[]>>>();

  function positions(total: number): Readonly<Record<string, readonly number[]>> {
    let found = positionCache.get(total);
    if (!found) positionCache.set(total, (found = positionsOf(shortName, specs, total)));
    return found;
  }

  function named(operands: readonly unknown[], attributes: Attributes, regions: readonly unknown[]): Record<string, unknown> {
    const args: Record<string, unknown> = { ...attributes };
    const places = positions(operands.length);
    for (const key of operandNames) {
      args[key] = arityOf(specs[key]) === 'variadic' ? places[key].map((i) => operands[i]) : operands[places[key][0]];
    }
    nameRegions(regionSpecs, regions, args);
    return args;
  }

  function typeArgs(operands: readonly Type[], attributes: Attributes, regions: readonly Program[]): Record<string, unknown> {
    const places = positions(operands.length);
    const args = operands.map((type, i) => makeArg(operandNames.find((n) => places[n].includes(i))!, type));
    return named(args, attributes, regions);
  }

  function checkOperandTypes(operands: readonly Type[]): void {
    const places = positions(operands.length);
    for (const key of operandNames) {
      const constraint = constraintOf(specs[key]);
      for (const i of places[key]) {
        if (!constraint.accepts(operands[i])) {
          throw failure('operand-type', {
            op: shortName,
            message: `${key} is ${operands[i]}`,
            valid: constraint.description,
            operands: { [key]: String(operands[i]) },
          });
        }
      }
    }
  }

  return {
    name,
    dialect: name.slice(0, dot),
    shortName,
    method: definition.method ?? camelCase(shortName),
    operandNames,
    operands: specs,
    attributes: attributeSpecs,
    regions: regionSpecs,
    results: definition.results ?? 'one',
    constraintLabels: Object.keys(definition.constraints ?? {}),
    traits: definition.traits ?? {},
    assembly: definition.assembly,
    body:
      definition.body &&
      ((operands, attributes, regions, b) =>
        asList(definition.body!(named(operands, attributes, regions) as Parameters<NonNullable<typeof definition.body>>[0], b))),
    id: nextId++,
    positions,
    named,
    complete: (attributes) => completeAttributes(shortName, attributeSpecs, attributes),
    infer(operands, attributes, regions) {
      checkOperandTypes(operands);
      const args = typeArgs(operands, attributes, regions) as Parameters<typeof definition.infer>[0];
      for (const [label, holds] of Object.entries(definition.constraints ?? {})) {
        const answer = holds(args);
        if (answer === true) continue;
        const shown = Object.fromEntries(operands.map((t, i) => [i, String(t)]));
        const message = typeof answer === 'string' ? answer : `constraint ${label} does not hold for ${operands.join(', ')}`;
        throw failure('constraint', { op: shortName, message, label, operands: shown });
      }
      return asList(definition.infer(args));
    },
    evaluate: (operands, attributes, regions, context) =>
      asList<EvalValue>(
        definition.evaluate(named(operands, attributes, regions as readonly RegionCall[]) as Parameters<typeof definition.evaluate>[0], context as EvalContext),
      ),
    lower: (operands, attributes, regions) => definition.lower(typeArgs(operands, attributes, regions) as Parameters<typeof definition.lower>[0]),
    derivative: definition.derivative as unknown as Derivative<OperandSpecs, AttributeSpecs, RegionSpecs>,
    batch: definition.batch as unknown as BatchRule<OperandSpecs, AttributeSpecs, RegionSpecs>,
  };
}
