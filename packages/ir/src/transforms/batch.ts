/** Batching: values that stand for a whole batch of examples, batch axis first. Model: JAX's vmap, with the axis fixed at 0. */
import { atNewLevel, dispatch } from '../builder/dispatch.ts';
import { interpret } from '../builder/interpret.ts';
import { methods } from '../builder/methods-table.ts';
import { provideRegionTransform } from '../builder/region-transforms.ts';
import { trace } from '../builder/trace.ts';
import { type Builder, plainHost, type Region, type Value, type ValueHost } from '../builder/value.ts';
import { failure } from '../errors/index.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Batched, Primitive } from '../primitive/primitive.ts';
import type { Dim } from '../types/dim.ts';
import type { Literal } from '../types/literal.ts';
import { type TensorType, tensorType } from '../types/type.ts';

/** The type of a batch of values of `type`. */
export const batchType = (type: TensorType, size: Dim): TensorType => tensorType(type.element, [size, ...type.shape]);
/** The type of one example of a batch. */
export const exampleType = (type: TensorType): TensorType => tensorType(type.element, type.shape.slice(1));

export class BatchBuilder implements Builder {
  readonly level: number;
  readonly size: Dim;
  readonly #host: ValueHost;
  constructor(level: number, size: Dim, host: ValueHost) {
    this.level = level;
    this.size = size;
    this.#host = host;
  }

  /** A value whose examples are the rows of `rows`. */
  lift(rows: Value): Value {
    return this.#host.make(exampleType(rows.type as TensorType), this, rows);
  }

  /** The whole batch of a value; one that is the same for every example is repeated. */
  lower(value: Value): Value {
    return value.builder === this ? (value.payload as Value) : spread(value, this.size);
  }

  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const args = operands.map(
      (o): Batched => ({ value: o.builder === this ? (o.payload as Value) : o, batched: o.builder === this, type: o.type as TensorType }),
    );
    const inner = regions.map(
      (r): Region => ({
        program: r.program,
        captures: r.captures.map((c) => (c.builder === this ? (c.payload as Value) : c)),
        batchedCaptures: r.captures.map((c) => c.builder === this),
      }),
    );
    return this.#run(primitive, args, attributes, inner).map((r) => this.lift(r));
  }

  #run(primitive: Primitive, args: readonly Batched[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const rule = primitive.batch;
    if (rule === 'none')
      throw failure('not-batchable', { op: primitive.shortName, message: 'cannot run under vectorizedMap', hint: 'call it outside, on the whole batch' });
    if (rule === 'elementwise') {
      // Inference on one example reports shape errors in the user's shapes.
      primitive.infer(
        args.map((a) => a.type),
        attributes,
        [],
      );
      return dispatch(primitive, alignForElementwise(args, this.size), batchedShape(primitive, attributes, this.size), regions);
    }
    if (rule === 'loop') return this.#loop(primitive, args, attributes, regions);
    const named = primitive.named(args, attributes, regions) as Parameters<typeof rule>[0];
    const made = rule({ ...named, size: this.size } as Parameters<typeof rule>[0], methods);
    if (made === 'loop') return this.#loop(primitive, args, attributes, regions);
    return Array.isArray(made) ? (made as readonly Value[]) : [made as Value];
  }

  #loop(primitive: Primitive, args: readonly Batched[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    if (typeof this.size !== 'number') throw failure('not-batchable', { op: primitive.shortName, message: 'needs a batch size that is known' });
    const rows: (readonly Value[])[] = [];
    for (let i = 0; i < this.size; i++) {
      const operands = args.map((a) => (a.batched ? rowOf(a.value, i) : a.value));
      const own = regions.map((r) => ({ program: r.program, captures: r.captures.map((c, k) => (r.batchedCaptures?.[k] ? rowOf(c, i) : c)) }));
      rows.push(dispatch(primitive, operands, attributes, own));
    }
    return rows[0].map((_, k) => stackRows(rows.map((r) => r[k])));
  }

  constant(literal: Literal): Value {
    return methods.constant(literal);
  }
}

