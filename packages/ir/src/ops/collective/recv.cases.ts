import { f32, tensorType, tokenType } from '@millrace/ir';
import { type CaseTable, casesFor } from '@millrace/testing';
import { recv } from './recv.ts';

export const cases: CaseTable = casesFor(recv, {
  rejects: [
    {
      breaks: 'c1',
      in: ['!stablehlo.token'],
      attributes: { types: [tokenType], channelHandle: { handle: 1, type: 1 }, isHostTransfer: true },
      message: "the channel's type must be 3 where isHostTransfer is true; got 1",
    },
    { breaks: 'c2', in: ['!stablehlo.token'], attributes: { types: [tensorType(f32, [2])] }, message: 'the last result must be a token' },
    { breaks: 'types', in: ['tensor<2xf32>'], attributes: { types: [] }, message: 'token is tensor<2xf32>' },
  ],
});
