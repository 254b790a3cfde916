import { combinerRegion, f32 as f32Type, methods, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor } from '@millrace/testing';
import { asyncStart } from './async-start.ts';

const type = tensorType(f32Type, [2]);
const twoOperations = trace([type], (x) => [methods.negate(methods.negate(x))]);

export const cases: CaseTable = casesFor(asyncStart, {
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>'], regions: [twoOperations], message: 'body must hold one operation; got 2' },
    { breaks: 'types', in: ['!stablehlo.token'], regions: [combinerRegion('add', f32Type)], message: 'inputs is !stablehlo.token' },
  ],
});
