import { type CaseTable, casesFor } from '@millrace/testing';
import { outfeed } from './outfeed.ts';

export const cases: CaseTable = casesFor(outfeed, {
  rejects: [{ breaks: 'types', in: ['tensor<2xf32>'], message: 'token is tensor<2xf32>' }],
});
