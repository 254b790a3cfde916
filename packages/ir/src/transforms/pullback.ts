/**
 * Reverse mode: cotangents of operands from cotangents of results, for one operation and for a list of them.
 * Complex cotangents follow TensorFlow: the gradient of a real loss by z is dL/dx + i dL/dy, so a pullback is the adjoint.
 */
import { dispatch } from '../builder/dispatch.ts';
import { methods } from '../builder/methods-table.ts';
import { provideRegionTransform } from '../builder/region-transforms.ts';
import { trace } from '../builder/trace.ts';
import type { Builder, Region, Value } from '../builder/value.ts';
import { failure, unreachable } from '../errors/index.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { ProgramValue } from '../program/program.ts';
import { atLocation } from '../types/ambient-location.ts';
import { isComplex } from '../types/element.ts';
import type { Location } from '../types/location.ts';
import type { TensorType, Type } from '../types/type.ts';
import { flattenNamed, isDifferentiableType, needsOf } from './named.ts';
import { partialExpression, preparedPartial } from './partial-expression.ts';

/** One operation that ran, with its values. */
export interface Applied {
  readonly primitive: Primitive;
  readonly operands: readonly Value[];
  readonly attributes: Attributes;
  readonly regions: readonly Region[];
  readonly results: readonly Value[];
  /** Where it stands in a program. */
  readonly location?: Location;
}

/** Everything an operation depends on: operands, then the captures of its regions in order. Pullbacks answer in this order. */
export const inputsOf = (a: Pick<Applied, 'operands' | 'regions'>): readonly Value[] =>
  a.regions.length === 0 ? a.operands : [...a.operands, ...a.regions.flatMap((r) => r.captures)];

/** The partial derivative of a pointwise result by operand `index`: null for zero, 'one' for one. */
export function partialOf(primitive: Primitive, operands: readonly Value[], index: number, y: Value): Value | 'one' | null {
  const expression = partialExpression(primitive, index, operands.length);
  if (!expression) return null;
  if (expression.node.kind === 'constant') {
    if (expression.node.value === 0) return null;
    if (expression.node.value === 1) return 'one';
    return methods.full(y.type as TensorType, expression.node.value);
  }
  return methods.pointwise(expression, [...operands, y]);
}

/**
 * Cotangents of the inputs of one operation (operands, then captures), null where zero or not asked for. `needed` has a flag for each input.
 * A `vjp` rule of an operation with regions returns those of the captures under the name `captures`.
 */
export function pullback(record: Applied, cotangents: readonly (Value | null)[], needed: readonly boolean[]): (Value | null)[] {
  const { primitive, operands, attributes, regions, results } = record;
  const rule = primitive.derivative;
  const none = inputsOf(record).map(() => null);
  if (rule === 'zero') return none;
  if (rule === 'none') throw failure('not-differentiable', { op: primitive.shortName, message: 'has no derivative' });
  if ('partials' in rule) {
    const ct = cotangents[0];
    return ct ? operands.map((_, i) => (needed[i] ? partialCotangent(record, ct, i) : null)) : none;
  }
  const ct = cotangents[0] ?? methods.zeros(results[0].type as TensorType);
  const args = {
    ...primitive.named(operands, attributes, regions),
    results,
    ct,
    cts: cotangents,
    needs: needsOf(primitive, needed.slice(0, operands.length)),
    neededCaptures: needed.slice(operands.length),
  };
  if ('transpose' in rule) {
    const table = rule.transpose as Record<string, (args: never, b: typeof methods) => unknown>;
    const named: Record<string, unknown> = {};
    for (const name of Object.keys(table)) if (args.needs(name)) named[name] = table[name](args as never, methods);
    return flattenNamed(primitive, operands.length, named);
  }
  if ('vjp' in rule) {
    const back = rule.vjp(args as never, methods) as Record<string, unknown>;
    return [...flattenNamed(primitive, operands.length, back), ...((back.captures as (Value | null)[] | undefined) ?? [])];
  }
  return pullbackThroughJvp(record, cotangents, needed);
}

function partialCotangent({ primitive, operands, results }: Applied, ct: Value, index: number): Value | null {
  const operandType = operands[index].type as TensorType;
  if (!isDifferentiableType(operandType)) return null;
  const { partial, product: whole } = preparedPartial(primitive, index, operands.length);
  if (!partial || !whole || (partial.node.kind === 'constant' && partial.node.value === 0)) return null;
  let product: Value;
  if (partial.node.kind === 'constant' && partial.node.value === 1) product = ct;
  else if (isComplex(operandType.element) || isComplex((ct.type as TensorType).element)) {
    const value = partialOf(primitive, operands, index, results[0]);
    product = methods.multiply(ct, methods.conjugate(value as Value));
  } else {
    // One kernel: the cotangent times the partial, over [operands..., y, ct].
    product = methods.pointwise(whole, [...operands, results[0], ct]);
  }
  const { rank } = product.type as TensorType;
  // A scalar operand beside larger ones was repeated: its cotangent is the sum.
  return operandType.rank === rank
    ? product
    : methods.sum(
        product,
        Array.from({ length: rank }, (_, i) => i),
      );
}

