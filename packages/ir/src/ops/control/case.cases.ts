import { f32 as f32Type, f64 as f64Type, i32 as i32Type, i64 as i64Type, methods, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, i32, i64, integers } from '@millrace/testing';
import { caseOf } from './case.ts';

const constant = (element: typeof i64Type, value: number): Region =>
  trace([], () => [methods.full(tensorType(element, [2]), value), methods.full(tensorType(element, [2]), value)]);
const pair = (value: number) => [i64([value, value]), i64([value, value])];
const branches = [constant(i64Type, 0), constant(i64Type, 1), constant(i64Type, 2)];

export const cases: CaseTable = casesFor(caseOf, {
  values: [
    { name: "the specification's example: no such branch, the last", in: [i32(-1)], regions: branches.slice(0, 2), out: pair(1) },
    { name: 'first', in: [i32(0)], regions: branches, out: pair(0) },
    { name: 'second', in: [i32(1)], regions: branches, out: pair(1) },
    { name: 'beyond the last', in: [i32(7)], regions: branches, out: pair(2) },
  ],
  rejects: [
    { breaks: 'i1', in: ['tensor<i64>'], regions: branches, message: 'index must be an i32; got i64' },
    { breaks: 'c1', in: ['tensor<i32>'], regions: [], message: 'at least one branch' },
    { breaks: 'c3', in: ['tensor<i32>'], regions: [constant(f32Type, 1), constant(f64Type, 1)], message: 'branches must return the same types' },
  ],
  random: [{ shapes: [[[]]], dtypes: [i32Type], draw: [integers(-1, 4)], regions: () => branches }],
});
