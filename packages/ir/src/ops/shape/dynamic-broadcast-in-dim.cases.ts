import { i64 as i64Type } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, i64, normal } from '@millrace/testing';
import { dynamicBroadcastInDim } from './dynamic-broadcast-in-dim.ts';

const attributes = { broadcastDimensions: [2, 1], shape: [2, 3, 2] };
const types = ['tensor<1x3xf32>', 'tensor<3xi64>'];
let next = 0;

export const cases: CaseTable = casesFor(dynamicBroadcastInDim, {
  values: [
    {
      name: "the specification's example",
      in: [i64([[1, 2, 3]]), i64([2, 3, 2])],
      attributes: { ...attributes, knownExpandingDimensions: [0], knownNonexpandingDimensions: [1] },
      out: i64([
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
  ],
  rejects: [
    { breaks: 'c2', in: types, attributes: { ...attributes, broadcastDimensions: [2] }, message: 'broadcastDimensions must have 2 entries' },
    { breaks: 'c3', in: types, attributes: { ...attributes, broadcastDimensions: [2, 3] }, message: 'must be axes of the result' },
    { breaks: 'c4', in: types, attributes: { ...attributes, broadcastDimensions: [1, 1] }, message: 'must be unique' },
    { breaks: 'c5', in: types, attributes: { ...attributes, shape: [2, 4, 2] }, message: 'does not broadcast to [2, 4, 2]' },
    { breaks: 'c7', in: ['tensor<1x3xf32>', 'tensor<2xi64>'], attributes, message: 'outputDimensions must have 3 entries' },
    { breaks: 'c8', in: types, attributes: { ...attributes, knownExpandingDimensions: [0], knownNonexpandingDimensions: [0] }, message: 'must be unique' },
    {
      breaks: 'c9',
      in: types,
      attributes: { ...attributes, knownExpandingDimensions: [2] },
      message: 'knownExpandingDimensions [2] must be axes of the operand',
    },
    {
      breaks: 'c10',
      in: types,
      attributes: { ...attributes, knownNonexpandingDimensions: [2] },
      message: 'knownNonexpandingDimensions [2] must be axes of the operand',
    },
    {
      breaks: 'evaluation',
      in: [i64([[1, 2, 3]]), i64([2, 3, 4])],
      attributes,
      message: 'the shape given is [2, 3, 4], and the result is declared as [2, 3, 2]',
    },
  ],
  random: [
    { shapes: [[[1, 3], [3]]], dtypes: allTypes, elements: (dtype) => [dtype, i64Type], draw: [normal(10), () => BigInt([2, 3, 2][next++ % 3])], attributes },
  ],
});
