import { f32 as f32Type, methods, type Region, scalarInput, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, f32, integers } from '@millrace/testing';
import { fusedContract } from './fused-contract.ts';

const [product, first, second] = [scalarInput(0), scalarInput(1), scalarInput(2)];
const expressions = (...list: readonly (typeof product)[]) => ({ expressions: list as never });
const matrix = (rows: number, columns: number) => tensorType(f32Type, [rows, columns]);
/** The matrix product of two matrices of these sizes. */
const matmul = (m: number, k: number, n: number): Region[] => [
  trace([matrix(m, k), matrix(k, n)], (a, b) => [
    methods.dotGeneral(a, b, { dotDimensionNumbers: { lhsContractingDimensions: [1], rhsContractingDimensions: [0] } as never }),
  ]),
];
const sum = (): Region[] => [trace([matrix(2, 2), matrix(2, 2)], (a, b) => [methods.add(a, b)])];

const a = f32([
  [1, 2],
  [3, 4],
]);
const b = f32([
  [1, 0],
  [1, 1],
]);

export const cases: CaseTable = casesFor(fusedContract, {
  values: [
    {
      // The product is [[3, 2], [7, 4]].
      name: 'bias and activation',
      in: [
        a,
        b,
        f32([
          [-5, 1],
          [-5, 1],
        ]),
      ],
      attributes: expressions(product.add(first).max(0)),
      regions: matmul(2, 2, 2),
      out: f32([
        [0, 3],
        [2, 5],
      ]),
    },
    {
      name: 'two results, and a scalar',
      in: [a, b, f32(2), a],
      attributes: expressions(product.mul(first), product.sub(second)),
      regions: matmul(2, 2, 2),
      out: [
        f32([
          [6, 4],
          [14, 8],
        ]),
        f32([
          [2, 0],
          [4, 0],
        ]),
      ],
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2x3xf32>', 'tensor<2x2xf32>'],
      attributes: expressions(product),
      regions: matmul(2, 2, 2),
      message: 'contraction must take (tensor<2x3xf32>, tensor<2x2xf32>)',
    },
    {
      breaks: 'c2',
      in: ['tensor<2x2xf32>', 'tensor<2x2xf32>'],
      attributes: expressions(product),
      regions: sum(),
      message: 'one matrix product or convolution',
    },
    {
      breaks: 'c3',
      in: ['tensor<2x2xf32>', 'tensor<2x2xf32>', 'tensor<2xf32>'],
      attributes: expressions(product.add(first)),
      regions: matmul(2, 2, 2),
      message: 'others must be scalars or have shape [2, 2]; got [2]',
    },
    {
      breaks: 'c4',
      in: ['tensor<2x2xf32>', 'tensor<2x2xf32>'],
      attributes: expressions(product.add(first)),
      regions: matmul(2, 2, 2),
      message: 'scalar expressions over 1 inputs',
    },
  ],
  random: [
    {
      shapes: [
        [
          [5, 7],
          [7, 9],
          [5, 9],
        ],
      ],
      dtypes: [f32Type],
      // Small integers: sums are exact in any order.
      draw: [integers(-4, 5)],
      attributes: expressions(product.add(first).max(0)),
      regions: () => matmul(5, 7, 9),
      grad: false,
      batch: false,
    },
  ],
});
