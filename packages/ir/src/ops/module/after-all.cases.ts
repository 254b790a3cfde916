import { type CaseTable, casesFor } from '@millrace/testing';
import { afterAll } from './after-all.ts';

export const cases: CaseTable = casesFor(afterAll, {
  rejects: [{ breaks: 'types', in: ['tensor<2xf32>'], message: 'inputs is tensor<2xf32>' }],
});
