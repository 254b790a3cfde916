import { f32 as f32Type, i1 as i1Type, tensorType } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i1 } from '@millrace/testing';
import { customCall } from './custom-call.ts';

const scalar = tensorType(i1Type, []);

export const cases: CaseTable = casesFor(customCall, {
  values: [
    { name: 'a check that holds', in: [f32([1, 2]), f32([1, 2])], attributes: { callTargetName: 'check.expect_eq', types: [] }, out: [] },
    { name: 'a check with a result', in: [f32([1]), f32([1])], attributes: { callTargetName: 'check.eq', types: [scalar] }, out: [i1(true)] },
    { name: 'within the default tolerance', in: [f32([1]), f32([1.00005])], attributes: { callTargetName: 'check.expect_almost_eq', types: [] }, out: [] },
    { name: 'three units apart', in: [f32([1]), f32([1 + 3 * 2 ** -23])], attributes: { callTargetName: 'check.expect_close', types: [] }, out: [] },
  ],
  rejects: [
    {
      breaks: 'evaluation',
      in: [f32([1])],
      attributes: { callTargetName: 'cudnn', types: [tensorType(f32Type, [1])] },
      message: 'there is no function @cudnn to call',
    },
    {
      breaks: 'evaluation',
      in: [f32([1, 2]), f32([1, 3])],
      attributes: { callTargetName: 'check.eq', types: [scalar] },
      message: '1 of 2 elements of tensor<2xf32> differ, first at [1]: got 2, want 3',
    },
    {
      breaks: 'evaluation',
      in: [f32([1]), f32([1 + 4 * 2 ** -23])],
      attributes: { callTargetName: 'check.expect_close', types: [] },
      message: '1 of 1 elements',
    },
    {
      breaks: 'evaluation',
      in: [f32([1]), f32([2])],
      attributes: { callTargetName: 'toString', types: [] },
      message: 'there is no function @toString to call',
    },
  ],
});
