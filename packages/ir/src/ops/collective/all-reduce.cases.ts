import { combinerRegion, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, normal } from '@millrace/testing';
import { allReduce } from './all-reduce.ts';

const regions = [combinerRegion('add', f32Type)];
const alone = { replicaGroups: [[0]] };

export const cases: CaseTable = casesFor(allReduce, {
  values: [{ name: 'a group of one', in: [f32([1, 2]), f32([[3]])], attributes: alone, regions, out: [f32([1, 2]), f32([[3]])] }],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>'], attributes: { replicaGroups: [[0, -2]] }, regions, message: 'ids must not be negative; got -2' },
    { breaks: 'c4', in: ['tensor<2xf32>'], attributes: { ...alone, useGlobalDeviceIds: true }, regions, message: 'useGlobalDeviceIds needs a channel above 0' },
    { breaks: 'c5', in: ['tensor<2xf64>'], attributes: alone, regions, message: 'computation returns tensor<f32>, to which f64 cannot be promoted' },
  ],
  random: [{ shapes: [[[2, 3], [4]]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: alone, regions: (dtype) => [combinerRegion('add', dtype)] }],
});
