import { type CaseTable, casesFor, ui32 } from '@millrace/testing';
import { replicaId } from './replica-id.ts';

export const cases: CaseTable = casesFor(replicaId, {
  values: [{ name: 'a process alone', in: [], out: ui32(0) }],
  rejects: [{ breaks: 'count', in: ['tensor<f32>'], message: 'got 1 operands' }],
});