/** A jvp is linear in its tangents: its transpose is the pullback. */
function pullbackThroughJvp(record: Applied, cotangents: readonly (Value | null)[], needed: readonly boolean[]): (Value | null)[] {
  const { primitive, operands, attributes, regions, results } = record;
  const rule = primitive.derivative as { jvp: (args: never, b: typeof methods) => Value | readonly (Value | null)[] };
  const active = operands.map((o, i) => needed[i] && isDifferentiableType(o.type));
  const movingResults = results.map((r) => isDifferentiableType(r.type));
  const map = trace(
    operands.filter((_, i) => active[i]).map((o) => o.type),
    (...given) => {
      let next = 0;
      const tangents = operands.map((_, i) => (active[i] ? given[next++] : null));
      const out = rule.jvp({ ...primitive.named(operands, attributes, regions), results, tangents: primitive.named(tangents, {}, regions) } as never, methods);
      const list = Array.isArray(out) ? (out as readonly (Value | null)[]) : [out as Value];
      return results.flatMap((r, i) => (movingResults[i] ? [list[i] ?? methods.zeros(r.type as TensorType)] : []));
    },
  );
  const cts = results.flatMap((r, i) => (movingResults[i] ? [cotangents[i] ?? methods.zeros(r.type as TensorType)] : []));
  const back = transposeLinear(map, cts);
  let next = 0;
  return operands.map((_, i) => (active[i] ? back[next++] : null));
}

/** The operation whose transpose is being made, for messages. */
let transposing: Primitive | null = null;

function whileTransposing<T>(primitive: Primitive, body: () => T): T {
  const outer = transposing;
  transposing = primitive;
  try {
    return body();
  } finally {
    transposing = outer;
  }
}

/**
 * A value that has a type but no data: the unknown input of a linear map. An operation that must read it is not linear in it: the given
 * derivative of a `customGradient`, or a rule of ours. It takes every operation on such values, whatever the levels of the others.
 */
class PlaceholderBuilder implements Builder {
  readonly level: number = Number.POSITIVE_INFINITY;
  apply(primitive: Primitive): readonly Value[] {
    throw failure('not-differentiable', {
      op: (transposing ?? primitive).shortName,
      message: 'is not linear in a cotangent, so that the derivative that it is part of has no forward mode',
      hint: 'use reverse mode, or write the vjp of customGradient with operations that are linear in the cotangent',
    });
  }
  constant(): Value {
    return unreachable('placeholders have no constants');
  }
}
const placeholders = new PlaceholderBuilder();
const placeholder = (type: Type): Value => ({ type, builder: placeholders, payload: null });
const isPlaceholder = (v: Value): boolean => v.builder === placeholders;

/** The transpose of a linear region applied to cotangents of its results: cotangents of its own arguments. */
export function transposeLinear(region: Region, cotangents: readonly (Value | null)[]): (Value | null)[] {
  const { program, captures } = region;
  const values = new Map<ProgramValue, Value>();
  const linear = new Set<ProgramValue>(program.arguments.slice(captures.length));
  program.arguments.forEach((place, i) => values.set(place, i < captures.length ? captures[i] : placeholder(place.type)));
  const records: { record: Applied; results: readonly ProgramValue[]; inputs: readonly ProgramValue[] }[] = [];
  for (const op of program.operations) {
    const operands = op.operands.map((o) => values.get(o)!);
    const regions = op.regions.map((r) => ({ program: r.program, captures: r.captures.map((c) => values.get(c)!) }));
    const places = [...op.operands, ...op.regions.flatMap((r) => r.captures)];
    const isLinear = places.some((o) => linear.has(o));
    const results = isLinear ? op.results.map((r) => placeholder(r.type)) : dispatch(op.primitive, operands, op.attributes, regions);
    op.results.forEach((place, i) => {
      values.set(place, results[i]);
      if (isLinear) linear.add(place);
    });
    if (isLinear)
      records.push({ record: { primitive: op.primitive, operands, attributes: op.attributes, regions, results }, results: op.results, inputs: places });
  }
  const cts = new Map<ProgramValue, Value>();
  const accumulate = (place: ProgramValue, ct: Value | null): void => {
    const sum = linear.has(place) ? methods.add2(cts.get(place) ?? null, ct) : null;
    if (sum) cts.set(place, sum);
  };
  program.results.forEach((place, i) => accumulate(place, cotangents[i]));
  for (const { record, results, inputs } of records.reverse()) {
    const incoming = results.map((r) => cts.get(r) ?? null);
    if (incoming.every((c) => c === null)) continue;
    const back = whileTransposing(record.primitive, () =>
      pullback(
        record,
        incoming,
        inputs.map((o) => linear.has(o)),
      ),
    );
    inputs.forEach((place, i) => accumulate(place, back[i]));
  }
  return program.arguments.slice(captures.length).map((place) => cts.get(place) ?? null);
}

