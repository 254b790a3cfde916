import { f16 as f16Type, f32 as f32Type, i8 as i8Type, i16 as i16Type, quantized } from '@millrace/ir';
import { allTypes, type CaseTable, c64, casesFor, f16, f32, i1, i8, i32, i64, literalOf, normal } from '@millrace/testing';
import { add } from './add.ts';
import { pointwiseRows } from './family.cases.ts';

const byTensor = { storageMin: -128, storageMax: 127, scales: [0.5], zeroPoints: [0], axis: -1 };
const perTensor = quantized({ ...byTensor, storage: i8Type, expressed: f32Type }).name;
const wide = quantized({ ...byTensor, storage: i16Type, expressed: f32Type }).name;
const half = quantized({ ...byTensor, storage: i8Type, expressed: f16Type }).name;

export const cases: CaseTable = casesFor(add, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2],
          [3, 4],
        ]),
        i32([
          [5, 6],
          [7, 8],
        ]),
      ],
      out: i32([
        [6, 8],
        [10, 12],
      ]),
    },
    { name: 'booleans: or', in: [i1([false, false, true, true]), i1([false, true, false, true])], out: i1([false, true, true, true]) },
    { name: 'integers wrap', in: [i8([127, -128]), i8([1, -1])], out: i8([-128, 127]) },
    { name: 'two bits', in: [literalOf('i2', [1, 0, -1, -2]), literalOf('i2', [1, 1, 1, -1])], out: literalOf('i2', [-2, 1, 0, 1]) },
    { name: '64 bits wrap', in: [i64([9223372036854775807n]), i64([1n])], out: i64([-9223372036854775808n]) },
    { name: 'half precision rounds ties to even', in: [f16([2048, 2048]), f16([1, 3])], out: f16([2048, 2052]) },
    { name: 'infinities', in: [f32([Infinity, Infinity]), f32([-Infinity, 1])], out: f32([NaN, Infinity]) },
    { name: 'complex', in: [c64([[1, 2]]), c64([[3, -1]])], out: c64([[4, 1]]) },
    { name: 'eight bits', in: [literalOf('f8E4M3FN', [240, 448]), literalOf('f8E4M3FN', [1, 448])], out: literalOf('f8E4M3FN', [240, NaN]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
    { breaks: 'c2', in: [`tensor<2x${perTensor}>`, 'tensor<2xf32>'], message: 'both lhs and rhs must be quantized' },
    { breaks: 'c3', in: [`tensor<2x${perTensor}>`, `tensor<2x${wide}>`], message: 'lhs and rhs must have one storage type; got i8 and i16' },
    { breaks: 'c4', in: [`tensor<2x${perTensor}>`, `tensor<2x${half}>`], message: 'lhs and rhs must have one expressed type; got f32 and f16' },
    {
      breaks: 'c7',
      in: ['tensor<1x2x!quant.uniform<i8:f32:0, {1.0}>>', 'tensor<1x2x!quant.uniform<i8:f32:1, {1.0,1.0}>>'],
      message: 'lhs and rhs must be quantized along one axis; got 0 and 1',
    },
  ],
  random: pointwiseRows(2, allTypes, [normal(5)]),
});
