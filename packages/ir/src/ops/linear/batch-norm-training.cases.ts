import { type CaseTable, casesFor, f64, floats, normal } from '@millrace/testing';
import { batchNormTraining } from './batch-norm-training.ts';

const attributes = { epsilon: 0, featureIndex: 2 };
const operand = 'tensor<2x2x2xf32>';

export const cases: CaseTable = casesFor(batchNormTraining, {
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
      ],
      attributes,
      out: [
        f64([
          [
            [0, 0],
            [2, 2],
          ],
          [
            [2, 2],
            [0, 0],
          ],
        ]),
        f64([2, 3]),
        f64([1, 1]),
      ],
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: [operand, 'tensor<2xf32>', 'tensor<2xf32>'],
      attributes: { ...attributes, featureIndex: -1 },
      message: 'featureIndex -1 must be an axis',
    },
    { breaks: 'c2', in: [operand, 'tensor<2xf64>', 'tensor<2xf32>'], attributes, message: 'operands must have one element type; got f32, f64, f32' },
    { breaks: 'c3', in: [operand, 'tensor<3xf32>', 'tensor<2xf32>'], attributes, message: 'scale must have 2 elements' },
    { breaks: 'c4', in: [operand, 'tensor<2xf32>', 'tensor<3xf32>'], attributes, message: 'offset must have 2 elements' },
  ],
  random: [{ shapes: [[[4, 3, 5], [3], [3]]], dtypes: floats, draw: [normal()], attributes: { epsilon: 0.125, featureIndex: 1 } }],
  ulp: { default: 64 }, // sums in another order
});
