import { i32 as i32Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, i32, i64, integers, normal } from '@millrace/testing';
import { dynamicSlice } from './dynamic-slice.ts';

export const cases: CaseTable = casesFor(dynamicSlice, {
  values: [
    {
      name: "the specification's example: starts are moved until the slice fits",
      in: [
        i32([
          [0, 0, 1, 1],
          [0, 0, 1, 1],
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ]),
        i64(-1),
        i64(3),
      ],
      attributes: { sliceSizes: [2, 2] },
      out: i32([
        [1, 1],
        [1, 1],
      ]),
    },
    { name: 'a scalar', in: [i32(7)], attributes: { sliceSizes: [] }, out: i32(7) },
  ],
  rejects: [
    {
      breaks: 'c2',
      in: ['tensor<4x4xf32>', 'tensor<i32>'],
      attributes: { sliceSizes: [2, 2] },
      message: 'startIndices and sliceSizes must have 2 entries; got 1 and 2',
    },
    {
      breaks: 'c3',
      in: ['tensor<4x4xf32>', 'tensor<i32>', 'tensor<i64>'],
      attributes: { sliceSizes: [2, 2] },
      message: 'startIndices must be scalars of one type',
    },
    { breaks: 'c4', in: ['tensor<4xf32>', 'tensor<i32>'], attributes: { sliceSizes: [5] }, message: 'sliceSizes [5] must be at most [4]' },
  ],
  random: [
    {
      shapes: [
        [[4, 5], [], []],
        [[2, 17], [], []],
      ],
      dtypes: allTypes,
      elements: (dtype) => [dtype, i32Type, i32Type],
      draw: [normal(10), integers(-1, 5)],
      attributes: { sliceSizes: [2, 3] },
    },
  ],
});
