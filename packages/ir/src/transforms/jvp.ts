/** Forward mode: values that carry a tangent. Model: JAX's JVPTrace; rules come from each primitive's `derivative`. */
import { atNewLevel, dispatch } from '../builder/dispatch.ts';
import { interpret } from '../builder/interpret.ts';
import { methods } from '../builder/methods-table.ts';
import { provideRegionTransform } from '../builder/region-transforms.ts';
import { trace } from '../builder/trace.ts';
import { type Builder, plainHost, type Region, type Value, type ValueHost } from '../builder/value.ts';
import { failure } from '../errors/index.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import type { Literal } from '../types/literal.ts';
import type { TensorType } from '../types/type.ts';
import { flattenNamed, isDifferentiableType, linearPositions, needsOf } from './named.ts';
import { partialOf, transposeLinear } from './pullback.ts';

interface Dual {
  readonly primal: Value;
  readonly tangent: Value;
}

export class JvpBuilder implements Builder {
  readonly level: number;
  readonly #host: ValueHost;
  constructor(level: number, host: ValueHost) {
    this.level = level;
    this.#host = host;
  }

  lift(primal: Value, tangent: Value | null): Value {
    return tangent ? this.#host.make(primal.type, this, { primal, tangent } satisfies Dual) : primal;
  }
  primal(v: Value): Value {
    return v.builder === this ? (v.payload as Dual).primal : v;
  }
  tangent(v: Value): Value | null {
    return v.builder === this ? (v.payload as Dual).tangent : null;
  }

  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const primals = operands.map((o) => this.primal(o));
    const tangents = operands.map((o) => this.tangent(o));
    const inner = regions.map(
      (r): Region => ({ program: r.program, captures: r.captures.map((c) => this.primal(c)), captureTangents: r.captures.map((c) => this.tangent(c)) }),
    );
    const results = dispatch(primitive, primals, attributes, inner);
    const out = pushforward(primitive, primals, tangents, attributes, inner, results);
    return results.map((r, i) => this.lift(r, isDifferentiableType(r.type) ? (out[i] ?? null) : null));
  }

  constant(literal: Literal): Value {
    return methods.constant(literal);
  }
}

/** Tangents of the results of one operation; null is zero. */
export function pushforward(
  primitive: Primitive,
  operands: readonly Value[],
  tangents: readonly (Value | null)[],
  attributes: Attributes,
  regions: readonly Region[],
  results: readonly Value[],
): readonly (Value | null)[] {
  const rule = primitive.derivative;
  if (rule === 'zero') return results.map(() => null);
  if (rule === 'none') throw failure('not-differentiable', { op: primitive.shortName, message: 'has no derivative' });
  if ('partials' in rule) return [partialTangents(primitive, operands, tangents, results[0])];
  if ('transpose' in rule) return linearTangents(primitive, rule, operands, tangents, attributes, regions);
  if ('jvp' in rule) {
    const named = primitive.named(operands, attributes, regions);
    const out = rule.jvp({ ...named, results, tangents: primitive.named(tangents, {}, regions) } as never, methods);
    return Array.isArray(out) ? (out as readonly (Value | null)[]) : [out as Value];
  }
  // A vjp is linear in its cotangents: its transpose is the jvp.
  const active = operands.map((_, i) => tangents[i] !== null);
  const pullback = trace(
    results.map((r) => r.type),
    (...cts) => {
      const back = rule.vjp(
        { ...primitive.named(operands, attributes, regions), results, ct: cts[0], cts, needs: needsOf(primitive, active), neededCaptures: [] } as never,
        methods,
      );
      const flat = flattenNamed(primitive, operands.length, back as Record<string, unknown>);
      return operands.flatMap((o, i) => (active[i] ? [flat[i] ?? methods.zeros(o.type as TensorType)] : []));
    },
  );
  return transposeLinear(
    pullback,
    tangents.filter((t) => t !== null),
  );
}

function partialTangents(primitive: Primitive, operands: readonly Value[], tangents: readonly (Value | null)[], y: Value): Value | null {
  let sum: Value | null = null;
  tangents.forEach((t, i) => {
    const partial = t && partialOf(primitive, operands, i, y);
    if (t && partial) sum = methods.add2(sum, partial === 'one' ? spreadTo(t, y) : methods.multiply(spreadTo(t, y), partial));
  });
  return sum;
}

