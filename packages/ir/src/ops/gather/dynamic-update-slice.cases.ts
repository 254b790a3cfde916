import { i32 as i32Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, f32, i32, i64, integers, normal } from '@millrace/testing';
import { dynamicUpdateSlice } from './dynamic-update-slice.ts';

export const cases: CaseTable = casesFor(dynamicUpdateSlice, {
  values: [
    {
      name: "the specification's example: starts are moved until the slice fits",
      in: [
        i32([
          [1, 1, 0, 0],
          [1, 1, 0, 0],
          [1, 1, 1, 1],
          [1, 1, 1, 1],
        ]),
        i32([
          [1, 1],
          [1, 1],
        ]),
        i64(-1),
        i64(3),
      ],
      out: i32([
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ]),
    },
    { name: 'a scalar', in: [f32(1), f32(2)], out: f32(2) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<4xf32>', 'tensor<2xf64>', 'tensor<i32>'], message: 'must have one element type; got f32 and f64' },
    { breaks: 'c3', in: ['tensor<4xf32>', 'tensor<2x1xf32>', 'tensor<i32>'], message: 'update must have rank 1; got 2' },
    { breaks: 'c4', in: ['tensor<4xf32>', 'tensor<2xf32>'], message: 'startIndices must have 1 entries; got 0' },
    { breaks: 'c5', in: ['tensor<4x4xf32>', 'tensor<2x2xf32>', 'tensor<i32>', 'tensor<i64>'], message: 'startIndices must be scalars of one type' },
    { breaks: 'c6', in: ['tensor<4xf32>', 'tensor<5xf32>', 'tensor<i32>'], message: 'update [5] must be at most [4]' },
  ],
  random: [
    {
      shapes: [
        [[4, 5], [2, 3], [], []],
        [[2, 17], [1, 16], [], []],
      ],
      dtypes: allTypes,
      elements: (dtype) => [dtype, dtype, i32Type, i32Type],
      draw: [normal(10), normal(10), integers(-1, 5)],
    },
  ],
});
