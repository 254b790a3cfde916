import { f32 as f32Type, f64 as f64Type, scalarInput } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i32, normal } from '@millrace/testing';
import { fusedReduce } from './fused-reduce.ts';

const [x, y] = [scalarInput(0), scalarInput(1)];
const attributes = (expression: typeof x, dimensions: readonly number[], combiner: string = 'add') => ({
  expression: expression as never,
  dimensions,
  combiner,
});
const rows = f32([
  [1, 2, 3],
  [4, 5, 6],
]);

export const cases: CaseTable = casesFor(fusedReduce, {
  values: [
    { name: 'sums of squares', in: [rows, f32(0)], attributes: attributes(x.mul(x), [1]), out: f32([14, 77]) },
    { name: 'the initial value counts once', in: [rows, f32(100)], attributes: attributes(x.mul(x), [1, 0]), out: f32(191) },
    { name: 'two inputs', in: [rows, rows, f32(0)], attributes: attributes(x.mul(y), [0]), out: f32([17, 29, 45]) },
    {
      name: 'a scalar beside an array',
      in: [rows, f32(4), f32(Number.NEGATIVE_INFINITY)],
      attributes: attributes(x.sub(y).abs(), [1], 'maximum'),
      out: f32([3, 2]),
    },
    { name: 'another type', in: [rows, i32(0)], attributes: attributes(x.greater(2).convert(i32(0).type.element), [0, 1]), out: i32(4) },
    { name: 'nothing to reduce', in: [f32.empty([2, 0]), f32(7)], attributes: attributes(x.mul(x), [1]), out: f32([7, 7]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>', 'tensor<f32>'], attributes: attributes(x.add(y), [0]), message: 'one shape; got [2], [3]' },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<f32>'], attributes: attributes(x.add(y), [0]), message: 'a scalar expression over 1 inputs' },
    { breaks: 'c3', in: ['tensor<2xf32>', 'tensor<f32>'], attributes: attributes(x, [1]), message: 'dimensions [1] must be different axes of [2]' },
    { breaks: 'c4', in: ['tensor<2xf32>', 'tensor<i32>'], attributes: attributes(x, [0]), message: 'initial must be a scalar of f32; got tensor<i32>' },
  ],
  random: [
    {
      shapes: [
        [[3, 33], []],
        [[2, 17], []],
      ],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: attributes(x.mul(x), [1]),
      grad: false,
      batch: false,
    },
    { shapes: [[[33, 17], []]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: attributes(x.mul(x), [0]), grad: false, batch: false },
    { shapes: [[[7, 9], [7, 9], []]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: attributes(x.mul(y), [0]), grad: false, batch: false },
    { shapes: [[[7, 9], [], []]], dtypes: [f32Type], draw: [normal()], attributes: attributes(x.sub(y).abs(), [1], 'maximum'), grad: false, batch: false },
  ],
  // The order is the implementation's: see reduce.
  ulp: { 'relative f32': 1e-6, 'relative f64': 2e-15 },
});
