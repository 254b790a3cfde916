import { type CaseTable, casesFor, f64, floats, normal, uniform } from '@millrace/testing';
import { batchNormInference } from './batch-norm-inference.ts';

const attributes = { epsilon: 0, featureIndex: 2 };
const types = (change: readonly [number, string][] = []) => {
  const list = ['tensor<2x2x2xf32>', 'tensor<2xf32>', 'tensor<2xf32>', 'tensor<2xf32>', 'tensor<2xf32>'];
  for (const [i, t] of change) list[i] = t;
  return list;
};

export const cases: CaseTable = casesFor(batchNormInference, {
  values: [
    {
      name: "the specification's example",
      in: [
        f64([
          [
            [1, 2],
            [3, 4],
          ],
          [
            [3, 4],
            [1, 2],
          ],
        ]),
        f64([1, 1]),
        f64([1, 1]),
        f64([2, 3]),
        f64([1, 1]),
      ],
      attributes,
      out: f64([
        [
          [0, 0],
          [2, 2],
        ],
        [
          [2, 2],
          [0, 0],
        ],
      ]),
    },
  ],
  rejects: [
    { breaks: 'c1', in: types(), attributes: { ...attributes, featureIndex: 3 }, message: 'featureIndex 3 must be an axis of [2, 2, 2]' },
    { breaks: 'c2', in: types([[3, 'tensor<2xf64>']]), attributes, message: 'operands must have one element type' },
    { breaks: 'c3', in: types([[1, 'tensor<3xf32>']]), attributes, message: 'scale must have 2 elements, one for each feature; got [3]' },
    { breaks: 'c4', in: types([[2, 'tensor<3xf32>']]), attributes, message: 'offset must have 2 elements' },
    { breaks: 'c5', in: types([[3, 'tensor<3xf32>']]), attributes, message: 'mean must have 2 elements' },
    { breaks: 'c6', in: types([[4, 'tensor<3xf32>']]), attributes, message: 'variance must have 2 elements' },
  ],
  random: [
    {
      shapes: [[[2, 3, 4], [3], [3], [3], [3]]],
      dtypes: floats,
      draw: [normal(), normal(), normal(), normal(), uniform(0.5, 2)],
      attributes: { epsilon: 0.125, featureIndex: 1 },
    },
  ],
  ulp: { default: 8, f16: 4, bf16: 4 }, // devices scale and shift in one step
});
