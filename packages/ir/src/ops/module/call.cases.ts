import { f32 as f32Type, tensorType } from '@millrace/ir';
import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { call } from './call.ts';

// Calls of functions that exist are in transforms/programs.test.ts.
export const cases: CaseTable = casesFor(call, {
  rejects: [{ breaks: 'evaluation', in: [f32([1])], attributes: { callee: 'f', types: [tensorType(f32Type, [1])] }, message: 'no function @f in the module' }],
});
