/** Operations on constants become constants, by the reference evaluator. */
import { evaluateProgram, type Literal, OpError, type Operation, Program, type ProgramValue, primitives } from '@millrace/ir';
import type { Pass } from './pass.ts';
import { literalOf } from './rewrite/constants.ts';
import type { Rewriter } from './rewrite/rewriter.ts';
import { rewritePass } from './rewrite/rules.ts';

/** Larger results would make a program, and what is kept of it on disk, larger than the code that computes them. */
const largestResult = 4096;
/** The evaluator is slow: larger operands are left to run time. */
const largestOperand = 65536;

const bytesOf = (v: ProgramValue): number => (v.type.kind === 'tensor' ? v.type.size * v.type.element.bytes : Number.NaN);

/** Whether evaluating the operation now is the same as later. Operations without operands are constants already, or differ from run to run. */
function isFoldable({ primitive, operands, results, regions }: Operation): boolean {
  const { sideEffect, stochastic, collective, calls, expensive } = primitive.traits;
  if (operands.length === 0 || sideEffect || stochastic || collective || calls !== undefined || expensive) return false;
  // Regions may loop for ever.
  if (regions.length > 0) return false;
  return results.length > 0 && results.every((r) => bytesOf(r) <= largestResult) && operands.every((o) => bytesOf(o) <= largestOperand);
}

function fold(operation: Operation, rewriter: Rewriter): readonly ProgramValue[] | null {
  if (!isFoldable(operation)) return null;
  const literals: Literal[] = [];
  for (const operand of operation.operands) {
    const literal = literalOf(operand, rewriter);
    if (!literal || literal.type !== operand.type) return null;
    literals.push(literal);
  }
  const results = evaluated(operation, literals);
  return results?.map((r) => rewriter.constant(r)) ?? null;
}

/** The results, or null where evaluation raises: the operation then stays, and raises when it runs and with its own place. */
function evaluated(operation: Operation, operands: readonly Literal[]): readonly Literal[] | null {
  try {
    return evaluateProgram(new Program(operation.operands, [operation], operation.results), operands) as readonly Literal[];
  } catch (error) {
    if (error instanceof OpError) return null;
    throw error;
  }
}

export const constantFolding: Pass = rewritePass('constant-folding', 'operations on constants, where the result is at most 4 KB', [
  // A scalar that is repeated stays a scalar: kernels read it once.
  { name: 'f(constants) → constant', where: (primitive) => primitive !== primitives.broadcastInDim, apply: fold },
]);
