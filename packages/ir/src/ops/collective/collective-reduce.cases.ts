import { combinerRegion, f32 as f32Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i32 } from '@millrace/testing';
import { collectiveReduce } from './collective-reduce.ts';

const regions = [combinerRegion('add', f32Type)];

export const cases: CaseTable = casesFor(collectiveReduce, {
  values: [
    { name: 'a group of one', in: [f32([1, 2])], attributes: { replicaGroups: [[0]] }, regions, out: [f32([1, 2])] },
    { name: 'a process outside all groups gets zeros', in: [f32([1, 2])], attributes: { replicaGroups: [[1]] }, regions, out: [f32([0, 0])] },
    { name: 'a root that is data', in: [f32([1, 2]), i32([0])], attributes: { replicaGroups: [[0]], hasDynamicRoot: true }, regions, out: [f32([1, 2])] },
  ],
  rejects: [
    {
      breaks: 'i4',
      in: ['tensor<2xf32>'],
      attributes: { replicaGroups: [[0]], useGlobalDeviceIds: true },
      regions,
      message: 'useGlobalDeviceIds needs a channel above 0',
    },
    { breaks: 'c1', in: ['tensor<2xf32>'], attributes: { replicaGroups: [[0, 0]] }, regions, message: 'ids must be unique' },
    {
      breaks: 'c3',
      in: ['tensor<2xf32>'],
      attributes: { replicaGroups: [[0]], hasDynamicRoot: true },
      regions,
      message: 'dynamic roots need at least one operand before them',
    },
    {
      breaks: 'c4',
      in: ['tensor<2xi32>'],
      attributes: { replicaGroups: [[0]] },
      regions,
      message: 'computation returns tensor<f32>, to which i32 cannot be promoted',
    },
  ],
});
