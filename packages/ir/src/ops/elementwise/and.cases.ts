import type { CaseTable } from '@millrace/testing';
import { and } from './and.ts';
import { bitwiseCases } from './bitwise.cases.ts';

export const cases: CaseTable = bitwiseCases(and, {
  specification: [
    [1, 2],
    [3, 0],
  ],
  truth: [
    [false, false],
    [false, true],
  ],
  long: [9007199254740993n, 4611686018427387904n],
  unsigned: [2147483648, 0],
});
