import { f32, tensorType } from '@millrace/ir';
import { type CaseTable, casesFor } from '@millrace/testing';
import { infeed } from './infeed.ts';

export const cases: CaseTable = casesFor(infeed, {
  rejects: [
    { breaks: 'c2', in: ['!stablehlo.token'], attributes: { types: [tensorType(f32, [2])] }, message: 'the last result must be a token' },
    { breaks: 'types', in: ['tensor<2xf32>'], attributes: { types: [] }, message: 'token is tensor<2xf32>' },
  ],
});