/** A scalar's tangent beside a larger result is repeated. */
function spreadTo(t: Value, y: Value): Value {
  const { shape } = y.type as TensorType;
  return (t.type as TensorType).rank === shape.length ? t : methods.broadcast(t, shape, []);
}

function linearTangents(
  primitive: Primitive,
  rule: { readonly linear: 'jointly' | 'separately'; readonly transpose: object },
  operands: readonly Value[],
  tangents: readonly (Value | null)[],
  attributes: Attributes,
  regions: readonly Region[],
): readonly (Value | null)[] {
  const linear = linearPositions(primitive, rule.transpose, operands.length);
  if (rule.linear === 'jointly') {
    return dispatch(
      primitive,
      operands.map((o, i) => (linear[i] ? (tangents[i] ?? methods.zeros(o.type as TensorType)) : o)),
      attributes,
      regions,
    );
  }
  let sums: readonly (Value | null)[] = [];
  tangents.forEach((t, i) => {
    if (!t || !linear[i]) return;
    const term = dispatch(
      primitive,
      operands.map((o, k) => (k === i ? t : o)),
      attributes,
      regions,
    );
    sums = term.map((v, k) => methods.add2(sums[k] ?? null, v));
  });
  return sums;
}

/** Results and their tangents (null is zero) of `body` at `primals` in the direction `tangents`. */
export function jvp(
  body: (...args: Value[]) => readonly Value[],
  primals: readonly Value[],
  tangents: readonly (Value | null)[],
  host: ValueHost = plainHost,
): { results: readonly Value[]; tangents: readonly (Value | null)[] } {
  return atNewLevel((level) => {
    const builder = new JvpBuilder(level, host);
    const results = body(...primals.map((p, i) => builder.lift(p, tangents[i])));
    return { results: results.map((r) => builder.primal(r)), tangents: results.map((r) => builder.tangent(r)) };
  });
}

/** See `BuilderHelpers.jvpRegion`. The new region's own arguments are the old ones, then the tangents of the active ones. */
export function jvpRegion(region: Region, active: readonly boolean[], force: readonly boolean[] = []): { region: Region; active: boolean[] } {
  const { program, captures } = region;
  const captureTangents = region.captureTangents ?? captures.map(() => null);
  const moving = [...captureTangents.map((t) => t !== null), ...active];
  const movingTypes = program.arguments.filter((_, i) => moving[i]).map((a) => a.type);
  let out: boolean[] = [];
  // Captures come first in a region, so the order is: captures, tangents of captures, arguments, tangents of arguments.
  const captureCount = captures.length;
  const activeCaptures = captureTangents.filter((t) => t !== null);
  const types = [
    ...program.arguments.slice(0, captureCount).map((a) => a.type),
    ...movingTypes.slice(0, activeCaptures.length),
    ...program.arguments.slice(captureCount).map((a) => a.type),
    ...movingTypes.slice(activeCaptures.length),
  ];
  const traced = trace(types, (...args) =>
    atNewLevel((level) => {
      const builder = new JvpBuilder(level, plainHost);
      const ownStart = captureCount + activeCaptures.length;
      const primals = [...args.slice(0, captureCount), ...args.slice(ownStart, ownStart + active.length)];
      const tangents = [...args.slice(captureCount, ownStart), ...args.slice(ownStart + active.length)];
      let next = 0;
      const results = interpret(
        program,
        primals.map((p, i) => builder.lift(p, moving[i] ? tangents[next++] : null)),
      );
      out = results.map((r, i) => r.builder === builder || (force[i] === true && isDifferentiableType(r.type)));
      const outTangents = results.flatMap((r, i) => (out[i] ? [builder.tangent(r) ?? methods.zeros(r.type as TensorType)] : []));
      return [...results.map((r) => builder.primal(r)), ...outTangents];
    }),
  );
  return { region: { program: traced.program, captures: [...traced.captures, ...captures, ...activeCaptures] }, active: out };
}

provideRegionTransform({ jvpRegion });
