import { f32 as f32Type, tensorType } from '@millrace/ir';
import { type CaseTable, casesFor, f32, floats, i32, normal } from '@millrace/testing';
import { allGather } from './all-gather.ts';

const of = (shape: readonly number[]) => tensorType(f32Type, shape);
const alone = { allGatherDim: 0, replicaGroups: [[0]] };

// Groups of several processes are in evaluate/grid.test.ts and in StableHLO's own tests.
export const cases: CaseTable = casesFor(allGather, {
  values: [
    {
      name: 'a group of one',
      in: [f32([[1, 2]]), i32([3])],
      attributes: { ...alone, types: [of([1, 2]), tensorType(i32.element, [1])] },
      out: [f32([[1, 2]]), i32([3])],
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>'], attributes: { ...alone, allGatherDim: 1, types: [of([2])] }, message: 'allGatherDim 1 must be an axis of [2]' },
    { breaks: 'c2', in: ['tensor<2xf32>'], attributes: { ...alone, replicaGroups: [[0, 0]], types: [of([4])] }, message: 'ids must be unique' },
    {
      breaks: 'c5',
      in: ['tensor<2xf32>'],
      attributes: { ...alone, useGlobalDeviceIds: true, types: [of([2])] },
      message: 'useGlobalDeviceIds needs a channel above 0',
    },
    { breaks: 'c6', in: ['tensor<2xf32>'], attributes: { ...alone, types: [of([3])] }, message: 'except that the gathered size is a multiple' },
    {
      breaks: 'evaluation',
      in: [f32([1])],
      attributes: { ...alone, replicaGroups: [[0, 1]], types: [of([2])] },
      message: 'process (1, 0) is not in the grid of 1 x 1',
    },
  ],
  random: [{ shapes: [[[2, 3]]], dtypes: floats, draw: [normal()], attributes: ([shape], dtype) => ({ ...alone, types: [tensorType(dtype, shape)] }) }],
});
