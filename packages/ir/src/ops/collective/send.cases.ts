import { type CaseTable, casesFor } from '@millrace/testing';
import { send } from './send.ts';

export const cases: CaseTable = casesFor(send, {
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2xf32>', '!stablehlo.token'],
      attributes: { channelHandle: { handle: 1, type: 2 } },
      message: "the channel's type must be 1 where isHostTransfer is false; got 2",
    },
    { breaks: 'types', in: ['tensor<2xf32>'], message: 'token is tensor<2xf32>' },
    { breaks: 'count', in: [], message: 'got 0 operands' },
  ],
});
