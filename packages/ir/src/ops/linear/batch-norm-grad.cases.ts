import { type CaseTable, casesFor, f64, floats, normal, uniform } from '@millrace/testing';
import { batchNormGrad } from './batch-norm-grad.ts';

const attributes = { epsilon: 0, featureIndex: 2 };
const types = (change: readonly [number, string][] = []) => {
  const list = ['tensor<2x2x2xf32>', 'tensor<2xf32>', 'tensor<2xf32>', 'tensor<2xf32>', 'tensor<2x2x2xf32>'];
  for (const [i, t] of change) list[i] = t;
  return list;
};
const eighth = [
  [
    [0.125, 0.125],
    [0.125, 0.125],
  ],
  [
    [0.125, 0.125],
    [0.125, 0.125],
  ],
];

export const cases: CaseTable = casesFor(batchNormGrad, {
  values: [
    {
      name: "the specification's example, with 1/8 for 0.1",
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
        f64([2, 3]),
        f64([1, 1]),
        f64(eighth),
      ],
      attributes,
      out: [
        f64([
          [
            [0, 0],
            [0, 0],
          ],
          [
            [0, 0],
            [0, 0],
          ],
        ]),
        f64([0, 0]),
        f64([0.5, 0.5]),
      ],
    },
    // One feature, x = [-1, 1], mean 0, variance 1, epsilon 3: dx = scale / 2 / 2 * (2 g - sum(g) - sum(g x) x / 4) with g = [1, 0]
    {
      name: 'closed form',
      in: [f64([[-1], [1]]), f64([4]), f64([0]), f64([1]), f64([[1], [0]])],
      attributes: { epsilon: 3, featureIndex: 1 },
      out: [f64([[0.75], [-0.75]]), f64([-0.5]), f64([1])],
    },
  ],
  rejects: [
    { breaks: 'c1', in: types(), attributes: { ...attributes, featureIndex: 3 }, message: 'featureIndex 3 must be an axis' },
    { breaks: 'c2', in: types([[3, 'tensor<2xf64>']]), attributes, message: 'operands must have one element type' },
    { breaks: 'c3', in: types([[4, 'tensor<2x2xf32>']]), attributes, message: 'gradOutput must have shape [2, 2, 2]; got [2, 2]' },
    { breaks: 'c4', in: types([[2, 'tensor<3xf32>']]), attributes, message: 'scale, mean and variance must have one shape; got [2], [3], [2]' },
    {
      breaks: 'c5',
      in: types([
        [1, 'tensor<3xf32>'],
        [2, 'tensor<3xf32>'],
        [3, 'tensor<3xf32>'],
      ]),
      attributes,
      message: 'scale must have 2 elements',
    },
  ],
  random: [
    {
      shapes: [[[4, 3, 2], [3], [3], [3], [4, 3, 2]]],
      dtypes: floats,
      draw: [normal(), normal(), normal(), uniform(0.5, 2), normal()],
      attributes: { epsilon: 0.125, featureIndex: 1 },
    },
  ],
  ulp: { default: 128 }, // sums in another order, and differences of near numbers
});
