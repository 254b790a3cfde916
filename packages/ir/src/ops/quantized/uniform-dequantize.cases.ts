import { f32 as float32, i8 as int8, quantized, tensorType } from '@millrace/ir';
import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { uniformDequantize } from './uniform-dequantize.ts';

const base = { storage: int8, expressed: float32, storageMin: -128, storageMax: 127 };
const byAxis = quantized({ ...base, scales: [0.1, 0.5], zeroPoints: [-30, -20], axis: 0 });
const byTensor = quantized({ ...base, scales: [0.25], zeroPoints: [-1], axis: -1 });

export const cases: CaseTable = casesFor(uniformDequantize, {
  values: [
    { name: "the specification's example", in: [{ type: tensorType(byAxis, [2]), data: Int8Array.of(10, 10) }], out: f32([4, 15]) },
    { name: 'one scale', in: [{ type: tensorType(byTensor, [3]), data: Int8Array.of(-128, 0, 127) }], out: f32([-31.75, 0.25, 32]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xf32>'], message: 'operand is tensor<2xf32>' },
    { breaks: 'i1', in: [`tensor<3x${byAxis.name}>`], message: 'has 2 scales for axis 0 of [3]' },
  ],
});
