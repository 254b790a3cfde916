/** A reduction takes the loop that makes its operand: elements are computed as they are combined, in the order of the reduction. */
import { combinerOf, type Operation, type Program, primitives, type Scalar } from '@millrace/ir';
import type { Pass } from '../pass.ts';
import { throughRegions, withOperations } from '../regions.ts';
import { fusionLimits } from './limits.ts';
import { keepsTypes, locationOf, loopOf } from './loop.ts';
import { memberOf } from './member.ts';
import { type Uses, usesOf } from './uses.ts';

const { reduce, fusedReduce } = primitives;

/** The reduction with the loop before it, and the operation that it takes the place of; null where there is none, or it cannot go in. */
function withLoop(operation: Operation, uses: Uses): { readonly fused: Operation; readonly taken: Operation } | null {
  const [operand, initial] = operation.operands;
  if (operation.primitive !== reduce || operation.operands.length !== 2) return null;
  const combiner = combinerOf(operation.regions[0].program);
  const made = uses.producer(operand);
  if (combiner === null || !made || made.results.length !== 1 || uses.onlyReader(operand) !== operation) return null;
  // A reduction in a wider type converts before it combines.
  if (operation.results[0].type.kind !== 'tensor' || operand.type.kind !== 'tensor' || operation.results[0].type.element !== operand.type.element) return null;
  const member = memberOf(made);
  if (!member || member.shape.length === 0) return null;
  const loop = loopOf([member], uses.producer);
  if (loop.inputs.length === 0 || loop.inputs.length > fusionLimits.reductionInputs || !keepsTypes(loop)) return null;
  if (loop.inputs.every((v) => v.type.kind === 'tensor' && v.type.rank === 0)) return null;
  const expression = loop.expressions.get(operand) as Scalar;
  const { dimensions } = operation.attributes;
  const fused: Operation = {
    primitive: fusedReduce,
    operands: [...loop.inputs, initial],
    attributes: { expression: expression as never, dimensions, combiner },
    regions: [],
    results: operation.results,
    location: locationOf([made, operation]),
  };
  return { fused, taken: made };
}

function fuse(program: Program): Program {
  const uses = usesOf(program);
  const found = new Map<Operation, Operation | null>();
  for (const operation of program.operations) {
    const pair = withLoop(operation, uses);
    if (!pair) continue;
    found.set(operation, pair.fused);
    found.set(pair.taken, null);
  }
  const operations = program.operations.flatMap((o) => {
    const made = found.get(o);
    return made === undefined ? [o] : made === null ? [] : [made];
  });
  return withOperations(program, operations);
}

export const fuseReductions: Pass = {
  name: 'fuse-reductions',
  summary: 'reductions compute their elements as they combine them, where nothing else reads these',
  run: throughRegions(fuse),
};
