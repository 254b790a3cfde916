import { f16 as float16, f32 as float32, i8 as int8, quantized, tensorType, ui8 as uint8 } from '@millrace/ir';
import { type CaseTable, casesFor, f32 } from '@millrace/testing';
import { uniformQuantize } from './uniform-quantize.ts';

const base = { storage: int8, expressed: float32, storageMin: -128, storageMax: 127 };
const byAxis = quantized({ ...base, scales: [0.1, 0.5], zeroPoints: [-30, -20], axis: 0 });
const byOtherScales = quantized({ ...base, scales: [0.1, 0.2], zeroPoints: [-20, -30], axis: 0 });
const byTensor = quantized({ ...base, scales: [0.5], zeroPoints: [-1], axis: -1 });
const narrowRange = quantized({ ...base, storage: uint8, storageMin: 10, storageMax: 20, scales: [1], zeroPoints: [15], axis: -1 });
const ofHalf = quantized({ ...base, expressed: float16, scales: [0.5], zeroPoints: [0], axis: -1 });

export const cases: CaseTable = casesFor(uniformQuantize, {
  values: [
    {
      name: "the specification's example",
      in: [f32([4, 15])],
      attributes: { element: byAxis },
      out: { type: tensorType(byAxis, [2]), data: Int8Array.of(10, 10) },
    },
    {
      name: "the specification's second example: other scales",
      in: [{ type: tensorType(byAxis, [2]), data: Int8Array.of(10, 10) }],
      attributes: { element: byOtherScales },
      out: { type: tensorType(byOtherScales, [2]), data: Int8Array.of(20, 45) },
    },
    {
      name: 'ties to even, and numbers out of range clamp',
      in: [f32([0.25, 0.75, 1000, -1000, Infinity])],
      attributes: { element: byTensor },
      out: { type: tensorType(byTensor, [5]), data: Int8Array.of(0, 0, 127, -128, 127) },
    },
    {
      name: 'a range of stored values of its own',
      in: [f32([-100, 0.4, 100])],
      attributes: { element: narrowRange },
      out: { type: tensorType(narrowRange, [3]), data: Uint8Array.of(10, 15, 20) },
    },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi32>'], attributes: { element: byTensor }, message: 'operand is tensor<2xi32>' },
    { breaks: 'c2', in: ['tensor<2xf32>'], attributes: { element: float32 }, message: 'the result must be quantized; got f32' },
    { breaks: 'c2', in: ['tensor<2xf32>'], attributes: { element: ofHalf }, message: 'the result must express f32' },
    { breaks: 'i1', in: [`tensor<3x${byAxis.name}>`], attributes: { element: byTensor }, message: 'has 2 scales for axis 0 of [3]' },
    { breaks: 'i2', in: ['tensor<f32>'], attributes: { element: byAxis }, message: 'is quantized along axis 0, which [] does not have' },
  ],
});
