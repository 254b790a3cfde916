import { i32 as i32Type, i64 as i64Type } from '@millrace/ir';
import { type CaseTable, casesFor, i64 } from '@millrace/testing';
import { dynamicIota } from './dynamic-iota.ts';

const attributes = { iotaDimension: 0, shape: [4, 5], element: i64Type };

export const cases: CaseTable = casesFor(dynamicIota, {
  values: [
    {
      name: "the specification's example",
      in: [i64([4, 5])],
      attributes,
      out: i64([
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
        [2, 2, 2, 2, 2],
        [3, 3, 3, 3, 3],
      ]),
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xi64>'], attributes: { ...attributes, iotaDimension: 2 }, message: 'iotaDimension 2 must be an axis of [4, 5]' },
    { breaks: 'c2', in: ['tensor<3xi64>'], attributes, message: 'outputShape must have 2 entries' },
  ],
  random: [{ shapes: [[[1]]], dtypes: [i32Type], draw: [() => 3], attributes: { iotaDimension: 0, shape: [3], element: i32Type } }],
});
