import { allTypes, type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import { concatenate } from './concatenate.ts';

const attributes = { dimension: 0 };

export const cases: CaseTable = casesFor(concatenate, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        i64([[7, 8]]),
      ],
      attributes,
      out: i64([
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ]),
    },
    {
      name: 'the last axis',
      in: [
        i64([[1], [2]]),
        i64([
          [3, 4],
          [5, 6],
        ]),
      ],
      attributes: { dimension: 1 },
      out: i64([
        [1, 3, 4],
        [2, 5, 6],
      ]),
    },
    { name: 'an empty part', in: [f32.empty([0]), f32([1])], attributes, out: f32([1]) },
    { name: 'one part', in: [f32([1])], attributes, out: f32([1]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], attributes, message: 'inputs must have one element type; got f32, f64' },
    { breaks: 'c2', in: ['tensor<2x2xf32>', 'tensor<2x3xf32>'], attributes, message: 'inputs must have one shape except along axis 0' },
    { breaks: 'c3', in: [], attributes, message: 'at least one input' },
    { breaks: 'c4', in: ['tensor<2xf32>'], attributes: { dimension: 1 }, message: 'dimension 1 must be an axis of [2]' },
  ],
  random: [
    {
      shapes: [
        [
          [2, 3],
          [2, 1],
          [2, 4],
        ],
        [
          [1, 17],
          [1, 16],
          [1, 2],
        ],
      ],
      dtypes: allTypes,
      draw: [normal(10)],
      attributes: { dimension: 1 },
    },
    {
      shapes: [
        [
          [2, 3, 2],
          [1, 3, 2],
        ],
      ],
      dtypes: allTypes,
      draw: [normal(10)],
      attributes,
    },
  ],
});
