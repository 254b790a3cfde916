import { type CaseTable, casesFor, f32, i32 } from '@millrace/testing';
import { collectiveBroadcast } from './collective-broadcast.ts';

export const cases: CaseTable = casesFor(collectiveBroadcast, {
  values: [
    { name: 'a group of one', in: [f32([1, 2])], attributes: { replicaGroups: [[0]] }, out: [f32([1, 2])] },
    { name: 'a process outside all groups gets zeros', in: [f32([1, 2])], attributes: { replicaGroups: [[1, 2]] }, out: [f32([0, 0])] },
    { name: 'a root that is data', in: [f32([1, 2]), i32([0])], attributes: { replicaGroups: [[0]], hasDynamicRoot: true }, out: [f32([1, 2])] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>'], attributes: { replicaGroups: [[0, 1], [1]] }, message: 'ids must be unique' },
    {
      breaks: 'c4',
      in: ['tensor<2xf32>', 'tensor<2xi32>'],
      attributes: { replicaGroups: [[0]], hasDynamicRoot: true },
      message: 'the roots must be tensor<1xi32>; got tensor<2xi32>',
    },
    {
      breaks: 'evaluation',
      in: [f32([1]), i32([1])],
      attributes: { replicaGroups: [[0]], hasDynamicRoot: true },
      message: 'root 1 is not within a group of 1',
    },
  ],
});
