import { type CaseTable, casesFor, f32, floats, normal } from '@millrace/testing';
import { collectivePermute } from './collective-permute.ts';

export const cases: CaseTable = casesFor(collectivePermute, {
  values: [{ name: 'a process that is no target gets zeros', in: [f32([1, 2])], attributes: { sourceTargetPairs: [[1, 2]] }, out: f32([0, 0]) }],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>'], attributes: { sourceTargetPairs: [[0, 1, 2]] }, message: 'sourceTargetPairs must hold pairs' },
    {
      breaks: 'c2',
      in: ['tensor<2xf32>'],
      attributes: {
        sourceTargetPairs: [
          [0, 1],
          [0, 2],
        ],
      },
      message: 'sources must be unique',
    },
    {
      breaks: 'c3',
      in: ['tensor<2xf32>'],
      attributes: {
        sourceTargetPairs: [
          [0, 1],
          [2, 1],
        ],
      },
      message: 'targets must be unique',
    },
    { breaks: 'c4', in: ['tensor<2xf32>'], attributes: { sourceTargetPairs: [[-1, 1]] }, message: 'ids must not be negative' },
  ],
  random: [{ shapes: [[[2, 3]]], dtypes: floats, draw: [normal()], attributes: { sourceTargetPairs: [[1, 2]] } }],
});
