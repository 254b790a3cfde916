/** Pointwise operations of one shape in one loop. The bits of their results are those of the operations one by one: nothing is contracted. */
import { type Operation, type Program, type ProgramValue, primitives, type Scalar } from '@millrace/ir';
import type { Pass } from '../pass.ts';
import { throughRegions, withOperations } from '../regions.ts';
import { typeOf } from '../rewrite/constants.ts';
import { type Group, Groups, readBy } from './groups.ts';
import { fusionLimits } from './limits.ts';
import { keepsTypes, type Loop, locationOf, loopOf } from './loop.ts';

/** The loop of a group, or null where it would be no gain, or could not say its shape or its types. */
function usefulLoop(group: Group, producer: (v: ProgramValue) => Operation | undefined): Loop | null {
  const loop = loopOf(group.members, producer);
  const [{ shape }] = group.members;
  // A scalar operation on its own stays: conditions of loops are read by those who know them.
  const taken = shape.length === 0 ? group.members.length : loop.taken;
  if (taken < 2 || loop.inputs.length === 0) return null;
  if (shape.length > 0 && loop.inputs.every((v) => typeOf(v).rank === 0)) return null;
  return keepsTypes(loop) ? loop : null;
}

function fusedOperation(group: Group, { inputs, expressions }: Loop, results: readonly ProgramValue[]): Operation {
  const list = results.map((r) => expressions.get(r) as Scalar);
  return {
    primitive: primitives.fused,
    operands: inputs,
    attributes: { expressions: list as never },
    regions: [],
    results,
    location: locationOf(group.members.map((m) => m.operation)),
  };
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

function fuse(program: Program): Program {
  const groups = new Groups(program, fusionLimits);
  const loops = new Map<Group, Loop | null>();
  const loopAt = (operation: Operation): { readonly group: Group; readonly loop: Loop } | undefined => {
    const group = groups.groupOf(operation);
    if (!group) return undefined;
    let loop = loops.get(group);
    if (loop === undefined) loops.set(group, (loop = usefulLoop(group, groups.producer)));
    return loop ? { group, loop } : undefined;
  };
  const exported = exportedValues(program, (o) => loopAt(o)?.group, groups.producer);
  const operations: Operation[] = [];
  for (const operation of program.operations) {
    const found = loopAt(operation);
    if (!found) operations.push(operation);
    else if (found.group.members.at(-1)?.operation === operation) {
      const own = found.group.members.filter((m) => !found.group.repeated.has(m));
      const results = own.flatMap((m) => m.operation.results).filter((r) => exported.has(r));
      if (results.length > 0) operations.push(fusedOperation(found.group, found.loop, results));
    }
  }
  return withOperations(program, operations);
}

export const fusePointwise: Pass = {
  name: 'fuse-pointwise',
  summary: 'chains of pointwise operations of one shape become one loop, with scalars and constants in its code',
  run: throughRegions(fuse),
};
