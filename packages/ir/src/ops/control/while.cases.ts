import { methods as b, f32 as f32Type, f64 as f64Type, i64 as i64Type, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i64, integers, uniform } from '@millrace/testing';
import { whileLoop } from './while.ts';

const counter = tensorType(i64Type, []);
const scalar = tensorType(f32Type, []);
const less = (x: Parameters<typeof b.compare>[0], limit: number) => [
  b.compare(x, b.scalar((x.type as typeof scalar).element, limit), { comparisonDirection: 'LT' as const }),
];
/** while i < 10: sum += 1, i += 1 */
const count: Region[] = [
  trace([counter, counter], (i) => less(i, 10)),
  trace([counter, counter], (i, sum) => [b.add(i, b.scalar(i64Type, 1)), b.add(sum, b.scalar(i64Type, 1))]),
];
/** while i < 3: x = x * x * y, i += 1 */
const powers = (element: typeof f32Type): Region[] => {
  const types = [counter, tensorType(element, [2]), tensorType(element, [2])];
  return [trace(types, (i) => less(i, 3)), trace(types, (i, x, y) => [b.add(i, b.scalar(i64Type, 1)), b.multiply(b.multiply(x, x), y), y])];
};
/** while x < 10: x = x * 2 */
const doubling = (element: typeof f32Type): Region[] => {
  const type = tensorType(element, []);
  return [trace([type], (x) => less(x, 10)), trace([type], (x) => [b.add(x, x)])];
};

export const cases: CaseTable = casesFor(whileLoop, {
  values: [
    { name: "the specification's example", in: [i64(1), i64(1)], regions: count, out: [i64(10), i64(10)] },
    { name: 'never runs', in: [i64(10), i64(5)], regions: count, out: [i64(10), i64(5)] },
    { name: 'stops at the first value that fails', in: [f32(3)], regions: doubling(f32Type), out: f32(12) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<i64>', 'tensor<f32>'], regions: count, message: 'cond must have type (tensor<i64>, tensor<f32>) → tensor<i1>' },
    { breaks: 'c2', in: ['tensor<i64>', 'tensor<i64>'], regions: [count[0], trace([counter, counter], (i) => [i])], message: 'it returns (tensor<i64>)' },
    {
      breaks: 'i1',
      in: ['tensor<i64>', 'tensor<i64>'],
      regions: count,
      attributes: { maximumIterations: -1 },
      message: 'maximumIterations must be at least 0',
    },
  ],
  random: [
    {
      shapes: [[[], [2], [2]]],
      dtypes: [f32Type, f64Type],
      elements: (dtype) => [i64Type, dtype, dtype],
      draw: [integers(0, 3), uniform(0.5, 1.5)],
      grad: 'forward',
      regions: powers,
    },
    { shapes: [[[]]], dtypes: [f32Type, f64Type], draw: [uniform(0.1, 4)], grad: 'forward', regions: doubling },
    // With a bound, reverse mode too.
    {
      shapes: [[[], [2], [2]]],
      dtypes: [f64Type],
      elements: (dtype) => [i64Type, dtype, dtype],
      draw: [integers(0, 3), uniform(0.5, 1.5)],
      attributes: { maximumIterations: 5 },
      regions: powers,
    },
  ],
});
