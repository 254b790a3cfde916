import { i32 as int32, i64 as int64, ui32 as uint32, ui64 as uint64 } from '@millrace/ir';
import { type CaseTable, casesFor, integers } from '@millrace/testing';
import { scrambleSeed } from './scramble-seed.ts';

// What seeds give is held to numbers of TensorFlow's manual in core's tests of stateless operations.
export const cases: CaseTable = casesFor(scrambleSeed, {
  rejects: [{ breaks: 'types', in: ['tensor<3xi64>'], message: 'two integers of 32 or 64 bits' }],
  random: [{ shapes: [[[2]]], dtypes: [int32, int64, uint32, uint64], draw: [integers(0, 1000)], grad: false }],
});
