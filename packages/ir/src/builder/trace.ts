/** Tracing: a builder whose values are places in a growing program. Values from outside become captures. */
import { currentUserPlace, failure } from '../errors/index.ts';
import { constantPrimitive } from '../ops/registry.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { type Operation, Program, type ProgramRegion, ProgramValue } from '../program/program.ts';
import { ambientLocation } from '../types/ambient-location.ts';
import { collectGuards, type Guard } from '../types/dim.ts';
import type { Literal } from '../types/literal.ts';
import { fileLocation, type Location, showLocation, unknownLocation } from '../types/location.ts';
import type { Type } from '../types/type.ts';
import { atNewLevel, withBase } from './dispatch.ts';
import { type Builder, plainHost, type Region, type Value, type ValueHost } from './value.ts';

/** The place of the operation of a program that is at work, else the user's current line; some µs, which a trace can afford and eager execution cannot. */
export function currentLocation(): Location {
  const ambient = ambientLocation();
  if (ambient) return ambient;
  const place = /^(.*):(\d+):(\d+)$/.exec(currentUserPlace() ?? '');
  return place ? fileLocation(place[1], Number(place[2]), Number(place[3])) : unknownLocation;
}

export class TraceBuilder implements Builder {
  readonly level: number;
  readonly operations: Operation[] = [];
  readonly guards: Guard[] = [];
  /** Values from outside, in order of first use, with the arguments that stand for them. */
  readonly captures: Map<Value, ProgramValue> = new Map();
  /** What is traced, for messages. */
  readonly name: string;
  readonly #host: ValueHost;
  readonly #locate: () => Location;
  #ended: boolean = false;
  constructor(level: number, host: ValueHost, locate: () => Location = currentLocation, name: string = 'a function') {
    this.level = level;
    this.#host = host;
    this.#locate = locate;
    this.name = name;
  }

  /** Says that the program is complete: values of the trace that are used from now on have escaped it, and raise. */
  end(): void {
    this.#ended = true;
  }

  /** Throws FailedPreconditionError when the trace has ended, with the place where the value was made. */
  checkOpen(value: Value, op: string): void {
    if (!this.#ended) return;
    const maker = this.operations.find((o) => o.results.includes(value.payload as ProgramValue));
    const place = maker ? ` by ${maker.primitive.shortName} at ${showLocation(maker.location)}` : '';
    throw failure('escaped', {
      op,
      message: `a tensor of the trace of ${this.name}, made${place}, is used after the trace has ended`,
      hint: 'return it from the function, or keep it in a variable',
    });
  }

  argument(type: Type): Value {
    return this.#host.make(type, this, new ProgramValue(type));
  }

  /** The place of a value in this program; an outside value becomes a capture. */
  lift(value: Value): ProgramValue {
    if (value.builder === this) return value.payload as ProgramValue;
    if (value.builder instanceof TraceBuilder) value.builder.checkOpen(value, this.name);
    let place = this.captures.get(value);
    if (!place) this.captures.set(value, (place = new ProgramValue(value.type)));
    return place;
  }

  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    if (this.#ended) for (const o of operands) if (o.builder === this) this.checkOpen(o, primitive.shortName);
    const types = collectGuards(
      (guard) => this.guards.push(guard),
      () =>
        primitive.infer(
          operands.map((o) => o.type),
          attributes,
          regions.map((r) => r.program),
        ),
    );
    const results = types.map((type) => new ProgramValue(type));
    const inner: ProgramRegion[] = regions.map((r) => ({ program: r.program, captures: r.captures.map((c) => this.lift(c)) }));
    this.operations.push({ primitive, operands: operands.map((o) => this.lift(o)), attributes, regions: inner, results, location: this.#locate() });
    return results.map((place) => this.#host.make(place.type, this, place));
  }

  constant(literal: Literal): Value {
    return this.apply(constantPrimitive(), [], { value: literal }, [])[0];
  }
}

export interface Trace extends Region {
  /** Whatever `body` returned besides the results; see `traceWith`. */
  readonly results: readonly Value[];
}

/** Traces `body` on fresh arguments of these types into a region; outside values that it uses are captures. */
export function trace(types: readonly Type[], body: (...args: Value[]) => readonly Value[], host: ValueHost = plainHost, locate?: () => Location): Region {
  return atNewLevel((level) => {
    const builder = new TraceBuilder(level, host, locate);
    const args = types.map((t) => builder.argument(t));
    const results = withBase(builder, () => body(...args)).map((r) => builder.lift(r));
    builder.end();
    const program = new Program([...builder.captures.values(), ...args.map((a) => a.payload as ProgramValue)], builder.operations, results, builder.guards);
    return { program, captures: [...builder.captures.keys()] };
  });
}
