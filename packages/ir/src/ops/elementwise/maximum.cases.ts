import type { CaseTable } from '@millrace/testing';
import { extremeCases } from './extremes.cases.ts';
import { maximum } from './maximum.ts';

export const cases: CaseTable = extremeCases(maximum, {
  specification: [
    [5, 6],
    [7, 8],
  ],
  truth: [true, false],
  unsigned: 4294967295,
  long: 9007199254740993n,
  complex: [
    [2, 0],
    [2, 3],
  ],
});
