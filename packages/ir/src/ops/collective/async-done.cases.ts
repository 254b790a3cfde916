import { type CaseTable, casesFor } from '@millrace/testing';
import { asyncDone } from './async-done.ts';

export const cases: CaseTable = casesFor(asyncDone, {
  rejects: [{ breaks: 'types', in: ['tensor<2xf32>'], message: 'future is tensor<2xf32>' }],
});
