import { type CaseTable, casesFor, f32, floats, normal } from '@millrace/testing';
import { allToAll } from './all-to-all.ts';

const alone = { splitDimension: 1, concatDimension: 0, splitCount: 1, replicaGroups: [[0]] };

export const cases: CaseTable = casesFor(allToAll, {
  values: [{ name: 'a group of one', in: [f32([[1, 2]])], attributes: alone, out: [f32([[1, 2]])] }],
  rejects: [
    { breaks: 'c1', in: ['tensor<2x2xf32>'], attributes: { ...alone, splitDimension: 2 }, message: 'splitDimension 2 must be an axis of every operand' },
    {
      breaks: 'c2',
      in: ['tensor<2x3xf32>'],
      attributes: { ...alone, splitCount: 2, replicaGroups: [[0, 1]] },
      message: 'splitCount 2 must divide axis 1 of [2, 3]',
    },
    { breaks: 'c3', in: ['tensor<2x2xf32>'], attributes: { ...alone, concatDimension: -1 }, message: 'concatDimension -1 must be an axis of every operand' },
    { breaks: 'c4', in: ['tensor<2x2xf32>'], attributes: { ...alone, splitCount: 0 }, message: 'splitCount must be positive; got 0' },
    { breaks: 'c5', in: ['tensor<2x2xf32>'], attributes: { ...alone, splitCount: 2, replicaGroups: [[1, 1]] }, message: 'ids must be unique' },
    { breaks: 'c8', in: ['tensor<2x2xf32>'], attributes: { ...alone, replicaGroups: [[0, 1]] }, message: 'each replica group must have 1 ids' },
  ],
  random: [{ shapes: [[[2, 3]]], dtypes: floats, draw: [normal()], attributes: alone }],
});
