import { f32 as f32Type, i32 as i32Type } from '@millrace/ir';
import { allNumeric, type CaseTable, c64, casesFor, f32, i8, i32, i64, integers } from '@millrace/testing';
import { dotGeneral } from './dot-general.ts';

const numbers = (lhsBatch: number[], rhsBatch: number[], lhsContract: number[], rhsContract: number[]) => ({
  dotDimensionNumbers: {
    lhsBatchingDimensions: lhsBatch,
    rhsBatchingDimensions: rhsBatch,
    lhsContractingDimensions: lhsContract,
    rhsContractingDimensions: rhsContract,
  },
});
const matmul = numbers([], [], [1], [0]);
const algorithm = { lhsPrecisionType: 'tf32', rhsPrecisionType: 'tf32', accumulationType: 'f32' };
const square = ['tensor<2x3xf32>', 'tensor<3x2xf32>'];

export const cases: CaseTable = casesFor(dotGeneral, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        ]),
        i64([
          [
            [1, 0],
            [0, 1],
          ],
          [
            [1, 0],
            [0, 1],
          ],
        ]),
      ],
      attributes: numbers([0], [0], [2], [1]),
      out: i64([
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ]),
    },
    {
      name: 'matrix product',
      in: [
        f32([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        f32([
          [1, 0],
          [0, 1],
          [2, 2],
        ]),
      ],
      attributes: matmul,
      out: f32([
        [7, 8],
        [16, 17],
      ]),
    },
    {
      name: 'outer product',
      in: [f32([1, 2]), f32([3, 4, 5])],
      attributes: numbers([], [], [], []),
      out: f32([
        [3, 4, 5],
        [6, 8, 10],
      ]),
    },
    {
      name: 'two contracted axes in another order',
      in: [
        i32([
          [1, 2],
          [3, 4],
        ]),
        i32([
          [1, 10],
          [100, 1000],
        ]),
      ],
      attributes: numbers([], [], [0, 1], [1, 0]),
      out: i32(4231),
    },
    { name: 'wider result', in: [i8([[100, 100]]), i8([[100], [100]])], attributes: { ...matmul, element: i32Type }, out: i32([[20000]]) },
    { name: 'integers wrap', in: [i8([[100, 100]]), i8([[100], [100]])], attributes: matmul, out: i8([[32]]) },
    {
      name: 'complex',
      in: [
        c64([
          [1, 2],
          [0, 1],
        ]),
        c64([
          [3, -1],
          [2, 0],
        ]),
      ],
      attributes: numbers([], [], [0], [0]),
      out: c64([5, 7]),
    },
    {
      name: 'nothing to sum',
      in: [f32.empty([2, 0]), f32.empty([0, 2])],
      attributes: matmul,
      out: f32([
        [0, 0],
        [0, 0],
      ]),
    },
  ],
  rejects: [
    { breaks: 'c1', in: square, attributes: numbers([0], [], [1], [0]), message: 'as many batching dimensions' },
    { breaks: 'c2', in: square, attributes: numbers([], [], [1], []), message: 'as many contracting dimensions' },
    { breaks: 'c3', in: square, attributes: numbers([1], [1], [1], [0]), message: 'dimensions of lhs must be unique' },
    { breaks: 'c4', in: square, attributes: numbers([0], [0], [1], [0]), message: 'dimensions of rhs must be unique' },
    { breaks: 'c5', in: square, attributes: numbers([2], [1], [1], [0]), message: 'batching dimensions [2] must be axes of lhs' },
    { breaks: 'c6', in: square, attributes: numbers([], [], [-1], [0]), message: 'contracting dimensions [-1] must be axes of lhs' },
    { breaks: 'c7', in: square, attributes: numbers([0], [2], [1], [0]), message: 'batching dimensions [2] must be axes of rhs' },
    { breaks: 'c8', in: square, attributes: numbers([], [], [1], [2]), message: 'contracting dimensions [2] must be axes of rhs' },
    { breaks: 'c9', in: ['tensor<2x3xf32>', 'tensor<3x4xf32>'], attributes: numbers([0], [1], [1], [0]), message: 'sizes of batching dimensions differ' },
    {
      breaks: 'c10',
      in: ['tensor<2x3xf32>', 'tensor<4x2xf32>'],
      attributes: matmul,
      message: 'sizes of contracting dimensions differ: lhs [2, 3] along [1], rhs [4, 2] along [0]',
    },
    {
      breaks: 'c11',
      in: square,
      attributes: { ...matmul, precisionConfig: ['HIGH', 'HIGH', 'HIGH'] },
      message: 'precisionConfig must have at most 2 entries; got 3',
    },
    { breaks: 'c13', in: ['tensor<2x3xf32>', 'tensor<3x2xf64>'], attributes: matmul, message: 'one element type; got f32 and f64' },
    {
      breaks: 'c21',
      in: square,
      attributes: { ...matmul, precisionConfig: ['HIGH', 'HIGH'], algorithm },
      message: 'must be DEFAULT where an algorithm is given',
    },
    { breaks: 'c22', in: square, attributes: { ...matmul, algorithm: { ...algorithm, lhsComponentCount: 0 } }, message: 'lhsComponentCount must be positive' },
    { breaks: 'c23', in: square, attributes: { ...matmul, algorithm: { ...algorithm, rhsComponentCount: 0 } }, message: 'rhsComponentCount must be positive' },
    {
      breaks: 'c24',
      in: square,
      attributes: { ...matmul, algorithm: { ...algorithm, numPrimitiveOperations: 0 } },
      message: 'numPrimitiveOperations must be positive',
    },
    { breaks: 'i8', in: square, attributes: { ...matmul, algorithm: { ...algorithm, accumulationType: 'i32' } }, message: 'must be floating types or tf32' },
  ],
  random: [
    {
      shapes: [
        [
          [3, 4],
          [4, 5],
        ],
        [
          [1, 7],
          [7, 1],
        ],
        [
          [17, 33],
          [33, 9],
        ],
      ],
      dtypes: allNumeric,
      draw: [integers(-3, 4)],
      attributes: matmul,
    },
    {
      shapes: [
        [
          [3, 2, 4],
          [4, 3, 5],
        ],
      ],
      dtypes: [f32Type],
      draw: [integers(-3, 4)],
      attributes: numbers([0], [1], [2], [0]),
    },
    {
      shapes: [
        [
          [3, 2, 4, 2],
          [5, 2, 3, 4],
        ],
      ],
      dtypes: [f32Type],
      draw: [integers(-3, 4)],
      attributes: numbers([0], [2], [2, 1], [3, 1]),
    },
    { shapes: [[[3], [2]]], dtypes: [f32Type], draw: [integers(-3, 4)], attributes: numbers([], [], [], []) },
  ],
});
