import { type CaseTable, casesFor } from '@millrace/testing';
import { send } from './send.ts';

export const cases: CaseTable = casesFor(send, {
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>'], message: 'token is tensor<2xf32>' },
    { breaks: 'count', in: [], message: 'got 0 operands' },
  ],
});
