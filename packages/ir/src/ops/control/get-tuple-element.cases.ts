import { type CaseTable, casesFor } from '@millrace/testing';
import { getTupleElement } from './get-tuple-element.ts';

// Values are in tuple.test.ts: tables have no tuples.
export const cases: CaseTable = casesFor(getTupleElement, {
  rejects: [
    { breaks: 'c1', in: ['tuple<tensor<2xf32>, tensor<i32>>'], attributes: { index: 2 }, message: 'index 2 must be below 2, the size of the tuple' },
    { breaks: 'types', in: ['tensor<2xf32>'], attributes: { index: 0 }, message: 'operand is tensor<2xf32>' },
  ],
});
