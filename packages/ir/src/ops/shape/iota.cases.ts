import { complex64, f32 as f32Type, i32 as i32Type, i64 as i64Type } from '@millrace/ir';
import { type CaseTable, c64, casesFor, f32, i32, i64 } from '@millrace/testing';
import { iota } from './iota.ts';

export const cases: CaseTable = casesFor(iota, {
  values: [
    {
      name: "the specification's example",
      in: [],
      attributes: { iotaDimension: 0, shape: [4, 5], element: i32Type },
      out: i32([
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
        [2, 2, 2, 2, 2],
        [3, 3, 3, 3, 3],
      ]),
    },
    {
      name: 'the last axis',
      in: [],
      attributes: { iotaDimension: 1, shape: [2, 3], element: f32Type },
      out: f32([
        [0, 1, 2],
        [0, 1, 2],
      ]),
    },
    { name: 'i64', in: [], attributes: { iotaDimension: 0, shape: [2], element: i64Type }, out: i64([0, 1]) },
    {
      name: 'complex',
      in: [],
      attributes: { iotaDimension: 0, shape: [2], element: complex64 },
      out: c64([
        [0, 0],
        [1, 0],
      ]),
    },
  ],
  rejects: [{ breaks: 'c1', in: [], attributes: { iotaDimension: 1, shape: [4], element: i32Type }, message: 'iotaDimension 1 must be an axis of [4]' }],
});