/** A value repeated for every example. */
export function spread(value: Value, size: Dim): Value {
  const { shape } = value.type as TensorType;
  return methods.broadcast(
    value,
    [size, ...shape],
    shape.map((_, i) => i + 1),
  );
}

function rowOf(value: Value, index: number): Value {
  const type = value.type as TensorType;
  const limit = [index + 1, ...(type.shape.slice(1) as number[])];
  const row = methods.slice(value, { startIndices: [index, ...limit.slice(1).map(() => 0)], limitIndices: limit, strides: limit.map(() => 1) });
  return methods.reshapeTo(row, type.shape.slice(1));
}

function stackRows(rows: readonly Value[]): Value {
  const { shape } = rows[0].type as TensorType;
  return methods.concatenate(
    rows.map((r) => methods.reshapeTo(r, [1, ...shape])),
    { dimension: 0 },
  );
}

/** Operands of a pointwise operation with equal shapes [size, ...example]; scalars that all examples share stay scalars beside larger ones. */
function alignForElementwise(args: readonly Batched[], size: Dim): Value[] {
  const full = args.find((a) => a.type.rank > 0)?.type ?? args[0].type;
  const someFull = args.some((a) => a.batched && a.type.rank > 0) || full.rank > 0;
  return args.map((a) => {
    const scalarAmongFull = a.type.rank === 0 && full.rank > 0;
    if (!a.batched) return scalarAmongFull && someFull ? a.value : spread(a.value, size);
    return scalarAmongFull ? methods.broadcast(a.value, [size, ...full.shape], [0]) : a.value;
  });
}

/** Attributes of a pointwise operation on the batch: one that names the result's shape gets the batch axis. */
function batchedShape(primitive: Primitive, attributes: Attributes, size: Dim): Attributes {
  const key = Object.keys(primitive.attributes).find((k) => primitive.attributes[k].kind === 'resultShape');
  return key ? { ...attributes, [key]: [size, ...(attributes[key] as readonly Dim[])] as never } : attributes;
}

/** `body` on every row of `args` at once; null arguments stand for ones that are the same for all. Results have the batch axis first. */
export function vectorize(
  body: (...args: Value[]) => readonly Value[],
  args: readonly Value[],
  batched: readonly boolean[],
  size: Dim,
  host: ValueHost = plainHost,
): readonly Value[] {
  return atNewLevel((level) => {
    const builder = new BatchBuilder(level, size, host);
    const results = body(...args.map((a, i) => (batched[i] ? builder.lift(a) : a)));
    return results.map((r) => builder.lower(r));
  });
}

/** See `BuilderHelpers.batchRegion`. Captures count as batched where `region.batchedCaptures` says so. */
export function batchRegion(region: Region, batched: readonly boolean[], size: Dim, force: readonly boolean[] = []): { region: Region; batched: boolean[] } {
  const { program } = region;
  const flags = [...(region.batchedCaptures ?? region.captures.map(() => false)), ...batched];
  const types = program.arguments.map((a, i) => (flags[i] ? batchType(a.type as TensorType, size) : a.type));
  let out: boolean[] = [];
  const traced = trace(types, (...args) =>
    atNewLevel((level) => {
      const builder = new BatchBuilder(level, size, plainHost);
      const results = interpret(
        program,
        args.map((a, i) => (flags[i] ? builder.lift(a) : a)),
      );
      out = results.map((r, i) => r.builder === builder || force[i] === true);
      return results.map((r, i) => (out[i] ? builder.lower(r) : r));
    }),
  );
  // Rules may use outer values of their own, such as the mask of a batched branch: these come before the region's captures.
  return { region: { program: traced.program, captures: [...traced.captures, ...region.captures] }, batched: out };
}

provideRegionTransform({ batchRegion });
