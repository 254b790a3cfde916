/** Every case under the checks that spec/core.md asks of every operation. */
import { describe, expect, test } from 'vitest';
import { binaryCases } from './cases/binary.ts';
import { cumulativeCases } from './cases/cumulative.ts';
import { indexingCases } from './cases/indexing.ts';
import { linalgCases } from './cases/linalg.ts';
import { decompositionCases, diagonalCases, systemCases } from './cases/linalg-systems.ts';
import { reductionCases } from './cases/reduction.ts';
import { bitCases, blockCases, segmentCases } from './cases/segments.ts';
import { shapeCases } from './cases/shape.ts';
import { signalCases } from './cases/signal.ts';
import { sortCases } from './cases/sort.ts';
import { unaryCases } from './cases/unary.ts';
import {
  checkBatched,
  checkEmpty,
  checkForward,
  checkGradient,
  checkSymbolic,
  checkTraced,
  hasFloatingGradient,
  type OperationCase,
} from './operation-checks.ts';

const chapters: Readonly<Record<string, readonly OperationCase[]>> = {
  unary: unaryCases,
  binary: binaryCases,
  cumulative: cumulativeCases,
  reduction: reductionCases,
  shape: shapeCases,
  indexing: indexingCases,
  sort: sortCases,
  linalg: linalgCases,
  systems: systemCases,
  decompositions: decompositionCases,
  diagonals: diagonalCases,
  signals: signalCases,
  segments: segmentCases,
  bits: bitCases,
  blocks: blockCases,
};

const isBatched = (c: OperationCase): boolean => {
  const [first] = c.in;
  return c.symbolic !== false && (Array.isArray(first) || (typeof first === 'object' && first !== null && 'of' in first && Array.isArray(first.of)));
};

/** Whether a case has a gradient to check: floating inputs and outputs. One that fails to run counts, so that the test shows it. */
function isDifferentiable(c: OperationCase): boolean {
  if (c.grad === false) return false;
  try {
    return hasFloatingGradient(c);
  } catch {
    return true;
  }
}

for (const [chapter, cases] of Object.entries(chapters)) {
  describe(chapter, () => {
    test('names are unique', () => expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length));
    for (const c of cases) {
      test(`${c.name}: values`, () => checkForward(c));
      if (!c.readsData) test(`${c.name}: traced`, () => checkTraced(c));
      if (!c.readsData) test(`${c.name}: batched`, () => checkBatched(c));
      if (isBatched(c)) test(`${c.name}: unknown size`, () => checkSymbolic(c));
      if (c.empty) test(`${c.name}: empty`, () => checkEmpty(c));
      if (isDifferentiable(c)) test(`${c.name}: gradient`, () => checkGradient(c));
    }
  });
}
