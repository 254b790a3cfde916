import { combinerRegion, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, normal } from '@millrace/testing';
import { reduceScatter } from './reduce-scatter.ts';

const regions = [combinerRegion('add', f32Type)];
const alone = { scatterDimension: 0, replicaGroups: [[0]] };

export const cases: CaseTable = casesFor(reduceScatter, {
  values: [{ name: 'a group of one', in: [f32([1, 2])], attributes: { ...alone, shape: [2] }, regions, out: f32([1, 2]) }],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<4xf32>'],
      attributes: { ...alone, shape: [3] },
      regions,
      message: "size 4 of the scattered axis must be a multiple of the result's 3",
    },
    {
      breaks: 'c2',
      in: ['tensor<4xf32>'],
      attributes: { ...alone, scatterDimension: 1, shape: [4] },
      regions,
      message: 'scatterDimension 1 must be an axis of [4]',
    },
    { breaks: 'c3', in: ['tensor<4xf32>'], attributes: { ...alone, replicaGroups: [[0, 0]], shape: [2] }, regions, message: 'ids must be unique' },
    {
      breaks: 'c6',
      in: ['tensor<4xf32>'],
      attributes: { ...alone, useGlobalDeviceIds: true, shape: [4] },
      regions,
      message: 'useGlobalDeviceIds needs a channel above 0',
    },
    {
      breaks: 'c7',
      in: ['tensor<4xi32>'],
      attributes: { ...alone, shape: [4] },
      regions,
      message: 'computation returns tensor<f32>, to which i32 cannot be promoted',
    },
    {
      breaks: 'c8',
      in: ['tensor<4x2xf32>'],
      attributes: { ...alone, shape: [2, 3] },
      regions,
      message: "must have the operand's sizes [4, 2] except on the scattered axis",
    },
  ],
  random: [
    {
      shapes: [[[2, 3]]],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: ([shape]) => ({ ...alone, shape }),
      regions: (dtype) => [combinerRegion('add', dtype)],
    },
  ],
});
