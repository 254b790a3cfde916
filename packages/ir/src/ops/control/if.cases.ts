import { f32 as f32Type, f64 as f64Type, i64 as i64Type, methods, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, i1, i64 } from '@millrace/testing';
import { ifElse } from './if.ts';

const constant = (element: typeof i64Type, ...values: number[]): Region => trace([], () => values.map((v) => methods.full(tensorType(element, []), v)));

export const cases: CaseTable = casesFor(ifElse, {
  values: [
    { name: "the specification's example", in: [i1(true)], regions: [constant(i64Type, 10), constant(i64Type, 11)], out: i64(10) },
    { name: 'the other branch', in: [i1(false)], regions: [constant(i64Type, 10), constant(i64Type, 11)], out: i64(11) },
    { name: 'several results', in: [i1(false)], regions: [constant(i64Type, 10, 1), constant(i64Type, 11, 2)], out: [i64(11), i64(2)] },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi1>'], regions: [constant(f32Type, 1), constant(f32Type, 1)], message: 'pred is tensor<2xi1>' },
    {
      breaks: 'c2',
      in: ['tensor<i1>'],
      regions: [constant(f32Type, 1), constant(f64Type, 1)],
      message: 'branches must return the same types; got (tensor<f32>) and (tensor<f64>)',
    },
  ],
  random: [
    { shapes: [[[]]], dtypes: [i1.element], draw: [(random) => random.next() < 0.5], regions: () => [constant(f32Type, 1, 2), constant(f32Type, 3, 4)] },
  ],
});
