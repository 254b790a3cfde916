import type { CaseTable } from '@millrace/testing';
import { bitwiseCases } from './bitwise.cases.ts';
import { or } from './or.ts';

export const cases: CaseTable = bitwiseCases(or, {
  specification: [
    [5, 6],
    [7, 12],
  ],
  truth: [
    [false, true],
    [true, true],
  ],
  long: [-1n, -1n],
  unsigned: [4294967295, 2147483649],
});
