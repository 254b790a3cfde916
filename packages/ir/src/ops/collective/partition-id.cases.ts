import { type CaseTable, casesFor, ui32 } from '@millrace/testing';
import { partitionId } from './partition-id.ts';

export const cases: CaseTable = casesFor(partitionId, {
  values: [{ name: 'a process alone', in: [], out: ui32(0) }],
  rejects: [{ breaks: 'count', in: ['tensor<f32>'], message: 'got 1 operands' }],
});
