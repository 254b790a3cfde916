import type { CaseTable } from '@millrace/testing';
import { bitwiseCases } from './bitwise.cases.ts';
import { xor } from './xor.ts';

export const cases: CaseTable = bitwiseCases(xor, {
  specification: [
    [4, 4],
    [4, 12],
  ],
  truth: [
    [false, true],
    [true, false],
  ],
  long: [-9007199254740994n, -4611686018427387905n],
  unsigned: [2147483647, 2147483649],
});
