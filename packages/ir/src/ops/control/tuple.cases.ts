import { type CaseTable, casesFor } from '@millrace/testing';
import { tuple } from './tuple.ts';

// Values are in tuple.test.ts: tables have no tuples.
export const cases: CaseTable = casesFor(tuple, {
  rejects: [{ breaks: 'attributes', in: ['tensor<f32>'], attributes: { index: 0 }, message: 'unknown attribute index' }],
});
