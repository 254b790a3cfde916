/** A reduction takes the loop that makes its operand: elements are computed as they are combined, in the order of the reduction. */
import { type CombinerName, combinerOf, type Operation, type Program, type ProgramValue, primitives, type Scalar } from '@millrace/ir';
import { hasSchedule } from '../../schedules/plan.ts';
import type { Pass } from '../pass.ts';
import { throughRegions, withOperations } from '../regions.ts';
import { typeOf } from '../rewrite/constants.ts';
import { fusionLimits } from './limits.ts';
import { keepsTypes, locationOf, loopOf } from './loop.ts';
import { memberOf } from './member.ts';
import { splitLoop } from './split-loop.ts';
import { type Uses, usesOf } from './uses.ts';

const { reduce, fused, fusedReduce } = primitives;

/** The combiner of a reduction of one input in its own type (a wider one would convert before it combines), or null. */
function combinerIn({ primitive, operands, regions, results }: Operation): CombinerName | null {
  if (primitive !== reduce || operands.length !== 2 || typeOf(results[0]).element !== typeOf(operands[0]).element) return null;
  return combinerOf(regions[0].program);
}

/** What a reduction computes its elements from, and what is left of the loop that made them: nothing, or its other results. */
interface Elements {
  readonly expression: Scalar;
  readonly inputs: readonly ProgramValue[];
  readonly rest: Operation | null;
}

function elementsFrom(operand: ProgramValue, made: Operation, uses: Uses): Elements | null {
  if (made.results.length > 1) return made.primitive === fused ? splitLoop(made, made.results.indexOf(operand), fusionLimits.duplicatedCost) : null;
  const member = memberOf(made);
  if (!member) return null;
  const loop = loopOf([member], uses.producer);
  return keepsTypes(loop) ? { expression: loop.expressions.get(operand) as Scalar, inputs: loop.inputs, rest: null } : null;
}

/** Whether a reduction may read these operands for each element: some arrays, and scalars beside them. */
function isReadable(inputs: readonly ProgramValue[], operand: ProgramValue): boolean {
  const { rank } = typeOf(operand);
  const arrays = inputs.filter((v) => typeOf(v).rank === rank).length;
  return rank > 0 && arrays > 0 && arrays <= fusionLimits.reductionInputs && inputs.length <= fusionLimits.inputs;
}

/** Whether the schedules lose nothing: they take the fused operation, or do not take the reduction either. */
const keepsSchedule = (fused: Operation, reduction: Operation): boolean => hasSchedule(fused) || !hasSchedule(reduction);

function fuse(program: Program): Program {
  const uses = usesOf(program);
  /** What operations have become; null where nothing is left. */
  const now = new Map<Operation, Operation | null>();
  /** What fused reductions read of loops that stay, which nothing may take out of them any more. */
  const stored = new Set<ProgramValue>();
  for (const operation of program.operations) {
    const combiner = combinerIn(operation);
    const [operand, initial] = operation.operands;
    const original = combiner && uses.producer(operand);
    if (!original || uses.onlyReader(operand) !== operation || stored.has(operand)) continue;
    const made = now.get(original) ?? original;
    const elements = elementsFrom(operand, made, uses);
    if (!elements || !isReadable(elements.inputs, operand)) continue;
    const attributes = { expression: elements.expression as never, dimensions: operation.attributes.dimensions, combiner };
    const location = locationOf([made, operation]);
    const taken: Operation = { primitive: fusedReduce, operands: [...elements.inputs, initial], attributes, regions: [], results: operation.results, location };
    if (!keepsSchedule(taken, operation)) continue;
    now.set(original, elements.rest);
    now.set(operation, taken);
    for (const v of elements.inputs) stored.add(v);
  }
  const operations = program.operations.flatMap((o) => {
    const made = now.get(o);
    return made === undefined ? [o] : made === null ? [] : [made];
  });
  return withOperations(program, operations);
}

export const fuseReductions: Pass = {
  name: 'fuse-reductions',
  summary: 'reductions compute their elements as they combine them, where nothing else reads these',
  run: throughRegions(fuse),
};
