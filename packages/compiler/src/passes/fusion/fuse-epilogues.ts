/**
 * A contraction takes the loop on its result, where there is a schedule for both together: bias, activation, residual and their like are computed on
 * sums that are still in registers.
 */
import { type Operation, Program, type ProgramRegion, ProgramValue, primitives, type Scalar, type Type } from '@millrace/ir';
import { hasSchedule } from '../../schedules/plan.ts';
import type { Pass } from '../pass.ts';
import { throughRegions, withOperations } from '../regions.ts';
import { typeOf } from '../rewrite/constants.ts';
import { fusionLimits } from './limits.ts';
import { keepsTypes, locationOf, loopOf } from './loop.ts';
import { memberOf, sameSizes } from './member.ts';
import { type Uses, usesOf } from './uses.ts';

const { fusedContract } = primitives;

const isPlain = (t: Type): boolean => t.kind === 'tensor' && t.element.kind !== 'quantized';

/** Whether an operation is a contraction by its form, with nothing on its result yet. */
function isContraction({ primitive, operands, attributes, regions, results }: Operation): boolean {
  if (operands.length !== 2 || results.length !== 1 || regions.length > 0) return false;
  const types = [...operands, ...results].map((v) => v.type);
  if (!types.every(isPlain)) return false;
  return primitive.lower(types.slice(0, 2), attributes, []).form === 'contract';
}

/** The operation alone, as a function of its two operands. */
function regionOf(operation: Operation): ProgramRegion {
  const args = operation.operands.map((o) => new ProgramValue(o.type));
  const results = operation.results.map((r) => new ProgramValue(r.type));
  return { program: new Program(args, [{ ...operation, operands: args, results }], results), captures: [] };
}

/** The contractions that a loop may take place on: of its operands those that nothing else reads, the last one made first. */
function contractionsOf(operation: Operation, uses: Uses, positions: ReadonlyMap<Operation, number>): Operation[] {
  const at = (o: Operation): number => positions.get(o) as number;
  const made = [...new Set(operation.operands)].flatMap((v) => {
    const producer = uses.producer(v);
    return producer && uses.onlyReader(v) === operation && isContraction(producer) ? [producer] : [];
  });
  return made.sort((a, b) => at(b) - at(a));
}

function withEpilogue(operation: Operation, contraction: Operation, uses: Uses): Operation | null {
  const member = memberOf(operation);
  const [product] = contraction.results;
  if (!member || !sameSizes(typeOf(product).shape, member.shape) || member.shape.length === 0) return null;
  const loop = loopOf([member], uses.producer, [product]);
  // The sums of a contraction take registers that other loops have for operands.
  if (loop.inputs.length > fusionLimits.inputs || !keepsTypes(loop)) return null;
  const fused: Operation = {
    primitive: fusedContract,
    operands: [...contraction.operands, ...loop.inputs.slice(1)],
    attributes: { expressions: operation.results.map((r) => loop.expressions.get(r) as Scalar) as never },
    regions: [regionOf(contraction)],
    results: operation.results,
    location: locationOf([contraction, operation]),
  };
  return hasSchedule(fused) ? fused : null;
}

function fuse(program: Program): Program {
  const uses = usesOf(program);
  const positions = new Map(program.operations.map((o, i) => [o, i]));
  const taken = new Set<Operation>();
  const found = new Map<Operation, Operation>();
  for (const operation of program.operations) {
    const [contraction] = contractionsOf(operation, uses, positions);
    const fused = contraction ? withEpilogue(operation, contraction, uses) : null;
    if (!fused) continue;
    found.set(operation, fused);
    taken.add(contraction);
  }
  return withOperations(
    program,
    program.operations.flatMap((o) => (taken.has(o) ? [] : [found.get(o) ?? o])),
  );
}

export const fuseEpilogues: Pass = {
  name: 'fuse-epilogues',
  summary: 'matrix products and convolutions compute what becomes of their sums before they store them',
  run: throughRegions(fuse),
};
