import { type CaseTable, casesFor } from '@millrace/testing';
import { createToken } from './create-token.ts';

export const cases: CaseTable = casesFor(createToken, {
  rejects: [{ breaks: 'count', in: ['!stablehlo.token'], message: 'got 1 operands' }],
});
