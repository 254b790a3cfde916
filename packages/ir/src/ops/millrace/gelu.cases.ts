import { type CaseTable, casesFor, f64, floats, normal } from '@millrace/testing';
import { gelu, geluApproximate } from './gelu.ts';

export const cases: CaseTable = casesFor(gelu, {
  values: [
    // x * Phi(x) with Phi(1) = 0.8413447460685429 and Phi(-1) = 0.15865525393145705 (tables of the normal distribution)
    { name: 'standard deviations', in: [f64([0, 1, -1])], out: f64([0, 0.8413447460685429, -0.15865525393145705]), tolerance: 4 },
  ],
  random: [{ shapes: [[[7]], [[3, 33]]], dtypes: floats, draw: [normal(2)] }],
  ulp: { default: 8, f16: 2, bf16: 2 }, // erfc of devices
});

const u = Math.sqrt(2 / Math.PI) * 1.044715;
export const approximateCases: CaseTable = casesFor(geluApproximate, {
  values: [{ name: 'the formula at 1 and -1', in: [f64([0, 1, -1])], out: f64([0, 0.5 * (1 + Math.tanh(u)), -0.5 * (1 - Math.tanh(u))]), tolerance: 8 }],
  random: [{ shapes: [[[7]], [[3, 33]]], dtypes: floats, draw: [normal(2)] }],
  ulp: { default: 16, f16: 2, bf16: 2 }, // tanh of devices, and 1 + tanh cancels
});
