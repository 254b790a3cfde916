/** Pointwise operations of one shape in one loop. The bits of their results are those of the operations one by one: nothing is contracted. */
import {
  type ElementType,
  type Location,
  type Operation,
  Program,
  type ProgramRegion,
  type ProgramValue,
  primitives,
  type Scalar,
  ScalarTypes,
  scalarInput,
} from '@millrace/ir';
import type { Pass } from '../pass.ts';
import { typeOf } from '../rewrite/constants.ts';
import { type Argument, applyExpression } from './expression.ts';
import { type Group, Groups, readBy } from './groups.ts';
import { fusionLimits } from './limits.ts';
import { sourceOf } from './member.ts';

/** The expressions of a loop over the values that it reads. */
interface Loop {
  readonly inputs: readonly ProgramValue[];
  readonly expressions: ReadonlyMap<ProgramValue, Scalar>;
  /** Operations that the loop takes the place of, broadcasts of scalars and constants among them. */
  readonly taken: number;
}

function loopOf({ members }: Group, producer: (v: ProgramValue) => Operation | undefined): Loop {
  const inputs: ProgramValue[] = [];
  const expressions = new Map<ProgramValue, Scalar>();
  const seenThrough = new Set<ProgramValue>();
  function argumentOf(operand: ProgramValue): Argument {
    const own = expressions.get(operand);
    if (own) return own;
    const source = sourceOf(operand, producer);
    if (!('value' in source)) {
      seenThrough.add(operand);
      return source;
    }
    if (source.value !== operand) seenThrough.add(operand);
    let place = inputs.indexOf(source.value);
    if (place < 0) place = inputs.push(source.value) - 1;
    return scalarInput(place);
  }
  for (const { operation, expressions: own } of members) {
    const args = operation.operands.map(argumentOf);
    const elements = operation.operands.map((o) => typeOf(o).element);
    operation.results.forEach((r, k) => {
      expressions.set(r, applyExpression(own[k], args, elements));
    });
  }
  return { inputs, expressions, taken: members.length + seenThrough.size };
}

/** The place of a fused operation: those of its parts. */
function locationOf({ members }: Group): Location {
  const places = [...new Set(members.map((m) => m.operation.location))].filter((l) => l.kind !== 'unknown');
  if (places.length === 0) return members[0].operation.location;
  return places.length === 1 ? places[0] : { kind: 'fused', locations: places };
}

/** The loop of a group, or null where it would be no gain, or could not say its shape or its types. */
function usefulLoop(group: Group, producer: (v: ProgramValue) => Operation | undefined): Loop | null {
  const loop = loopOf(group, producer);
  const [{ shape }] = group.members;
  // A scalar operation on its own stays: conditions of loops are read by those who know them.
  const taken = shape.length === 0 ? group.members.length : loop.taken;
  if (taken < 2 || loop.inputs.length === 0) return null;
  if (shape.length > 0 && loop.inputs.every((v) => typeOf(v).rank === 0)) return null;
  const types = new ScalarTypes(loop.inputs.map((v): ElementType => typeOf(v).element));
  const keepsTypes = [...loop.expressions].every(([value, e]) => types.natural(e) === typeOf(value).element);
  return keepsTypes ? loop : null;
}

function fusedOperation(group: Group, { inputs, expressions }: Loop, results: readonly ProgramValue[]): Operation {
  const list = results.map((r) => expressions.get(r) as Scalar);
  return { primitive: primitives.fused, operands: inputs, attributes: { expressions: list as never }, regions: [], results, location: locationOf(group) };
}

/** Values that something outside of their loop reads. */
function exportedValues(
  program: Program,
  groupOf: (o: Operation) => Group | undefined,
  producer: (v: ProgramValue) => Operation | undefined,
): ReadonlySet<ProgramValue> {
  const exported = new Set(program.results);
  for (const operation of program.operations) {
    const members = groupOf(operation)?.members ?? [];
    for (const v of readBy(operation)) if (!members.some((m) => m.operation === producer(v))) exported.add(v);
  }
  return exported;
}

class Fuser {
  /** Bodies that are done: interned regions are met often, and stay one object. */
  readonly #bodies: Map<Program, Program> = new Map();

  fuse(program: Program): Program {
    const inner = this.#withFusedRegions(program);
    const groups = new Groups(inner, fusionLimits);
    const loops = new Map<Group, Loop | null>();
    const loopAt = (operation: Operation): { readonly group: Group; readonly loop: Loop } | undefined => {
      const group = groups.groupOf(operation);
      if (!group) return undefined;
      let loop = loops.get(group);
      if (loop === undefined) loops.set(group, (loop = usefulLoop(group, groups.producer)));
      return loop ? { group, loop } : undefined;
    };
    const exported = exportedValues(inner, (o) => loopAt(o)?.group, groups.producer);
    const operations: Operation[] = [];
    for (const operation of inner.operations) {
      const found = loopAt(operation);
      if (!found) operations.push(operation);
      else if (found.group.members.at(-1)?.operation === operation) {
        const own = found.group.members.filter((m) => !found.group.repeated.has(m));
        const results = own.flatMap((m) => m.operation.results).filter((r) => exported.has(r));
        if (results.length > 0) operations.push(fusedOperation(found.group, found.loop, results));
      }
    }
    const changed = inner !== program || operations.length !== inner.operations.length || operations.some((o, i) => o !== inner.operations[i]);
    return changed ? new Program(inner.arguments, operations, inner.results, inner.guards) : program;
  }

  #withFusedRegions(program: Program): Program {
    let changed = false;
    const operations = program.operations.map((operation) => {
      const regions = operation.regions.map((r): ProgramRegion => {
        const body = this.#body(r.program);
        return body === r.program ? r : { program: body, captures: r.captures };
      });
      if (regions.every((r, i) => r === operation.regions[i])) return operation;
      changed = true;
      return { ...operation, regions };
    });
    return changed ? new Program(program.arguments, operations, program.results, program.guards) : program;
  }

  #body(program: Program): Program {
    let made = this.#bodies.get(program);
    if (!made) this.#bodies.set(program, (made = this.fuse(program)));
    return made;
  }
}

export const fusePointwise: Pass = {
  name: 'fuse-pointwise',
  summary: 'chains of pointwise operations of one shape become one loop, with scalars and constants in its code',
  run: (program) => new Fuser().fuse(program),
};
