import { allTypes, type CaseTable, casesFor, i32, normal } from '@millrace/testing';
import { broadcastInDim } from './broadcast-in-dim.ts';

const operand = ['tensor<1x3xf32>'];

export const cases: CaseTable = casesFor(broadcastInDim, {
  values: [
    {
      name: "the specification's example",
      in: [i32([[1, 2, 3]])],
      attributes: { broadcastDimensions: [2, 1], shape: [2, 3, 2] },
      out: i32([
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      ]),
    },
    { name: 'a scalar', in: [i32(7)], attributes: { broadcastDimensions: [], shape: [2] }, out: i32([7, 7]) },
    { name: 'to nothing', in: [i32([7])], attributes: { broadcastDimensions: [0], shape: [0] }, out: i32.empty([0]) },
  ],
  rejects: [
    { breaks: 'c2', in: operand, attributes: { broadcastDimensions: [0], shape: [1, 3] }, message: 'broadcastDimensions must have 2 entries' },
    { breaks: 'c3', in: operand, attributes: { broadcastDimensions: [0, 2], shape: [1, 3] }, message: 'must be axes of the result [1, 3]' },
    { breaks: 'c4', in: operand, attributes: { broadcastDimensions: [1, 1], shape: [1, 3] }, message: 'must be unique' },
    { breaks: 'c5', in: operand, attributes: { broadcastDimensions: [0, 1], shape: [1, 4] }, message: 'does not broadcast to [1, 4]' },
  ],
  random: [
    { shapes: [[[3, 1]]], dtypes: allTypes, draw: [normal(10)], attributes: { broadcastDimensions: [2, 0], shape: [4, 2, 3] } },
    { shapes: [[[2, 33]]], dtypes: allTypes, draw: [normal(10)], attributes: { broadcastDimensions: [1, 2], shape: [3, 2, 33] } },
    { shapes: [[[]]], dtypes: allTypes, draw: [normal(10)], attributes: { broadcastDimensions: [], shape: [2, 17] } },
  ],
});
