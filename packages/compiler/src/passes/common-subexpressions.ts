/** Operations that compute the same are computed once. */
import {
  type Attributes,
  type AttributeValue,
  type Operation,
  type Primitive,
  Program,
  type ProgramRegion,
  type ProgramValue,
  primitives,
  sameAttribute,
  sameProgram,
} from '@millrace/ir';
import type { Pass } from './pass.ts';

/** A barrier is there to keep computations apart: recomputation for less memory puts one before what it computes again. */
const apart: ReadonlySet<Primitive> = new Set([primitives.optimizationBarrier]);

/** What has held once holds again: a check makes nothing, and fails or not by its operands alone. */
const onceIsEnough: ReadonlySet<Primitive> = new Set([primitives.check]);

function isPure({ primitive, regions }: Operation): boolean {
  const { sideEffect, stochastic, calls } = primitive.traits;
  return !sideEffect && !stochastic && calls === undefined && regions.every((r) => r.program.operations.every(isPure));
}

const isCandidate = (operation: Operation): boolean =>
  onceIsEnough.has(operation.primitive) ||
  (!apart.has(operation.primitive) && operation.results.length > 0 && operation.results.every((r) => r.type.kind === 'tensor') && isPure(operation));

/** A short text that equal attributes share; different ones may share it too. */
function digest(value: AttributeValue | undefined): string {
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(digest).join();
  if ('data' in value && 'type' in value) return digestElements(value.data as ArrayLike<number | bigint>);
  if ('key' in value) return String(value.key);
  if ('name' in value) return String(value.name);
  if ('id' in value) return `#${value.id}`;
  if ('text' in value) return String(value.text);
  return Object.values(value as Attributes)
    .map(digest)
    .join(';');
}

function digestElements(data: ArrayLike<number | bigint>): string {
  const last = data.length - 1;
  return `${data.length}[${[0, 1, 2, 3, last >> 1, last].map((i) => data[i]).join()}]`;
}

/** Digests of attribute objects, which many operations share. */
const digests = new WeakMap<Attributes, string>();
function digestOf(attributes: Attributes): string {
  let known = digests.get(attributes);
  if (known === undefined) digests.set(attributes, (known = Object.values(attributes).map(digest).join('|')));
  return known;
}

const sameRegion = (a: ProgramRegion, b: ProgramRegion): boolean =>
  a.captures.length === b.captures.length && a.captures.every((c, i) => c === b.captures[i]) && (a.program === b.program || sameProgram(a.program, b.program));

/** Whether two operations on equal operands (in some order) give equal results. */
function isSame(a: Operation, b: Operation): boolean {
  return (
    sameAttribute(a.attributes as AttributeValue, b.attributes as AttributeValue) &&
    a.results.every((r, i) => r.type === b.results[i].type) &&
    a.regions.length === b.regions.length &&
    a.regions.every((r, i) => sameRegion(r, b.regions[i]))
  );
}

class Merger {
  /** Bodies that are done: interned regions are met often, and stay one object. */
  readonly #bodies: Map<Program, Program> = new Map();

  /** `now` says what values have become before the program begins. */
  merge(program: Program, now: Map<ProgramValue, ProgramValue> = new Map()): Program {
    const resolve = (v: ProgramValue): ProgramValue => now.get(v) ?? v;
    const numbers = new Map<ProgramValue, number>();
    const numberOf = (v: ProgramValue): number => {
      let n = numbers.get(v);
      if (n === undefined) numbers.set(v, (n = numbers.size));
      return n;
    };
    const seen = new Map<string, Operation[]>();
    const kept: Operation[] = [];
    for (const original of program.operations) {
      const operation = this.#updated(original, now, resolve);
      if (isCandidate(operation)) {
        const found = operation.operands.map(numberOf);
        if (operation.primitive.traits.commutative) found.sort((a, b) => a - b);
        const key = `${operation.primitive.id}(${found.join()})${digestOf(operation.attributes)}`;
        const equals = seen.get(key) ?? [];
        const twin = equals.find((o) => isSame(o, operation));
        if (twin) {
          original.results.forEach((r, i) => now.set(r, twin.results[i]));
          continue;
        }
        seen.set(key, [...equals, operation]);
      }
      kept.push(operation);
    }
    const changed = kept.length !== program.operations.length || kept.some((o, i) => o !== program.operations[i]);
    if (!changed && program.results.every((r) => !now.has(r))) return program;
    return new Program(program.arguments, kept, program.results.map(resolve), program.guards);
  }

  #updated(operation: Operation, now: ReadonlyMap<ProgramValue, ProgramValue>, resolve: (v: ProgramValue) => ProgramValue): Operation {
    const regions = operation.regions.map((r) => this.#region(r, now, resolve));
    const moved = operation.operands.some((o) => now.has(o));
    if (!moved && regions.every((r, i) => r === operation.regions[i])) return operation;
    return { ...operation, operands: moved ? operation.operands.map(resolve) : operation.operands, regions };
  }

  #region(region: ProgramRegion, now: ReadonlyMap<ProgramValue, ProgramValue>, resolve: (v: ProgramValue) => ProgramValue): ProgramRegion {
    const moved = region.captures.some((c) => now.has(c));
    const captures = moved ? region.captures.map(resolve) : region.captures;
    const program = this.#body(region.program, captures);
    return program === region.program && !moved ? region : { program, captures };
  }

  /** A value that is captured twice is one value inside. */
  #body(program: Program, captures: readonly ProgramValue[]): Program {
    const twice = new Map<ProgramValue, ProgramValue>();
    captures.forEach((c, i) => {
      const first = captures.indexOf(c);
      if (first !== i) twice.set(program.arguments[i], program.arguments[first]);
    });
    if (twice.size > 0) return this.merge(program, twice);
    let made = this.#bodies.get(program);
    if (!made) this.#bodies.set(program, (made = this.merge(program)));
    return made;
  }
}

export const commonSubexpressions: Pass = {
  name: 'common-subexpressions',
  summary: 'equal operations on equal operands are computed once; not what draws random numbers, has effects, or stands at a barrier',
  run: (program) => new Merger().merge(program),
};