/** Cotangents of sources from cotangents of targets, walking records backwards. Values are compared by identity. */
export function pullbackRecords(records: readonly Applied[], seeds: ReadonlyMap<Value, Value>, isTracked: (v: Value) => boolean): Map<Value, Value> {
  const cts = new Map<Value, Value>(seeds);
  for (let i = records.length - 1; i >= 0; i--) {
    const record = records[i];
    const incoming = record.results.map((r) => cts.get(r) ?? null);
    if (incoming.every((c) => c === null)) continue;
    const inputs = inputsOf(record);
    const needed = inputs.map(isTracked);
    const back = record.location ? atLocation(record.location, () => pullback(record, incoming, needed)) : pullback(record, incoming, needed);
    inputs.forEach((input, k) => {
      const sum = needed[k] ? methods.add2(cts.get(input) ?? null, back[k]) : null;
      if (sum) cts.set(input, sum);
    });
  }
  return cts;
}

interface Needed {
  readonly captures?: readonly boolean[];
  readonly args?: readonly boolean[];
}

/** See `BuilderHelpers.pullbackRegion`. */
export function pullbackRegion(
  region: Region,
  args: readonly Value[],
  cotangents: readonly (Value | null)[],
  needed?: Needed,
): { captures: (Value | null)[]; args: (Value | null)[] } {
  const { captures, args: own } = runAndPullback(region, args, cotangents, needed);
  return { captures, args: own };
}

/** Runs a region once: its results, and cotangents of its captures and arguments from cotangents of the results. */
export function runAndPullback(
  region: Region,
  args: readonly Value[],
  cotangents: readonly (Value | null)[],
  needed?: Needed,
): { results: readonly Value[]; captures: (Value | null)[]; args: (Value | null)[] } {
  // Values are told apart by identity: one that is given twice gets a stand-in, so that each place has its own cotangent.
  const own = args.map((v, i) => (region.captures.includes(v) || args.indexOf(v) < i ? { type: v.type, builder: v.builder, payload: v.payload } : v));
  const inputs = [...region.captures, ...own];
  const wanted = [...region.captures.map((_, i) => needed?.captures?.[i] ?? true), ...args.map((_, i) => needed?.args?.[i] ?? true)];
  const records: Applied[] = [];
  const tape = recordRegion(region, own, wanted, records);
  const seeds = new Map<Value, Value>();
  tape.results.forEach((r, i) => {
    const ct = cotangents[i];
    const sum = ct && methods.add2(seeds.get(r) ?? null, ct);
    if (sum) seeds.set(r, sum);
  });
  const cts = pullbackRecords(records, seeds, (v) => tape.tracked.has(v));
  const back = inputs.map((v) => cts.get(v) ?? null);
  return { results: tape.results, captures: back.slice(0, region.captures.length), args: back.slice(region.captures.length) };
}

/**
 * Runs a region, keeping each operation that depends on a differentiable input that is wanted. Where inputs are placeholders (the region is
 * part of a linear map that is being transposed), only they are tracked, and what depends on them is not run.
 */
function recordRegion(
  region: Region,
  args: readonly Value[],
  wanted: readonly boolean[],
  records: Applied[],
): { results: readonly Value[]; tracked: ReadonlySet<Value> } {
  const values = new Map<ProgramValue, Value>();
  const tracked = new Set<Value>();
  const inputs = [...region.captures, ...args];
  const isLinear = inputs.some(isPlaceholder);
  region.program.arguments.forEach((place, i) => {
    const value = inputs[i];
    values.set(place, value);
    if (wanted[i] && isDifferentiableType(value.type) && (!isLinear || isPlaceholder(value))) tracked.add(value);
  });
  for (const op of region.program.operations) {
    const operands = op.operands.map((o) => values.get(o)!);
    const regions = op.regions.map((r) => ({ program: r.program, captures: r.captures.map((c) => values.get(c)!) }));
    const places = [...op.operands, ...op.regions.flatMap((r) => r.captures)];
    const unknown = isLinear && places.some((p) => isPlaceholder(values.get(p)!));
    const { location } = op;
    const results = unknown ? op.results.map((r) => placeholder(r.type)) : atLocation(location, () => dispatch(op.primitive, operands, op.attributes, regions));
    op.results.forEach((place, i) => values.set(place, results[i]));
    const applied: Applied = { primitive: op.primitive, operands, attributes: op.attributes, regions, results, location };
    if (places.some((p) => tracked.has(values.get(p)!))) {
      records.push(applied);
      for (const r of results) if (isDifferentiableType(r.type)) tracked.add(r);
    }
  }
  return { results: region.program.results.map((r) => values.get(r)!), tracked };
}

provideRegionTransform({ pullbackRegion });
