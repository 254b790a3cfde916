import { f32 as f32Type, f64 as f64Type, i32 as i32Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, normal } from '@millrace/testing';
import { optimizationBarrier } from './optimization-barrier.ts';

export const cases: CaseTable = casesFor(optimizationBarrier, {
  values: [
    { name: "the specification's example", in: [f32(0), f32(1)], out: [f32(0), f32(1)] },
    { name: 'nothing', in: [], out: [] },
  ],
  random: [{ shapes: [[[2, 3], [4]]], dtypes: [f32Type, f64Type], elements: (dtype) => [dtype, dtype === f32Type ? i32Type : dtype], draw: [normal(3)] }],
});
