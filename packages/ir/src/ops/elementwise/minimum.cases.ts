import type { CaseTable } from '@millrace/testing';
import { extremeCases } from './extremes.cases.ts';
import { minimum } from './minimum.ts';

export const cases: CaseTable = extremeCases(minimum, {
  specification: [
    [1, 2],
    [3, 4],
  ],
  truth: [false, false],
  unsigned: 1,
  long: 9007199254740992n,
  complex: [
    [1, 5],
    [2, 1],
  ],
});
